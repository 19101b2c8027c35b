/** From notes to the one result document, on a small survey. */
import { beforeAll, describe, expect, test } from "vitest";
import { type JudgeInput, judge } from "../../src/judge/judge.js";
import { loadRubrics } from "../../src/catalog/load-pages.js";
import { makePlan } from "../../src/examine/make-plan.js";
import { offlineEngine } from "../../src/examine/offline-engine.js";
import { runRules } from "../../src/examine/run-rules.js";
import { runTasks } from "../../src/examine/run-tasks.js";
import { limitOf } from "../../src/model/profile.js";
import { type Review, reviewSchema } from "../../src/model/review.js";
import type { Rule } from "../../src/model/rule.js";
import { cutBatches } from "../../src/survey/cut-batches.js";
import { makePractice, makeReviewer, makeRule, never } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";

const [rubric] = await loadRubrics();
if (!rubric) throw new Error("no rubric");

const mark = ["session", "review", "ignore"].join("-");
const files = {
  "src/a.ts": 'import { used, unused } from "m";\nused(bad);\n',
  "src/b.ts": `bad(); // ${mark} bad-name -- known\nbad();\n`,
  "src/a.test.ts": "good();\n",
  "src/broken.ts": "f(1;\n",
};

/** Objects to every mention of `bad`, surely or not so surely. */
const badName = makeRule({
  id: "bad-name",
  match: {
    *typescript({ outline }) {
      for (const start of outline.mentions.get("bad") ?? []) {
        yield { at: { start, end: start + 3 }, issue: "It is bad.", confidence: start === 0 ? 0.9 : 0.95 };
        yield { at: { start, end: start + 3 }, issue: "It may be bad.", title: "A guess", confidence: 0.2 };
      }
    },
  },
});

/** Says of every import that it is unused, and lets the index decide. */
const unusedName = makeRule({
  id: "unused-name",
  category: "redundancy",
  severity: "low",
  match: {
    typescript: ({ outline, source }) =>
      outline.imports
        .flatMap(({ names }) => names)
        .map(({ span, local }) => ({
          at: span,
          issue: `\`${local}\` is not used.`,
          queries: [{ ask: "unused-in-file" as const, path: source.path, name: local }],
        })),
  },
});

const goodName = makePractice({
  id: "good-name",
  category: "testing",
  tests: "include",
  match: {
    typescript: ({ outline }) =>
      (outline.mentions.get("good") ?? []).map((start) => ({ at: { start, end: start + 4 }, issue: "" })),
  },
});

const reviewers = [
  makeReviewer({ questions: ["Who may call this?"] }),
  makeReviewer({ id: "second", categories: ["security", "redundancy", "testing"] }),
];

async function makeInput(rules: readonly Rule[], part: Partial<JudgeInput> = {}): Promise<JudgeInput> {
  const survey = await surveyCode(files);
  const catalog = { rules, practices: [goodName] };
  const lost = [{ path: "src/lost.ts", reason: "EACCES" }];
  const plan = makePlan({ survey, batches: cutBatches(survey), reviewers, rules, lost });
  const leads = await runRules(survey, catalog, never);
  const options = { concurrency: 2, listen: () => undefined, signal: never };
  return {
    kind: "batch",
    title: "A test",
    engine: "offline",
    toolVersion: "0.0.0",
    catalog,
    rubric: rubric as JudgeInput["rubric"],
    reviewers,
    skippedFiles: [{ path: "x.png", reason: "binary", proof: "NUL byte" }],
    survey,
    plan,
    leads,
    results: await runTasks(plan.tasks, leads, offlineEngine(reviewers), options),
    limit: limitOf("standard", undefined),
    isInterrupted: false,
    ...part,
  };
}

describe("a small review", () => {
  let review: Review;
  beforeAll(async () => {
    review = judge(await makeInput([badName, unusedName]));
  });

  test("is of the model's shape, and plain data", () => {
    expect(reviewSchema.parse(review)).toEqual(review);
    expect(JSON.parse(JSON.stringify(review))).toEqual(review);
  });

  test("prints what holds, ranked, with reviewers and proof", () => {
    const found = review.findings.map(({ rule, path, lines, reviewers: by, proof }) => [
      `${rule} ${path}:${lines?.start}`,
      by,
      proof.map(({ holds }) => holds),
    ]);
    expect(found).toEqual([
      ["bad-name src/a.ts:2", ["second", "security"], []],
      ["bad-name src/b.ts:2", ["second", "security"], []],
      ["unused-name src/a.ts:1", ["second"], [true]],
    ]);
  });

  test("lists what it does not print, with the reason", () => {
    expect(review.dropped.map(({ stage, path, lines }) => `${stage} ${path}:${lines?.start}`)).toEqual([
      "prove src/a.ts:1",
      "limit src/a.ts:2",
      "limit src/b.ts:1",
      "suppress src/b.ts:1",
      "limit src/b.ts:2",
    ]);
    expect(review.suppressions).toMatchObject([{ path: "src/b.ts", line: 1, status: "used" }]);
    expect(review.skippedFiles).toHaveLength(1);
  });

  test("keeps the ledger, and is not complete when a file failed", () => {
    const { planned, reviewed, reused, skipped, failed } = review.coverage;
    expect([planned, reviewed, reused, skipped, failed]).toEqual([10, 6, 0, 0, 4]);
    expect(review.isComplete).toBe(false);
    expect(review.failures).toEqual([
      {
        what: "security, second",
        reason: expect.stringMatching(/^does not parse/),
        paths: ["src/broken.ts"],
      },
      { what: "security, second", reason: "EACCES", paths: ["src/lost.ts"] },
    ]);
  });

  test("praises, asks and grades", () => {
    expect(review.practices.map(({ practice, reviewers: by }) => [practice, by])).toEqual([
      ["good-name", ["second"]],
    ]);
    expect(review.notAssessed).toEqual([{ reviewer: "security", question: "Who may call this?" }]);
    const [card] = review.scorecards;
    expect(card?.formula[0]).toContain("(5 lines ÷ 1000)");
    const printed = new Set(review.findings.map(({ id }) => id));
    expect(card?.criteria.flatMap(({ findings }) => findings).every((id) => printed.has(id))).toBe(true);
  });
});

test("a rule that broke leaves its reviewers with a failure", async () => {
  const throwing = makeRule({
    id: "throwing",
    category: "redundancy",
    match: {
      typescript: () => {
        throw new Error("out of order");
      },
    },
  });
  const review = judge(await makeInput([throwing]));
  expect(review.isComplete).toBe(false);
  expect(review.failures).toContainEqual({
    what: "second",
    reason: "the rule throwing broke: out of order",
    paths: ["src/a.ts", "src/b.ts"],
  });
});

test("no answer at all is a failure of every pair, and no grade", async () => {
  const review = judge(await makeInput([badName], { results: { notes: [], failures: [] } }));
  expect(review.coverage.failed).toBe(review.coverage.planned);
  expect(review.scorecards[0]).toMatchObject({ total: null, grade: null, verdict: null });
  expect(review.findings).toEqual([]);
});

test("an interrupted run is never complete", async () => {
  const review = judge(await makeInput([badName], { isInterrupted: true }));
  expect(review).toMatchObject({ isComplete: false, isInterrupted: true });
  expect(review.failures[0]).toMatchObject({ what: "the run" });
});

test("a secret is nowhere in the document", async () => {
  const secret = ["ghp", "0123456789abcdefABCDEF"].join("_");
  const input = await makeInput([]);
  const text = `const token = "${secret}"; bad();\n`;
  const survey = await surveyCode({ "src/a.ts": text });
  const start = text.indexOf(secret);
  const spans = [{ start, end: start + secret.length, kind: "token" }];
  const masked = {
    ...survey,
    files: new Map([...survey.files].map(([path, file]) => [path, { ...file, secrets: spans }])),
  };
  const catalog = { rules: [badName], practices: [] };
  const plan = makePlan({
    survey: masked,
    batches: cutBatches(masked),
    reviewers,
    rules: [badName],
    lost: [],
  });
  const leads = await runRules(masked, catalog, never);
  const options = { concurrency: 1, listen: () => undefined, signal: never };
  const results = await runTasks(plan.tasks, leads, offlineEngine(reviewers), options);
  const review = judge({ ...input, title: `About ${secret}`, catalog, survey: masked, plan, leads, results });
  expect(review.findings).toHaveLength(1);
  expect(JSON.stringify(review)).not.toContain(secret);
});
