/** The options of each command as commander hands them over, checked once. */
import { z } from "zod";
import { privateKinds } from "../consult/private-data.js";
import { efforts } from "../model/completion.js";
import { reviewKinds } from "../model/kind.js";
import { profileSchema } from "../model/profile.js";
import { severities } from "../model/severity.js";

export const reviewOptionsSchema = z.object({
  include: z.array(z.string()).optional(),
  exclude: z.array(z.string()).optional(),
  reviewers: z.array(z.string()).optional(),
  skipReviewers: z.array(z.string()).optional(),
  engine: z.string(),
  model: z.string().optional(),
  baseUrl: z.string().optional(),
  redact: z.array(z.enum(privateKinds)).optional(),
  effort: z.enum(efforts).optional(),
  budgetUsd: z.number().optional(),
  maxTokens: z.number().optional(),
  prices: z.string().optional(),
  offline: z.boolean().optional(),
  concurrency: z.number(),
  base: z.string().optional(),
  staged: z.boolean().optional(),
  uncommitted: z.boolean().optional(),
  diff: z.string().optional(),
  kind: z.enum(reviewKinds),
  plan: z.array(z.string()).default([]),
  run: z.array(z.string()).default([]),
  runTimeout: z.number(),
  junit: z.array(z.string()).default([]),
  sarif: z.array(z.string()).default([]),
  tools: z.boolean().default(false),
  dryRun: z.boolean().optional(),
  format: z.array(z.string()).default([]),
  output: z.string().optional(),
  title: z.string().optional(),
  failOn: z.enum([...severities, "none"]),
  minConfidence: z.number().optional(),
  /** False for none. */
  baseline: z.union([z.string(), z.literal(false)]).optional(),
  newOnly: z.boolean().optional(),
  profile: profileSchema.optional(),
  quiet: z.boolean().optional(),
  color: z.boolean(),
  /** Set where the address is the configuration's: no key is sent there. */
  isAddressFromFile: z.boolean().optional(),
  /** In the check of a pull request, the commit that whatever steers reviews is read from. */
  before: z.string().optional(),
  /** What is to be told about the configuration, a line each. */
  remarks: z.array(z.string()).default([]),
});
export type ReviewOptions = z.infer<typeof reviewOptionsSchema>;

export const compareOptionsSchema = reviewOptionsSchema
  .omit({
    kind: true,
    dryRun: true,
    sarif: true,
    tools: true,
    base: true,
    staged: true,
    uncommitted: true,
    diff: true,
  })
  .extend({
    /** False for none. */
    task: z.union([z.string(), z.literal(false)]).optional(),
    rubric: z.string().optional(),
  });
export type CompareOptions = z.infer<typeof compareOptionsSchema>;

export const followUpOptionsSchema = reviewOptionsSchema.omit({
  base: true,
  staged: true,
  uncommitted: true,
  diff: true,
  kind: true,
  dryRun: true,
  plan: true,
  run: true,
  runTimeout: true,
  junit: true,
  sarif: true,
  tools: true,
});
export type FollowUpOptions = z.infer<typeof followUpOptionsSchema>;

export const baselineOptionsSchema = followUpOptionsSchema
  .omit({ failOn: true, format: true, output: true, newOnly: true })
  .extend({
    sarif: z.array(z.string()).default([]),
    reason: z.string().optional(),
    owner: z.string().optional(),
    expires: z.string().optional(),
    only: z.array(z.string()).optional(),
    review: z.string().optional(),
    json: z.boolean().default(false),
  });
export type BaselineCommandOptions = z.infer<typeof baselineOptionsSchema>;

export const reportOptionsSchema = z.object({
  format: z.array(z.string()).default([]),
  output: z.string().optional(),
  color: z.boolean(),
});

export const browseOptionsSchema = z.object({ color: z.boolean(), folder: z.string() });

export const initOptionsSchema = z.object({
  reviewers: z.boolean().default(false),
  workflow: z.enum(["github", "gitlab"]).optional(),
  dryRun: z.boolean().default(false),
});
export type InitOptions = z.infer<typeof initOptionsSchema>;

export const listOptionsSchema = z.object({ json: z.boolean().optional() });

export const explainOptionsSchema = z.object({ review: z.string(), all: z.boolean().default(false) });
