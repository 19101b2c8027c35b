/** What may stand on the rubrics shelf: weights and bands a program reads, prose a person reads. */
import { z } from "zod";
import { categorySchema } from "./category.js";
import { placeSchema } from "./finding.js";
import { severitySchema } from "./severity.js";

const points = z.number().min(0);

/** A word for what a criterion's share of points means, from best to worst. */
export const levelSchema = z.strictObject({
  /** Share of the criterion's weight from which the word holds, 0–1. */
  min: points.max(1),
  word: z.string().min(1),
  says: z.string().min(1),
});
export type Level = z.infer<typeof levelSchema>;

export const rubricCriterionSchema = z.strictObject({
  id: z.string(),
  /** As tables print it; the id where absent. */
  title: z.string().optional(),
  weight: z.number().positive(),
  /** Findings of these categories cost points here. */
  categories: z.array(categorySchema).default([]),
  /** Ids on the signals shelf with their share: the points are their weighted mean before findings cost any. */
  signals: z.record(z.string(), z.number().positive()).default({}),
  levels: z.array(levelSchema).default([]),
});
export type RubricCriterion = z.infer<typeof rubricCriterionSchema>;

export const rubricFrontMatterSchema = z.strictObject({
  title: z.string().min(1),
  /** What a perfect batch gets; the weights sum to it. */
  scale: z.number().positive(),
  criteria: z.array(rubricCriterionSchema).min(1),
  /** Share of a criterion's weight at which its signals begin: what code gets for being there, 0–1. */
  floor: points.max(0.9).default(0),
  /** Power of the signals' mean: above 1 a half measure is worth less than half. */
  exponent: z.number().min(1).max(3).default(1),
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

/** What one signal says of one candidate: a share from 0 to 1, or null where there is nothing to measure. */
export const measuredSignalSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** What to do where it is low. */
  advice: z.string().optional(),
  value: z.number().min(0).max(1).nullable(),
  /** The value there would be if what was not found by its name stood there under another; absent where it is the same. */
  atMost: z.number().min(0).max(1).optional(),
  /** The measure in words and numbers: "9 of 10 tests can fail". */
  says: z.string(),
  /** The places that show it best, few. */
  places: z.array(placeSchema),
  /** Ids of rules whose findings count once with what this took; absent where it took nothing. */
  sameFaults: z.array(z.string()).optional(),
});
export type MeasuredSignal = z.infer<typeof measuredSignalSchema>;

/** Points by criterion, each lost point named; a criterion nobody could look at has null and its weight is shared out. */
export const scorecardSchema = z.object({
  subject: z.string(),
  rubric: z.string(),
  criteria: z.array(
    z.object({
      id: z.string(),
      points: z.number().nullable(),
      max: z.number(),
      /** Points by the bounds of the signals; absent where they are the same. */
      atMost: z.number().optional(),
      /** Word of the level reached, where the rubric has levels. */
      level: z.string().nullable().optional(),
      reasons: z.array(z.string()),
      findings: z.array(z.string()),
      /** What was measured, each with the places that show it. */
      signals: z.array(measuredSignalSchema).optional(),
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
