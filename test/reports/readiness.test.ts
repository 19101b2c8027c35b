/** The readiness report: every finding under one number that all its sections speak of, and a verdict by its own rule. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadCatalog } from "../../src/catalog/catalog.js";
import type { Finding } from "../../src/model/finding.js";
import type { Review } from "../../src/model/review.js";
import type { Severity } from "../../src/model/severity.js";
import type { TestRun } from "../../src/model/test-run.js";
import readiness from "../../src/reports/readiness.js";
import { review as runReview } from "../../src/review.js";
import { emptyReview, finding, hostileReview, incompleteReview, sampleReview } from "./sample-review.js";

const trial = {
  name: "two updates at once",
  arrange: "a store",
  act: "run {it} twice",
  assert: "both are there",
};

/** The sample with a rule that suggests a test, and rules that looked at its language. */
function withTrial(fields: Partial<Review> = {}): Review {
  const review = sampleReview({ kind: "readiness", ...fields });
  const [first] = review.findings;
  const about = { title: "Any", severity: "high" as const, risk: "Any.", fix: "Any.", trial };
  const rules = [
    ...(review.rules ?? []).map((rule) => ({ ...rule, languages: ["python"] })),
    ...(first?.rule === undefined
      ? []
      : [{ id: first.rule, category: first.category, languages: ["python"], about }]),
  ];
  const findings = review.findings.map((each) => (each === first ? { ...each, within: "Store.save" } : each));
  return { ...review, rules, findings };
}

const reviews = {
  sample: withTrial(),
  incomplete: { ...incompleteReview(), kind: "readiness" as const },
  empty: { ...emptyReview(), kind: "readiness" as const },
  hostile: { ...hostileReview(), kind: "readiness" as const },
};

describe.each(Object.entries(reviews))("%s", (name, review) => {
  const text = readiness.render(review);

  test("golden", async () => {
    await expect(text).toMatchFileSnapshot(`../golden/readiness-${name}.md`);
  });

  test("every finding stands there once", () => {
    for (const { id } of review.findings) expect(text.split(`\`${id}\``)).toHaveLength(2);
  });

  test("numbers are dense, from worst to mildest, and each stands once in the roadmap", () => {
    const numbers = numbersIn(text);
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    const boxes = Array.from(sectionOf(text, "Roadmap").matchAll(/^- \[ \] \*\*`#(\d+)`\*\*/gm), ([, n]) =>
      Number(n),
    );
    expect(boxes.sort((a, b) => a - b)).toEqual(numbers);
  });

  test("the table counts what is printed", () => {
    const rows = sectionOf(text, "Findings by category and severity").match(/^\| \*\*Total.*$/m)?.[0] ?? "";
    expect(rows).toMatch(new RegExp(`${review.findings.length} \\|$`));
  });

  test("no heading, HTML, mention or link to an issue but the report's own; clean white space", () => {
    const own = withoutCode(text);
    expect(own).not.toMatch(/<[a-z/!?]|(?<!\w)@\w|#\d/i);
    expect(own.match(/^# /gm)).toHaveLength(1);
    const headings = own.match(/^## .*$/gm) ?? [];
    expect(new Set(headings).size).toBe(headings.length);
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toMatch(/[ \t]$/m);
    expect(text).not.toMatch(/\n\n\n/);
    expect(text).toMatch(/[^\n]\n$/);
  });

  test("rendered again from the saved document it is the same", () => {
    expect(readiness.render(structuredClone(review))).toBe(text);
  });
});

function numbersIn(text: string): readonly number[] {
  return Array.from(text.matchAll(/^### `#(\d+)`: /gm), ([, number]) => Number(number));
}

function sectionOf(text: string, heading: string): string {
  const from = text.indexOf(`\n## ${heading}`);
  if (from === -1) return "";
  const end = text.indexOf("\n## ", from + 1);
  return text.slice(from, end === -1 ? undefined : end);
}

/** What is left when fences, code spans and escaped characters are taken out. */
function withoutCode(text: string): string {
  return text
    .replaceAll(/^(`{3,})[^\n`]*\n[\s\S]*?^\1$/gm, "")
    .replaceAll(/\\[`[*_~$\\]/g, "")
    .replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
}

function found(...severities: readonly Severity[]): Review {
  const findings: Finding[] = severities.map((severity, i) =>
    finding({ id: `id${i}`, title: `Title ${i}`, severity, rule: `rule-${i}` }),
  );
  return sampleReview({ findings, notAssessed: [] });
}

/** Nothing of any kind is open: all aspects are looked at, and the tests ran. */
function settled(fields: Partial<Review> = {}): Review {
  const review = found();
  const categories = [
    "security",
    "concurrency",
    "correctness",
    "operations",
    "performance",
    "testing",
    "design",
    "idiom",
    "consistency",
    "redundancy",
    "documentation",
  ] as const;
  const rules = [
    ...categories.map((category) => ({ id: `any-${category}`, category, languages: ["python"] })),
    { id: "swallowed-error", category: "correctness" as const, languages: ["python"] },
    { id: "get-modify-set", category: "concurrency" as const, languages: ["python"] },
  ];
  const [first] = review.reviewers;
  const reviewers = first ? [{ ...first, categories: [...categories] }] : [];
  const facts = { ...review.facts, tests: [{ path: "tests/test_a.py", cases: 2 }] };
  return { ...review, rules, reviewers, facts, testRuns: [run("passed")], ...fields };
}

function withVue(facts: Review["facts"]): Review["facts"] {
  const vue = { id: "text", title: "Vue", files: 3, lines: 90, isParsed: false };
  return { ...facts, languages: [...facts.languages, vue] };
}

function run(outcome: TestRun["outcome"]): TestRun {
  const counts = { passed: 2, failed: outcome === "failed" ? 1 : 0, skipped: 0 };
  return { source: "pytest", outcome, format: "plain", exitCode: 0, ...counts, failures: [], tail: "" };
}

const contradicted: Review["conformance"] = [
  {
    path: "plan.md",
    statements: [
      {
        id: "R3",
        line: 3,
        section: null,
        text: "Two",
        verdict: "contradicted",
        reason: "Three.",
        evidence: [],
      },
    ],
  },
];
const missing: Review["conformance"] = contradicted.map((each) => ({
  ...each,
  statements: each.statements.map((statement) => ({ ...statement, verdict: "missing" as const })),
}));

describe("the verdict follows its rule", () => {
  test.each<[string, Review, string, string]>([
    ["nothing left", settled(), "READY", "low"],
    ["a critical finding", { ...settled(), findings: found("critical").findings }, "NOT READY", "critical"],
    ["a high finding", { ...settled(), findings: found("high").findings }, "NOT READY", "high"],
    [
      "a medium finding",
      { ...settled(), findings: found("medium").findings },
      "READY WITH CONDITIONS",
      "medium",
    ],
    ["a low finding", { ...settled(), findings: found("low").findings }, "READY", "low"],
    [
      "an open question",
      settled({ notAssessed: sampleReview().notAssessed }),
      "READY WITH CONDITIONS",
      "low",
    ],
    ["no tests run", settled({ testRuns: undefined }), "READY WITH CONDITIONS", "low"],
    ["failed tests", settled({ testRuns: [run("failed")] }), "NOT READY", "low"],
    ["tests that never ended", settled({ testRuns: [run("timed out")] }), "NOT READY", "low"],
    ["a contradicted plan", settled({ conformance: contradicted }), "NOT READY", "low"],
    ["an unfinished plan", settled({ conformance: missing }), "READY WITH CONDITIONS", "low"],
    ["an aspect nobody looked at", settled({ rules: [] }), "READY WITH CONDITIONS", "at least low"],
    [
      "code that no parser reads",
      settled({ facts: withVue(settled().facts) }),
      "READY WITH CONDITIONS",
      "low",
    ],
    ["an incomplete review", settled({ isComplete: false }), "NOT READY", "at least low"],
  ])("%s", (_, review, word, risk) => {
    expect(readiness.render(review)).toContain(`**Production readiness: ${word}. Risk level: ${risk}.**`);
  });

  test("who looked at no file knows no risk", () => {
    const review = settled();
    const files = review.coverage.files.map((each) => ({
      ...each,
      pairs: [{ status: "failed" as const, reason: "timed out", reviewers: ["security"] }],
    }));
    const text = readiness.render({ ...review, isComplete: false, coverage: { ...review.coverage, files } });
    expect(text).toContain("NOT READY. Risk level: unknown.");
    expect(sectionOf(text, "Verdict").match(/\| Not assessed/g)).toHaveLength(11);
    expect(text).not.toContain("- [x]");
  });
});

test("issues of one severity begin with what goes wrong in operation", () => {
  const findings = (["design", "security", "concurrency", "operations"] as const).map((category) =>
    finding({ id: category, title: `Of ${category}`, severity: "high", category, rule: `rule-${category}` }),
  );
  const text = readiness.render(sampleReview({ findings }));
  expect(text.match(/^### `#\d+`: .*$/gm)).toEqual([
    "### `#1`: Of operations",
    "### `#2`: Of concurrency",
    "### `#3`: Of security",
    "### `#4`: Of design",
  ]);
});

test("a case names the function, and silence is told where no rule knows a test", () => {
  const text = sectionOf(readiness.render(withTrial()), "Testing strategy");
  expect(text).toContain("### T1: Two updates at once (`#1`)");
  expect(text).toContain("- **Act:** Run `Store.save` twice.");
  expect(text).not.toContain("{it}");
  expect(text).toMatch(/No concrete case for `#\d/);
});

test("low findings get no case", () => {
  const review = withTrial();
  const findings = review.findings.map((each) => ({ ...each, severity: "low" as const }));
  expect(readiness.render({ ...review, findings })).not.toContain("### T1");
});

test("the twin of the seed, whole", async () => {
  const folder = await mkdtemp(join(tmpdir(), "session-review-readiness-"));
  try {
    const project = new URL("../../fixtures/projects/python-session-api/", import.meta.url);
    await cp(project, join(folder, "session-api"), { recursive: true });
    const request = { cwd: folder, paths: ["session-api"], kind: "readiness" as const };
    const result = await runReview(request, { catalog: await loadCatalog(), toolVersion: "0.1.0" });
    await expect(readiness.render(result)).toMatchFileSnapshot("../golden/readiness-session-api.md");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
