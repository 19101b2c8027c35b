/** What became of the findings of an earlier review. */
import { z } from "zod";
import { placeSchema } from "./finding.js";
import { severitySchema } from "./severity.js";

/**
 * `fixed`: its rule ran on the file again and finds nothing there, or its quote is gone from a file that was reviewed.
 * `open`: still there. `moved`: still there at another place. `accepted`: somebody answers for leaving it.
 * `regressed`: it was fixed or accepted no longer, and is back. `not reviewed`: nobody looked, so nobody knows.
 */
export const followUpStatuses = ["regressed", "open", "moved", "accepted", "fixed", "not reviewed"] as const;
export const followUpStatusSchema = z.enum(followUpStatuses);
export type FollowUpStatus = z.infer<typeof followUpStatusSchema>;

export const followedFindingSchema = z.object({
  /** Id in the earlier review; made from rule, path and text where that has none. */
  id: z.string(),
  title: z.string(),
  severity: severitySchema,
  category: z.string(),
  rule: z.string().nullable(),
  reviewers: z.array(z.string()),
  status: followUpStatusSchema,
  /** What the status rests on, in one sentence. */
  reason: z.string(),
  before: placeSchema,
  /** What stands there now; null where nothing does, or nobody looked. */
  after: placeSchema.nullable(),
  /** Id of the finding of this review that it is. */
  now: z.string().nullable(),
  acceptance: z
    .object({ reason: z.string(), owner: z.string().nullable(), expires: z.string().nullable() })
    .nullable(),
});
export type FollowedFinding = z.infer<typeof followedFindingSchema>;

export const followUpSchema = z.object({
  earlier: z.object({
    path: z.string(),
    title: z.string(),
    tool: z.string(),
    format: z.enum(["session-review", "sarif"]),
    isComplete: z.boolean(),
  }),
  findings: z.array(followedFindingSchema),
  /** Ids of findings of this review that no earlier one is. */
  introduced: z.array(z.string()),
  /** Findings by status, one entry a review, oldest first; the last is this one. */
  history: z.array(
    z.object({
      title: z.string(),
      findings: z.number().int(),
      statuses: z.partialRecord(followUpStatusSchema, z.number().int()),
    }),
  ),
});
export type FollowUp = z.infer<typeof followUpSchema>;
