/** The order of findings and practices: total, and the same whatever order they came in. */
import { expect, test } from "vitest";
import { mostPractices, rankFindings, rankPractices } from "../../src/judge/rank.js";
import type { Finding, Practice } from "../../src/model/finding.js";
import { makeFinding, makePracticeClaim } from "../review-parts.js";
import { seeded } from "../seeded.js";

test.each<[name: string, first: Partial<Finding>, second: Partial<Finding>]>([
  ["severity", { severity: "critical", confidence: 0.5 }, { severity: "high", confidence: 1 }],
  ["harm", { category: "concurrency", confidence: 0.6 }, { category: "redundancy", confidence: 0.9 }],
  ["confidence", { confidence: 0.9 }, { confidence: 0.8, reviewers: ["a", "b"] }],
  ["reviewers", { reviewers: ["a", "b"], category: "operations" }, { reviewers: ["a"] }],
  ["category", { category: "security", path: "z.ts" }, { category: "performance", path: "a.ts" }],
  ["path", { path: "a.ts", lines: { start: 9, end: 9 } }, { path: "b.ts" }],
  ["line", { lines: { start: 2, end: 2 }, id: "9" }, { lines: { start: 10, end: 10 }, id: "1" }],
  ["file before line", { lines: null, id: "9" }, { id: "1" }],
  ["id", { id: "1" }, { id: "2" }],
])("by %s", (_, first, second) => {
  const [one, two] = [makeFinding(first), makeFinding(second)];
  expect(rankFindings([two, one])).toEqual([one, two]);
  expect(rankFindings([one, two])).toEqual([one, two]);
});

test("any order of the same findings gives the same list", () => {
  const random = seeded(7);
  const findings = Array.from({ length: 60 }, (_, i) =>
    makeFinding({
      id: String(i),
      severity: random.pick(["critical", "high", "low"]),
      confidence: random.pick([0.5, 0.9]),
      category: random.pick(["security", "testing"]),
      path: random.pick(["a.ts", "b.ts"]),
      lines: random.pick([null, { start: 1, end: 1 }, { start: 2, end: 3 }]),
    }),
  );
  const ranked = rankFindings(findings);
  for (let i = 0; i < 20; i++) expect(rankFindings(random.shuffle(findings))).toEqual(ranked);
});

function makePractices(count: number, part: (i: number) => Partial<Practice>): readonly Practice[] {
  return Array.from({ length: count }, (_, i) => ({ ...makePracticeClaim(), reviewers: ["qa"], ...part(i) }));
}

test("a practice is praised once a file and twice in all", () => {
  const practices = makePractices(6, (i) => ({
    path: `${Math.floor(i / 2)}.ts`,
    lines: { start: i + 1, end: i + 1 },
  }));
  expect(rankPractices(practices).map(({ path, lines }) => [path, lines?.start])).toEqual([
    ["0.ts", 1],
    ["1.ts", 3],
  ]);
});

test("ten in all, the surest first", () => {
  const practices = makePractices(20, (i) => ({ practice: `practice-${i}`, confidence: i / 20 }));
  const ranked = rankPractices(practices);
  expect(ranked).toHaveLength(mostPractices);
  expect(ranked[0]?.practice).toBe("practice-19");
  expect(rankPractices([...practices].reverse())).toEqual(ranked);
});

test("every practice has its turn before one is praised twice, the rarer first", () => {
  const everywhere = makePractices(5, (i) => ({ practice: "everywhere", path: `${i}.ts`, confidence: 1 }));
  const twice = makePractices(2, (i) => ({ practice: "twice", path: `${i}.ts`, confidence: 0.8 }));
  const once = makePractices(1, () => ({ practice: "once", path: "9.ts", confidence: 0.9 }));
  const guess = makePractices(1, () => ({ practice: "guess", path: "0.ts", confidence: 0.5 }));
  const ranked = rankPractices([...guess, ...everywhere, ...twice, ...once]);
  expect(ranked.map(({ practice, path }) => `${practice} ${path}`)).toEqual([
    "once 9.ts",
    "twice 0.ts",
    "everywhere 0.ts",
    "guess 0.ts",
    "twice 1.ts",
    "everywhere 1.ts",
  ]);
});

test("many places in one file do not make a practice common", () => {
  const repeated = makePractices(4, (i) => ({
    practice: "b",
    path: "a.ts",
    lines: { start: i + 1, end: i + 1 },
  }));
  const spread = makePractices(2, (i) => ({ practice: "a", path: `${i}.ts` }));
  expect(rankPractices([...spread, ...repeated]).map(({ practice }) => practice)).toEqual(["b", "a", "a"]);
});
