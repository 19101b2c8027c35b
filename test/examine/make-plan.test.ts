/** Who looks at what, and the pairs nobody will look at, with the reason. */
import { describe, expect, test } from "vitest";
import { type PlanInput, makePlan } from "../../src/examine/make-plan.js";
import type { Plan } from "../../src/model/plan.js";
import type { Reviewer } from "../../src/model/reviewer.js";
import { cutBatches } from "../../src/survey/cut-batches.js";
import { makeReviewer, makeRule } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";

const security = makeReviewer();
const qa = makeReviewer({ id: "qa", categories: ["testing"] });
const pythonOnly = makeReviewer({ id: "python-only", languages: ["python"] });
const textRule = makeRule({ match: { text: () => [] } });
const testingRule = makeRule({ id: "testing-rule", category: "testing", match: { typescript: () => [] } });

async function planFor(
  files: Readonly<Record<string, string>>,
  reviewers: readonly Reviewer[],
  lost: PlanInput["lost"] = [],
): Promise<Plan> {
  const survey = await surveyCode(files);
  return makePlan({ survey, batches: cutBatches(survey), reviewers, rules: [textRule, testingRule], lost });
}

const pairs = (list: Plan["skipped"]): readonly string[] =>
  list.map(({ path, reviewer }) => `${path} ${reviewer}`);

test("one task a batch and reviewer", async () => {
  const plan = await planFor({ "a.ts": "", "b.ts": "" }, [security, qa]);
  expect(plan.reviewers).toEqual(["security", "qa"]);
  expect(plan.tasks).toEqual([
    { id: "batch-1/security", batch: "batch-1", reviewer: "security", paths: ["a.ts", "b.ts"] },
    { id: "batch-1/qa", batch: "batch-1", reviewer: "qa", paths: ["a.ts", "b.ts"] },
  ]);
  expect([plan.skipped, plan.failed]).toEqual([[], []]);
});

test("a parsed language without rules of a reviewer is skipped by it, and said so", async () => {
  const plan = await planFor({ "a.py": "" }, [security, qa]);
  expect(plan.skipped).toEqual([
    { path: "a.py", reviewer: "qa", reason: "this reviewer has no rules for the language yet" },
  ]);
});

describe("reviewers of some languages", () => {
  test("are given only their files, and the others are named", async () => {
    const plan = await planFor({ "a.ts": "", "b.py": "" }, [pythonOnly]);
    expect(plan.tasks.map(({ paths }) => paths)).toEqual([["b.py"]]);
    expect(plan.skipped).toEqual([
      { path: "a.ts", reviewer: "python-only", reason: "this reviewer looks at python only" },
    ]);
  });

  test("have no task without files", async () => {
    expect((await planFor({ "a.ts": "" }, [pythonOnly])).tasks).toEqual([]);
  });

  test("do not fail for a broken file that is not theirs", async () => {
    const plan = await planFor({ "a.ts": "f(" }, [pythonOnly, security]);
    expect(pairs(plan.failed)).toEqual(["a.ts security"]);
    expect(pairs(plan.skipped)).toEqual(["a.ts python-only"]);
  });
});

test("text files are for reviewers with text rules", async () => {
  const plan = await planFor({ "notes.txt": "one" }, [security, qa]);
  expect(plan.skipped).toEqual([
    {
      path: "notes.txt",
      reviewer: "qa",
      reason: "no parser for this language, and this reviewer has no text rules",
    },
  ]);
});

test("files that could not be read have failed for everybody", async () => {
  const plan = await planFor({ "a.ts": "" }, [security, qa], [{ path: "z.ts", reason: "EACCES" }]);
  expect(plan.failed).toEqual([
    { path: "z.ts", reviewer: "security", reason: "EACCES" },
    { path: "z.ts", reviewer: "qa", reason: "EACCES" },
  ]);
});

test.each<[name: string, path: string, text: string, reason: RegExp]>([
  ["TypeScript", "a.ts", "a;\nf(1;\n", /^does not parse \(line 2: .*; only the text rules looked at it$/],
  ["CRLF", "a.ts", "a;\r\nf(1;\r\n", /^does not parse \(line 2: /],
  ["Python", "a.py", "x = 1\ndef f(:\n  pass\n", /line 2: `\)` is missing/],
  ["several problems", "a.ts", "f(1;\ng(2;\n", /and 1 more problem\)/],
])("a broken file has failed, with its line: %s", async (_, path, text, reason) => {
  const plan = await planFor({ [path]: text }, [security]);
  expect(plan.failed).toEqual([{ path, reviewer: "security", reason: expect.stringMatching(reason) }]);
  expect(plan.tasks).toHaveLength(1);
});

test.each([
  "fixtures/a.ts",
  "test/fixture/a.ts",
  "src/__fixtures__/a.ts",
  "testdata/a.ts",
  "x/__snapshots__/a.ts",
])("a broken fixture is skipped: %s", async (path) => {
  const plan = await planFor({ [path]: "f(" }, [security]);
  expect(plan.failed).toEqual([]);
  expect(plan.skipped).toEqual([
    { path, reviewer: "security", reason: expect.stringMatching(/broken on purpose as a fixture$/) },
  ]);
});
