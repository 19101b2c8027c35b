/** What became of the findings of an earlier review. */
import { z } from "zod";
import { placeSchema } from "./finding.js";
import { severitySchema } from "./severity.js";
import { factsSchema } from "./survey.js";

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
  /** The tool whose rule it is, where that is another program. */
  tool: z.string().optional(),
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
    .object({
      reason: z.string(),
      owner: z.string().nullable(),
      /** Last day it holds, `YYYY-MM-DD`. */
      expires: z.string().nullable(),
      /** A comment in the code holds as long as it stands there; a document until it expires; a baseline as it is now. */
      by: z.enum(["comment", "document", "baseline"]).optional(),
    })
    .nullable(),
  /** What it was when it was last looked at, where nobody looked this time. */
  last: followUpStatusSchema.optional(),
});
export type FollowedFinding = z.infer<typeof followedFindingSchema>;

/** Counts of a review, for a table beside those of another. */
export const measuresSchema = z.object({
  facts: factsSchema.nullable(),
  severities: z.partialRecord(severitySchema, z.number().int()),
  categories: z.record(z.string(), z.number().int()),
  /** Points and scale of its first scorecard. */
  quality: z.object({ total: z.number(), scale: z.number(), verdict: z.string().nullable() }).nullable(),
});
export type Measures = z.infer<typeof measuresSchema>;

export const strengthSchema = z.object({
  practice: z.string(),
  title: z.string(),
  reason: z.string(),
  before: placeSchema,
  after: placeSchema.nullable(),
});
export type Strength = z.infer<typeof strengthSchema>;

export const followUpSchema = z.object({
  earlier: z.object({
    path: z.string(),
    title: z.string(),
    tool: z.string(),
    format: z.enum(["session-review", "sarif"]),
    isComplete: z.boolean(),
    /** What that review counted; absent where it says nothing of it. */
    measures: measuresSchema.optional(),
  }),
  findings: z.array(followedFindingSchema),
  /** Ids of findings of this review that no earlier one is. */
  introduced: z.array(z.string()),
  /** Those of them whose file the earlier review did not look at: they may be older than it. */
  unseenBefore: z.array(z.string()).optional(),
  /** What the earlier review praised; `after` is null where those lines are not found any more. */
  strengths: z.array(strengthSchema).optional(),
  /** Findings by status, one entry a review, oldest first; the last is this one. */
  history: z.array(
    z.object({
      title: z.string(),
      findings: z.number().int(),
      statuses: z.partialRecord(followUpStatusSchema, z.number().int()),
      /** Findings that no earlier one is; absent in the first review, where all are. */
      introduced: z.number().int().optional(),
    }),
  ),
});
export type FollowUp = z.infer<typeof followUpSchema>;
