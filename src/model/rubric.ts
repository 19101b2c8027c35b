/** What may stand on the rubrics shelf: weights and bands a program reads, prose a person reads. */
import { z } from "zod";
import { categorySchema } from "./category.js";
import { severitySchema } from "./severity.js";

const points = z.number().min(0);

export const rubricFrontMatterSchema = z.strictObject({
  title: z.string().min(1),
  /** What a perfect batch gets; the weights sum to it. */
  scale: z.number().positive(),
  criteria: z
    .array(
      z.strictObject({
        id: z.string(),
        weight: z.number().positive(),
        /** Findings of these categories cost points here. */
        categories: z.array(categorySchema).min(1),
      }),
    )
    .min(1),
  /** Share of a criterion's weight that one finding of this severity costs, 0–1. */
  penalties: z.record(severitySchema, points.max(1)),
  /** The score is capped when a finding this bad exists. */
  caps: z.partialRecord(severitySchema, points).default({}),
  /** From best to worst; the first band whose `min` is reached holds. */
  bands: z
    .array(
      z.strictObject({
        min: points,
        grade: z.string(),
        stars: z.number().int().min(0).max(5),
        verdict: z.string(),
      }),
    )
    .min(1),
});

export const rubricSchema = rubricFrontMatterSchema.extend({
  id: z.string(),
  /** Prose of each `## criterion` section, by criterion id. */
  sections: z.record(z.string(), z.string()),
});
export type Rubric = z.infer<typeof rubricSchema>;

/** Points by criterion, each lost point named; a criterion nobody could look at has null and its weight is shared out. */
export const scorecardSchema = z.object({
  subject: z.string(),
  rubric: z.string(),
  criteria: z.array(
    z.object({
      id: z.string(),
      points: z.number().nullable(),
      max: z.number(),
      reasons: z.array(z.string()),
      findings: z.array(z.string()),
    }),
  ),
  total: z.number().nullable(),
  stars: z.number().int().nullable(),
  grade: z.string().nullable(),
  verdict: z.string().nullable(),
  /** The arithmetic in words and numbers, as printed. */
  formula: z.array(z.string()),
});
export type Scorecard = z.infer<typeof scorecardSchema>;
