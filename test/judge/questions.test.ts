/** What a rule only asks becomes a question: counted nowhere, suppressed and limited like a finding. */
import { limitOf } from "../../src/model/profile.js";
import { beforeAll, describe, expect, test } from "vitest";
import { loadRubrics } from "../../src/catalog/load-pages.js";
import { makePlan } from "../../src/examine/make-plan.js";
import { offlineEngine } from "../../src/examine/offline-engine.js";
import { runRules } from "../../src/examine/run-rules.js";
import { runTasks } from "../../src/examine/run-tasks.js";
import { judge } from "../../src/judge/judge.js";
import { type Review, reviewSchema } from "../../src/model/review.js";
import type { Notes } from "../../src/model/plan.js";
import { cutBatches } from "../../src/survey/cut-batches.js";
import { makeReviewer, makeRule, never } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";

const [rubric] = await loadRubrics();
if (!rubric) throw new Error("no rubric");

const mark = ["session", "review", "ignore"].join("-");
const files = {
  "src/a.ts": "odd();\nplain();\n",
  "src/b.ts": `odd(); // ${mark} odd-call -- agreed\nodd();\n`,
  "src/c.ts": "faint();\n",
};

/** Asks about `odd`, is sure of `plain`, and hardly asks about `faint`. */
const oddCall = makeRule({
  id: "odd-call",
  severity: "critical",
  asks: true,
  *project(survey) {
    for (const { source, outline } of survey.files.values()) {
      for (const start of outline.mentions.get("odd") ?? [])
        yield {
          path: source.path,
          at: { start, end: start + 3 },
          issue: "Is `odd` meant?",
          also: [{ path: "src/c.ts", span: { start: 0, end: 5 }, note: "as here" }],
        };
      for (const start of outline.mentions.get("faint") ?? [])
        yield { path: source.path, at: { start, end: start + 5 }, issue: "Perhaps?", confidence: 0.1 };
    }
  },
});
const plainCall = makeRule({
  id: "plain-call",
  match: {
    typescript: ({ outline }) =>
      (outline.mentions.get("plain") ?? []).map((start) => ({
        at: { start, end: start + 5 },
        issue: "Plain.",
      })),
  },
});

/** @param alter what an engine other than the offline one makes of the notes */
async function reviewed(alter: (notes: Notes) => Notes = (notes) => notes): Promise<Review> {
  const survey = await surveyCode(files);
  const reviewers = [makeReviewer()];
  const catalog = { rules: [oddCall, plainCall], practices: [] };
  const plan = makePlan({ survey, batches: cutBatches(survey), reviewers, rules: catalog.rules, lost: [] });
  const leads = await runRules(survey, catalog, never);
  const results = await runTasks(plan.tasks, leads, offlineEngine(reviewers), {
    concurrency: 1,
    listen: () => undefined,
    signal: never,
  });
  return judge({
    kind: "batch",
    title: "A test",
    engine: "offline",
    toolVersion: "1",
    catalog,
    rubric: rubric as NonNullable<typeof rubric>,
    reviewers,
    skippedFiles: [],
    survey,
    plan,
    leads,
    results: { ...results, notes: results.notes.map(alter) },
    limit: limitOf("standard", undefined),
    isInterrupted: false,
  });
}

describe("a rule that asks", () => {
  let review: Review;
  beforeAll(async () => {
    review = await reviewed();
  });

  test("raises questions and no findings", () => {
    expect(review.findings.map(({ rule }) => rule)).toEqual(["plain-call"]);
    expect(review.questions?.map(({ path, lines }) => [path, lines?.start])).toEqual([
      ["src/a.ts", 1],
      ["src/b.ts", 2],
    ]);
  });

  test("each with id, quote, question and the other places", () => {
    expect(review.questions?.[0]).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{12}$/),
      quote: "odd();",
      question: "Is `odd` meant?",
      also: [{ path: "src/c.ts", lines: { start: 1, end: 1 }, quote: "faint();", note: "as here" }],
    });
  });

  test("costs no points", () => {
    const [card] = review.scorecards;
    expect(card?.criteria.flatMap(({ findings }) => findings)).toEqual(review.findings.map(({ id }) => id));
  });

  test("what is suppressed or too faint is listed as dropped", () => {
    expect(review.dropped.map(({ path, stage }) => `${path} ${stage}`)).toEqual([
      "src/b.ts suppress",
      "src/c.ts limit",
    ]);
    expect(review.suppressions.map(({ status }) => status)).toEqual(["used"]);
  });

  test("the document keeps to its schema, and the rule's page is in it", () => {
    expect(() => reviewSchema.parse(review)).not.toThrow();
    expect(review.rules?.find(({ id }) => id === "odd-call")?.about).toBeDefined();
  });
});

test("what a model says of a question stands beside it", async () => {
  const review = await reviewed((notes) => ({
    ...notes,
    claims: notes.claims.map((claim) =>
      claim.asks ? { ...claim, models: ["m"], opinion: "info", because: "It is meant." } : claim,
    ),
  }));
  expect(review.questions?.[0]?.answers).toEqual([
    { reviewer: "security", severity: "info", model: "m", reason: "It is meant." },
  ]);
  expect(review.findings).toHaveLength(1);
});
