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
  /** The last day it holds, as with `until` in a comment; from the next day on the finding counts again. */
  until: daySchema,
});
export type Accepted = z.infer<typeof acceptedSchema>;

/** What the baseline did to a review. Accepted findings are in no count, no grade and no gate. */
export const baselineOutcomeSchema = z.object({
  /** Where the entries were read, for people. */
  file: z.string(),
  accepted: z.array(z.object({ finding: findingSchema, entry: acceptedSchema })),
  /** Entries whose last day is over; their findings count again. */
  lapsed: z.array(acceptedSchema),
  /** Entries that no finding of a reviewed file has any more; `baseline prune` takes them out. */
  unused: z.array(acceptedSchema),
  /** Entries of files that are gone, whose code stands in another one; `baseline update` carries them along. */
  moved: z.array(z.object({ entry: acceptedSchema, finding: z.string(), path: z.string() })).optional(),
  /** Entries that the change under review brings itself; they have no say in its review. */
  proposed: z.array(acceptedSchema).optional(),
});
export type BaselineOutcome = z.infer<typeof baselineOutcomeSchema>;

/** What is known of the baseline when a review is judged. */
export interface Baseline {
  /** For people. */
  readonly file: string;
  readonly entries: readonly Accepted[];
  readonly proposed: readonly Accepted[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Paths of entries where no file lies any more. */
  readonly gone: ReadonlySet<string>;
  /** Whether the whole project is reviewed; only then does a rule that looks across files prove anything by its silence. */
  readonly isWhole: boolean;
}

/** Which findings do not count, though they are there. */
export interface Exemptions {
  /** What the team has accepted; nothing where there is no baseline. */
  readonly baseline?: Baseline | undefined;
  /** Whether the review of a change leaves out what was there before it. */
  readonly isNewOnly?: boolean | undefined;
}
