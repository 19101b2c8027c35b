/** One finding for each defect, with all its reviewers and places, under an id that lasts. */
import { describe, expect, test } from "vitest";
import { merge } from "../../src/judge/merge.js";
import type { Severity } from "../../src/model/severity.js";
import { makeClaim } from "../review-parts.js";

const lines = (start: number, end = start) => ({ start, end });

describe("what is one defect", () => {
  const one = makeClaim({ lines: lines(3) });
  test.each<[name: string, other: Parameters<typeof makeClaim>[0], findings: number]>([
    ["the same rule, place and issue", { lines: lines(3), reviewers: ["qa"] }, 1],
    ["another issue at the place", { lines: lines(3), issue: "Other." }, 2],
    ["another rule at the place", { lines: lines(3), rule: "other-rule" }, 2],
    ["another place", { lines: lines(4) }, 2],
    ["another file", { lines: lines(3), path: "b.ts" }, 2],
    ["a model's, same category and place", { origin: "model", lines: lines(3), issue: "Other." }, 1],
    ["a model's, overlapping from above", { origin: "model", lines: lines(1, 3) }, 1],
    ["a model's, overlapping from below", { origin: "model", lines: lines(3, 9) }, 1],
    ["a model's, beside it", { origin: "model", lines: lines(4) }, 2],
    ["a model's, another category", { origin: "model", lines: lines(3), category: "testing" }, 2],
    ["a model's, about the file", { origin: "model", lines: null }, 2],
  ])("%s", (_, other, findings) => {
    expect(merge([one, makeClaim(other)])).toHaveLength(findings);
    expect(merge([makeClaim(other), one])).toEqual(merge([one, makeClaim(other)]));
  });

  test("what one says and another says with a sentence more is said once", () => {
    const claims = ["It is so.", "It is so. A check may not be enough."].map((issue) =>
      makeClaim({ origin: "model", issue, title: issue }),
    );
    expect(merge(claims).map(({ issue }) => issue)).toEqual(["It is so. A check may not be enough."]);
  });

  test("two models' claims at one place", () => {
    const claims = ["One.", "Two."].map((issue) => makeClaim({ origin: "model", issue, title: issue }));
    expect(merge(claims)).toHaveLength(1);
  });
});

test("a merged finding keeps reviewers, rule, proof, the worst severity and the greatest confidence", () => {
  const query = { ask: "untested" as const, path: "a.ts", name: "x" };
  const proof = [{ query, holds: true, evidence: "none" }];
  const [finding] = merge([
    makeClaim({ severity: "low", confidence: 0.9, reviewers: ["security"], cwe: [79], proof }),
    makeClaim({
      origin: "model",
      severity: "high",
      confidence: 0.6,
      reviewers: ["qa"],
      issue: "Worse.",
      risk: "Great.",
    }),
  ]);
  expect(finding).toMatchObject({
    origin: "both",
    rule: "some-rule",
    severity: "high",
    risk: "Great.",
    confidence: 0.9,
    cwe: [79],
    issue: "Issue. Worse.",
    reviewers: ["qa", "security"],
    proof,
  });
});

describe("severity", () => {
  const opinions = (reviewer: string, severity: Severity) => [{ reviewer, severity }];

  test("is one, with the reviewers who see it otherwise", () => {
    const [finding] = merge([
      makeClaim({ severity: "low", reviewers: ["qa"], opinions: opinions("qa", "low") }),
      makeClaim({
        origin: "model",
        severity: "medium",
        reviewers: ["security"],
        opinions: opinions("security", "medium"),
      }),
    ]);
    expect(finding).toMatchObject({ severity: "medium", opinions: opinions("qa", "low") });
  });

  test("is the rule's own where a reviewer's page answers otherwise", () => {
    const claim = makeClaim({
      severity: "medium",
      reviewers: ["qa", "security"],
      opinions: [...opinions("qa", "medium"), ...opinions("security", "high")],
    });
    expect(merge([claim])[0]).toMatchObject({ severity: "medium", opinions: opinions("security", "high") });
  });

  test("says nothing of opinions where all agree", () => {
    const claim = makeClaim({ opinions: opinions("security", "medium") });
    expect(merge([claim])[0]).not.toHaveProperty("opinions");
  });
});

describe("folding", () => {
  const hits = [9, 2, 5, 7, 4, 1].map((line) =>
    makeClaim({ fold: "file", lines: lines(line), quote: `line ${line}`, issue: `At ${line}.` }),
  );

  test("all hits of a file are one finding, its places with their notes", () => {
    const [finding, ...more] = merge(hits);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ lines: lines(1), quote: "line 1" });
    expect(finding?.issue).toBe("At 1. At 2. At 4. At 5. And 2 more in this file.");
    expect(finding?.also.map(({ lines: at, note }) => [at?.start, note])).toEqual(
      [2, 4, 5, 7, 9].map((line) => [line, `At ${line}.`]),
    );
  });

  test("each file has its own", () => {
    expect(merge([...hits, makeClaim({ fold: "file", path: "b.ts" })])).toHaveLength(2);
  });

  test("one hit needs no note", () => {
    expect(merge(hits.slice(0, 1))[0]?.also).toEqual([]);
  });
});

describe("ids", () => {
  const idsOf = (claims: Parameters<typeof merge>[0]): readonly string[] => merge(claims).map(({ id }) => id);

  test.each<[name: string, change: Parameters<typeof makeClaim>[0], isSame: boolean]>([
    ["moved lines", { lines: lines(40) }, true],
    ["another indent", { quote: "\t const a = 1;\r\n" }, true],
    ["other severity and wording", { severity: "low", title: "T", issue: "I", confidence: 0.6 }, true],
    ["another reviewer", { reviewers: ["qa"] }, true],
    ["another quote", { quote: "const b = 1;" }, false],
    ["another file", { path: "b.ts" }, false],
    ["another rule", { rule: "other-rule" }, false],
    ["another category", { category: "testing" }, false],
  ])("%s", (_, change, isSame) => {
    expect(idsOf([makeClaim(change)])[0] === idsOf([makeClaim()])[0]).toBe(isSame);
  });

  test("repeated quotes have their own, by the order they stand in", () => {
    const claims = [1, 5, 9].map((line) => makeClaim({ lines: lines(line) }));
    const ids = idsOf(claims);
    expect(new Set(ids).size).toBe(3);
    expect(idsOf([...claims].reverse())).toEqual(ids);
    expect(
      idsOf(claims.map((claim) => ({ ...claim, lines: lines((claim.lines?.start ?? 0) + 30) }))),
    ).toEqual(ids);
  });

  test("a folded finding keeps its id when hits come and go", () => {
    const hit = (line: number) => makeClaim({ fold: "file", lines: lines(line), quote: `line ${line}` });
    expect(idsOf([hit(1), hit(2)])).toEqual(idsOf([hit(2), hit(3)]));
  });
});

test("of two ways to one place the shorter is kept", () => {
  const step = (path: string) => ({ path, lines: lines(1), quote: "x", note: "x is read" });
  const long = makeClaim({ steps: [step("a.ts"), step("b.ts"), step("c.ts")] });
  const short = makeClaim({ steps: [step("d.ts"), step("c.ts")], reviewers: ["qa"] });
  expect(merge([long, short])).toMatchObject([{ steps: [{ path: "d.ts" }, { path: "c.ts" }] }]);
  expect(merge([makeClaim({})])[0]).not.toHaveProperty("steps");
});
