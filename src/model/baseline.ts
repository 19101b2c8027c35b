/** The findings a team has accepted: one file of the project, reviewed like its code. */
import { z } from "zod";
import { findingSchema } from "./finding.js";

/** A day, as `2026-11-21`. */
const daySchema = z.iso.date();

/** One accepted finding. What identifies it has no line number, so it survives code that moves. */
export const acceptedSchema = z.object({
  /** Id of the finding, its fingerprint. */
  id: z.string(),
  rule: z.string().nullable(),
  path: z.string(),
  title: z.string(),
  reason: z.string(),
  owner: z.string().nullable(),
  /** The first day on which it counts again. */
  until: daySchema,
});
export type Accepted = z.infer<typeof acceptedSchema>;

/** What the baseline did to a review. Accepted findings are in no count, no grade and no gate. */
export const baselineOutcomeSchema = z.object({
  /** Where the entries were read, for people. */
  file: z.string(),
  accepted: z.array(z.object({ finding: findingSchema, entry: acceptedSchema })),
  /** Entries whose day has come; their findings count again. */
  lapsed: z.array(acceptedSchema),
  /** Entries that no finding of a reviewed file has any more; `baseline prune` takes them out. */
  unused: z.array(acceptedSchema),
});
export type BaselineOutcome = z.infer<typeof baselineOutcomeSchema>;
