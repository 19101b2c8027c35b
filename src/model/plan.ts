/** What will be looked at by whom, decided before anything is; plain JSON. */
import { z } from "zod";
import { claimSchema, practiceClaimSchema } from "./finding.js";

/** Related files that are reviewed together. */
export const batchSchema = z.object({
  id: z.string(),
  paths: z.array(z.string()).min(1),
  /** Estimate: characters divided by 3.5. */
  tokens: z.number().int(),
});
export type Batch = z.infer<typeof batchSchema>;

/** One batch looked at by one reviewer; travels to worker threads and other machines as it is. */
export const taskSchema = z.object({
  id: z.string(),
  batch: z.string(),
  reviewer: z.string(),
  paths: z.array(z.string()).min(1),
});
export type Task = z.infer<typeof taskSchema>;

/** A (file × reviewer) pair that will not be looked at, and why. */
export const skippedPairSchema = z.object({ path: z.string(), reviewer: z.string(), reason: z.string() });

export const planSchema = z.object({
  reviewers: z.array(z.string()),
  batches: z.array(batchSchema),
  tasks: z.array(taskSchema),
  skipped: z.array(skippedPairSchema),
  /** Pairs whose file could not be parsed or read; they count as failed. */
  failed: z.array(skippedPairSchema),
});
export type Plan = z.infer<typeof planSchema>;

/** What an engine hands back for one task. A path missing from `reviewed` was not looked at. */
export const notesSchema = z.object({
  task: z.string(),
  reviewed: z.array(z.string()),
  claims: z.array(claimSchema),
  practices: z.array(practiceClaimSchema),
  /** Paths an engine tried to look at in vain, with the reason; what rules found there may still be among the claims. */
  failed: z.array(z.object({ path: z.string(), reason: z.string() })).optional(),
  /** True when the answer is that of an earlier run about the same work. */
  isReused: z.boolean().optional(),
});
export type Notes = z.infer<typeof notesSchema>;

/** A rule's hit before judgement: a claim that knows its rule and its exact lines. */
export const leadsSchema = z.object({
  claims: z.array(claimSchema),
  practices: z.array(practiceClaimSchema),
  /** Paths that every rule for them has looked at. */
  examined: z.array(z.string()),
  /** Rules that threw, with the file they threw on. */
  failures: z.array(z.object({ rule: z.string(), path: z.string(), message: z.string() })),
});
export type Leads = z.infer<typeof leadsSchema>;

/** The offline and the model engine have this one shape, so "no key" is no special case. */
export type Engine = (task: Task, leads: Leads, signal: AbortSignal) => Promise<Notes>;
