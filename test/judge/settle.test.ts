/** Collecting, proving and limiting claims. */
import { limitOf } from "../../src/model/profile.js";
import { expect, test } from "vitest";
import { collectClaims } from "../../src/judge/claims.js";
import { limit } from "../../src/judge/limit.js";
import { prove } from "../../src/judge/prove.js";
import type { Claim } from "../../src/model/finding.js";
import { makeClaim } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";

function plain(part: Partial<Claim> = {}): Claim {
  const { reviewers, proof, ...claim } = makeClaim(part);
  void reviewers;
  void proof;
  return claim;
}

test("the same claim of several reviewers is one, with all of them in order", () => {
  const note = (task: string, claims: Claim[]) => ({ task, reviewed: [], claims, practices: [] });
  const claims = collectClaims(
    [note("1", [plain(), plain({ issue: "Other." })]), note("2", [plain()]), note("3", [plain()])],
    (task) => ({ 1: "security", 2: "qa", 3: "qa" })[task] ?? "",
  );
  expect(claims.map(({ issue, reviewers }) => [issue, reviewers])).toEqual([
    ["Issue.", ["qa", "security"]],
    ["Other.", ["security"]],
  ]);
});

test("answers become proof; a contradicted claim is dropped with the answer that killed it", async () => {
  const { index } = await surveyCode({ "a.ts": 'import { used, unused } from "m";\nused();\n' });
  const ask = (name: string) => ({ ask: "unused-in-file" as const, path: "a.ts", name });
  const { kept, dropped } = prove(
    [
      makeClaim({ title: "none" }),
      makeClaim({ title: "true", queries: [ask("unused")] }),
      makeClaim({ title: "false", queries: [ask("unused"), ask("used")] }),
    ],
    index,
  );
  expect(kept.map(({ title, proof }) => [title, proof.map(({ evidence }) => evidence)])).toEqual([
    ["none", []],
    ["true", ["the symbol index has 0 references to `unused` in a.ts"]],
  ]);
  expect(dropped).toEqual([
    {
      title: "false",
      path: "a.ts",
      lines: { start: 1, end: 1 },
      rule: "some-rule",
      reviewers: ["security"],
      stage: "prove",
      reason: 'asked "unused-in-file": the symbol index has 1 reference to `used` in a.ts',
    },
  ]);
});

test("a contradicted version is dropped; one that no lock file decides is set aside with its reason", async () => {
  const text = '{"packages":{"node_modules/lodash":{"version":"4.17.21"}}}';
  const { index } = await surveyCode({ "a.ts": "a();", "a.rs": "" }, [{ path: "package-lock.json", text }]);
  const ask = (path: string, version: string) => ({
    title: `${path} ${version}`,
    queries: [{ ask: "locked-version" as const, path, name: "lodash", version }],
  });
  const { kept, dropped } = prove(
    [ask("a.ts", "4.17.15"), ask("a.ts", "4.17.21"), ask("a.rs", "1.0.0")].map(makeClaim),
    index,
  );
  expect(kept.map(({ title, confidence }) => [title, confidence])).toEqual([
    ["a.ts 4.17.21", 0.9],
    ["a.rs 1.0.0", 0.4],
  ]);
  expect(dropped.map(({ reason }) => reason)).toEqual([
    'asked "locked-version": package-lock.json has `lodash` at 4.17.21',
  ]);
  expect(limit(kept, limitOf("standard", 0.5)).dropped.map(({ reason }) => reason)).toEqual([
    "confidence 0.4 is below 0.5; not checked: no lock file fixes a version of `lodash` for a.rs",
  ]);
});

test.each<[confidence: number, isKept: boolean]>([
  [0.49, false],
  [0.5, true],
  [1, true],
])("confidence %d against 0.5", (confidence, isKept) => {
  const { kept, dropped } = limit([makeClaim({ confidence })], limitOf("standard", 0.5));
  expect(kept).toHaveLength(isKept ? 1 : 0);
  expect(dropped.map(({ stage, reason }) => [stage, reason])).toEqual(
    isKept ? [] : [["limit", `confidence ${confidence} is below 0.5`]],
  );
});
