/** The result document of a comparison: what each candidate is like, who is ahead by how much, and what to build on. */
import { z } from "zod";
import { placeSchema } from "./finding.js";
import { jurySchema } from "./jury.js";
import { reviewSchema } from "./review.js";
import { rubricCriterionSchema, scorecardSchema } from "./rubric.js";
import { conformanceSchema, statementSchema } from "./statement.js";
import { testRunSchema } from "./test-run.js";

const points = z.number();

/** A point for or against a candidate, with the place that shows it where there is one. */
export const remarkSchema = z.object({
  criterion: z.string(),
  text: z.string(),
  place: placeSchema.nullable(),
  /** What to do about a weakness, as an imperative. */
  step: z.string().optional(),
});
export type Remark = z.infer<typeof remarkSchema>;

export const candidateSchema = z.object({
  /** Name in this comparison: the folder's, made unique. */
  id: z.string(),
  path: z.string(),
  /** Why it takes no part in the ranking; null for those that do. */
  problem: z.string().nullable(),
  review: reviewSchema.nullable(),
  conformance: conformanceSchema.nullable(),
  testRun: testRunSchema.nullable(),
  scorecard: scorecardSchema.nullable(),
  /** The total under 1,000 other weightings: the 5th and the 95th of 100. */
  interval: z.object({ low: points, high: points }).nullable(),
  strengths: z.array(remarkSchema),
  weaknesses: z.array(remarkSchema),
});
export type Candidate = z.infer<typeof candidateSchema>;

/** Something that another candidate has and the base lacks. */
export const graftSchema = z.object({
  from: z.string(),
  /** What it is, in words: `archival worker`. */
  name: z.string(),
  kind: z.enum(["feature", "test", "guard", "practice"]),
  criterion: z.string(),
  place: placeSchema,
  reason: z.string(),
});
export type Graft = z.infer<typeof graftSchema>;

export const rankingSchema = z.object({
  /** Ids best first; those that cannot be told apart share a place. */
  places: z.array(z.array(z.string())),
  /** Points between the first two, and between their neighbours. */
  margins: z.array(
    z.object({
      ahead: z.string(),
      behind: z.string(),
      points,
      isTie: z.boolean(),
      /** What told two apart that the points could not. */
      decidedBy: z.string().optional(),
    }),
  ),
  sensitivity: z.object({
    /** Weightings drawn at random, and in how many the order of places stayed. */
    weightings: z.number().int(),
    sameOrder: z.number().int(),
    sameFirst: z.number().int(),
    /** Criteria whose weight ± 20 % alone changes the order, with the new first. */
    turning: z.array(
      z.object({ criterion: z.string(), change: z.enum(["+20 %", "−20 %"]), first: z.string() }),
    ),
  }),
});
export type Ranking = z.infer<typeof rankingSchema>;

export const recommendationSchema = z.object({
  /** Null where no candidate could be scored. */
  base: z.string().nullable(),
  reasons: z.array(z.string()),
  grafts: z.array(graftSchema),
  /** The base's own weaknesses, in the order in which to mend them. */
  repairs: z.array(remarkSchema),
});
export type Recommendation = z.infer<typeof recommendationSchema>;

/** One judgement by a model: a level on a criterion with the lines it rests on, or one of two candidates. */
export const judgementSchema = z.object({
  judge: z.string(),
  candidate: z.string(),
  criterion: z.string(),
  level: z.string().nullable(),
  /** Weight × the share that the level stands for. */
  points: points.nullable(),
  evidence: z.array(placeSchema),
  /** Why it does not count; null where it does. */
  discarded: z.string().nullable(),
  /** The second look, without praise, is the one that counts where there was anything to take out. */
  look: z.enum(["as written", "without praise"]).optional(),
  /** In the judge's words. */
  reason: z.string().optional(),
});
export type Judgement = z.infer<typeof judgementSchema>;

export const pairwiseSchema = z.object({
  judge: z.string(),
  first: z.string(),
  second: z.string(),
  /**
   * With `first` shown first, then with `second` shown first; each names the candidate that is better, not its position.
   */
  verdicts: z.array(z.enum(["first", "second", "tie"])),
  reason: z.string(),
});
export type Pairwise = z.infer<typeof pairwiseSchema>;

export const comparisonSchema = z.object({
  version: z.literal(1),
  kind: z.literal("comparison"),
  tool: z.object({ name: z.literal("session-review"), version: z.string() }),
  title: z.string(),
  engine: z.string(),
  isComplete: z.boolean(),
  isInterrupted: z.boolean(),
  task: z
    .object({
      path: z.string(),
      /** True where nobody named it and it lay beside the candidates. */
      isFound: z.boolean().optional(),
      statements: z.array(statementSchema),
    })
    .nullable(),
  rubric: z.object({
    id: z.string(),
    title: z.string(),
    scale: z.number(),
    criteria: z.array(rubricCriterionSchema),
  }),
  candidates: z.array(candidateSchema),
  ranking: rankingSchema,
  recommendation: recommendationSchema,
  /** Present where models judged. */
  judgements: z.array(judgementSchema).optional(),
  pairwise: z.array(pairwiseSchema).optional(),
  jury: jurySchema.optional(),
});
export type Comparison = z.infer<typeof comparisonSchema>;
