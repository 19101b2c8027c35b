/** Questions the symbol index can answer, so that a claim of absence is checked before it is printed. */
import { z } from "zod";

export const querySchema = z.discriminatedUnion("ask", [
  /** "`name` is not used in this file": no reference outside the span that defines or imports it. */
  z.object({ ask: z.literal("unused-in-file"), path: z.string(), name: z.string() }),
  /** "`name` is not used anywhere": no reference in any reviewed file beyond its definition. */
  z.object({ ask: z.literal("unused-anywhere"), path: z.string(), name: z.string() }),
  /** "`name` has no test": no test source refers to it. */
  z.object({ ask: z.literal("untested"), path: z.string(), name: z.string() }),
  /** "`name` is not defined or imported in this file". */
  z.object({ ask: z.literal("undefined-in-file"), path: z.string(), name: z.string() }),
  /** "this version of the package is what the project uses"; empty where the claim names no version. */
  z.object({ ask: z.literal("locked-version"), path: z.string(), name: z.string(), version: z.string() }),
  /** "these line ranges are copies of each other", after normalising names and literals. */
  z.object({
    ask: z.literal("duplicate"),
    places: z.array(z.object({ path: z.string(), start: z.number(), end: z.number() })).min(2),
  }),
]);
export type Query = z.infer<typeof querySchema>;

/** A query with its answer; `evidence` is one sentence a reader can check. */
export const proofSchema = z.object({
  query: querySchema,
  holds: z.boolean(),
  /** Nothing here could answer it: the claim is neither proven nor contradicted. */
  isOpen: z.literal(true).optional(),
  evidence: z.string(),
});
export type Proof = z.infer<typeof proofSchema>;
