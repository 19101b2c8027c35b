/** The one result document: every report, gate, baseline and follow-up reads it and nothing else. */
import { z } from "zod";
import { categorySchema } from "./category.js";
import { baselineOutcomeSchema } from "./baseline.js";
import { changeSchema } from "./change.js";
import { droppedSchema, findingSchema, practiceSchema, questionSchema } from "./finding.js";
import { followUpSchema } from "./follow-up.js";
import { kindSchema } from "./kind.js";
import { limitSchema } from "./profile.js";
import { batchSchema } from "./plan.js";
import { scorecardSchema } from "./rubric.js";
import { severitySchema } from "./severity.js";
import { skippedFileSchema } from "./source.js";
import { conformanceSchema } from "./statement.js";
import { checklistItemSchema, factsSchema } from "./survey.js";
import { testRunSchema } from "./test-run.js";
import { borrowedSchema } from "./tool-log.js";
import { trialSchema } from "./trial.js";

/** How every (file × reviewer) pair ended. The four sums equal the plan. */
export const pairStatusSchema = z.enum(["reviewed", "reused", "skipped", "failed"]);
export type PairStatus = z.infer<typeof pairStatusSchema>;

export const coverageFileSchema = z.object({
  path: z.string(),
  language: z.string(),
  lines: z.number().int(),
  /** What could look: a parser's tree, or the text alone. */
  depth: z.enum(["parsed", "text"]),
  pairs: z.array(
    z.object({ status: pairStatusSchema, reason: z.string().optional(), reviewers: z.array(z.string()) }),
  ),
});

export const coverageSchema = z.object({
  planned: z.number().int(),
  reviewed: z.number().int(),
  reused: z.number().int(),
  skipped: z.number().int(),
  failed: z.number().int(),
  files: z.array(coverageFileSchema),
});
export type Coverage = z.infer<typeof coverageSchema>;

/** An inline comment that silences a rule at one place, and what became of it. */
export const suppressionSchema = z.object({
  path: z.string(),
  line: z.number().int().positive(),
  rules: z.array(z.string()),
  reason: z.string().nullable(),
  status: z.enum(["used", "unused", "no reason", "unknown rule", "from the change"]),
  findings: z.array(z.string()),
});
export type Suppression = z.infer<typeof suppressionSchema>;

const tokens = z.number().int().nullable();

/** What the calls to one model took. Null where the server did not say or no price is known, never zero for unknown. */
export const consultationSchema = z.object({
  destination: z.string(),
  model: z.string(),
  calls: z.number().int(),
  tasks: z.object({ reviewed: z.number().int(), reused: z.number().int(), failed: z.number().int() }),
  /** Why tasks failed with this model; another one may have reviewed them. */
  failures: z.array(z.object({ reason: z.string(), tasks: z.number().int() })).optional(),
  /** What of its answers was set aside, one entry a reason: a quote from no file, a file of another batch. */
  setAside: z.array(z.object({ reason: z.string(), items: z.number().int() })).optional(),
  input: tokens,
  cacheRead: tokens,
  cacheWrite: tokens,
  output: tokens,
  /** The dearer end where a server does not tell cached tokens apart. */
  dollars: z.number().nullable(),
  /** Day or list that the prices behind `dollars` are of. */
  pricesOf: z.string().optional(),
});
export type Consultation = z.infer<typeof consultationSchema>;

export const failureSchema = z.object({
  /** What failed: a reviewer's task, a rule, a file. */
  what: z.string(),
  reason: z.string(),
  paths: z.array(z.string()),
});
export type Failure = z.infer<typeof failureSchema>;

export const reviewerSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  lens: z.string(),
  /** Classes of defect it owns whole. */
  categories: z.array(categorySchema),
  /** Ids of the findings it would see mended first, weightiest first, at most three. */
  first: z.array(z.string()),
});

export const reviewSchema = z.object({
  version: z.literal(1),
  kind: kindSchema,
  tool: z.object({ name: z.literal("session-review"), version: z.string() }),
  title: z.string(),
  engine: z.string(),
  /** True when nothing failed and nothing was interrupted. */
  isComplete: z.boolean(),
  isInterrupted: z.boolean(),
  reviewers: z.array(reviewerSummarySchema),
  /** The rules that ran, so that "no findings" can say what was looked for. */
  rules: z
    .array(
      z.object({
        id: z.string(),
        category: categorySchema,
        /** Families of languages whose trees it reads; empty where it reads any text. */
        languages: z.array(z.string()).optional(),
        /** Its page in short, for headings and for the formats that carry one; told of rules that found something. */
        about: z
          .object({
            title: z.string(),
            severity: severitySchema,
            risk: z.string(),
            fix: z.string(),
            cwe: z.array(z.number().int()).optional(),
            /** The test case that its page suggests. */
            trial: trialSchema.optional(),
          })
          .optional(),
      }),
    )
    .optional(),
  plan: z.object({ batches: z.array(batchSchema), tasks: z.number().int() }),
  coverage: coverageSchema,
  skippedFiles: z.array(skippedFileSchema),
  facts: factsSchema,
  /** Plans of the project held against its code. */
  checklist: z.array(checklistItemSchema).optional(),
  /** Documents given with `--plan`, held against the code. */
  conformance: z.array(conformanceSchema).optional(),
  /** What `--run` and `--junit` said. */
  testRuns: z.array(testRunSchema).optional(),
  /** Other tools whose results were taken as leads. */
  borrowed: z.array(borrowedSchema).optional(),
  /** The change under review; absent where whole files were. */
  change: changeSchema.optional(),
  /** In the review of a change: what its files had before it. In no count, no grade and no gate. */
  preExisting: z.array(findingSchema).optional(),
  /** Findings a team has accepted; absent where there is no baseline. */
  baseline: baselineOutcomeSchema.optional(),
  /** What became of an earlier review's findings. */
  followUp: followUpSchema.optional(),
  findings: z.array(findingSchema),
  /** What rules found that only the author can judge, most telling first; absent where nothing was. */
  questions: z.array(questionSchema).optional(),
  practices: z.array(practiceSchema),
  /** How many there were before the list was cut to the most telling ones. */
  practicesFound: z.number().int(),
  /** How sure a claim had to be. */
  limit: limitSchema.optional(),
  dropped: z.array(droppedSchema),
  suppressions: z.array(suppressionSchema),
  failures: z.array(failureSchema),
  scorecards: z.array(scorecardSchema),
  /** Models that were asked; absent where none was. */
  consultations: z.array(consultationSchema).optional(),
  /** How attempts to prove findings wrong ended; absent where no model was to make any. */
  attempts: z
    .object({
      stood: z.number().int(),
      refuted: z.number().int(),
      /** What a rule found stays, with the doubt beside it. */
      questioned: z.number().int(),
      notExamined: z.number().int(),
    })
    .optional(),
  /** What this engine cannot judge, as questions for the reader. */
  notAssessed: z.array(z.object({ reviewer: z.string(), question: z.string() })),
});
export type Review = z.infer<typeof reviewSchema>;
