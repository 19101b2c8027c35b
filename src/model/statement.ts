/** What a plan, a specification or a task asks for, and whether the code does it. */
import { z } from "zod";
import { placeSchema } from "./finding.js";

/** `not assessed`: nothing in the statement that a program can hold against code. */
export const verdicts = ["met", "partly", "missing", "contradicted", "not assessed"] as const;
export const verdictSchema = z.enum(verdicts);
export type Verdict = z.infer<typeof verdictSchema>;

export const statementSchema = z.object({
  /** `R1`, `R2` … in the order of the document. */
  id: z.string(),
  line: z.number().int().positive(),
  /** Heading it stands under. */
  section: z.string().nullable(),
  text: z.string(),
});
export type Statement = z.infer<typeof statementSchema>;

export const judgedStatementSchema = statementSchema.extend({
  verdict: verdictSchema,
  /** A better verdict that is possible, where what was not found may stand there in other words. */
  atMost: verdictSchema.optional(),
  /** What the verdict rests on, in one sentence. */
  reason: z.string(),
  /** Where the code does it, or says otherwise; each `note` names what is seen there. */
  evidence: z.array(placeSchema),
});
export type JudgedStatement = z.infer<typeof judgedStatementSchema>;

/** One document held against the code. */
export const conformanceSchema = z.object({ path: z.string(), statements: z.array(judgedStatementSchema) });
export type Conformance = z.infer<typeof conformanceSchema>;
