/** The personas report: every finding once, under a number that the rest of the report can speak of. */
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/model/finding.js";
import type { Review } from "../../src/model/review.js";
import type { Severity } from "../../src/model/severity.js";
import personas from "../../src/reports/personas.js";
import {
  coverageOf,
  emptyReview,
  file,
  finding,
  hostileReview,
  incompleteReview,
  sampleReview,
} from "./sample-review.js";

const reviews = {
  sample: sampleReview({ kind: "personas" }),
  incomplete: { ...incompleteReview(), kind: "personas" as const },
  empty: { ...emptyReview(), kind: "personas" as const },
  hostile: { ...hostileReview(), kind: "personas" as const },
};
const cases = Object.entries(reviews);

const tiers: readonly (readonly [string, readonly Severity[]])[] = [
  ["B", ["critical", "high"]],
  ["C", ["medium"]],
  ["S", ["low", "info"]],
];

const known = [
  "Files reviewed",
  "Executive summary",
  "Blockers (must be fixed before merging)",
  "Concerns (should be addressed)",
  "Suggestions (nice to have)",
  "Findings",
  "Good practices",
  "Reviewers",
  "Not assessed",
  "Priority actions",
  "Coverage",
  "Summary",
  "Conclusion",
].map((heading) => `## ${heading}`);

describe.each(cases)("%s", (name, review) => {
  const text = personas.render(review);

  test("golden", async () => {
    await expect(text).toMatchFileSnapshot(`../golden/personas-${name}.md`);
  });

  test("every finding stands there once, in the tier of its severity", () => {
    for (const [letter, severities] of tiers) {
      const ids = review.findings.filter(({ severity }) => severities.includes(severity)).map(({ id }) => id);
      expect(idsIn(tierOf(text, letter), review).sort()).toEqual(ids.sort());
    }
  });

  test("numbers are dense, and each has its place in the priority actions", () => {
    const actions = sectionOf(text, "Priority actions");
    for (const [letter] of tiers) {
      const numbers = numbersIn(text, letter);
      expect(numbers).toEqual(numbers.map((_, i) => `${letter}${i + 1}`));
      for (const number of numbers) expect(actions.split(`**${number}:**`)).toHaveLength(2);
    }
    const steps = Array.from(actions.matchAll(/^(\d+)\. /gm), ([, step]) => Number(step));
    expect(steps).toEqual(steps.map((_, i) => i + 1));
    expect(steps).toHaveLength(text.match(/^### [BCS]\d+: /gm)?.length ?? 0);
  });

  test("counts equal the list", () => {
    const summary = sectionOf(text, "Executive summary");
    const words = { B: "blocker", C: "concern", S: "suggestion" };
    for (const [letter, word] of Object.entries(words)) {
      const told = Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0);
      expect(told).toBe(numbersIn(text, letter).length);
    }
    expect(text).toContain(`- Total issues: ${review.findings.length}\n`);
  });

  test("each reviewer's findings are counted by severity", () => {
    const rows = sectionOf(text, "Reviewers")
      .split("\n")
      .filter((line) => line.startsWith("| "))
      .slice(2);
    const raised = review.findings.flatMap(({ reviewers }) => reviewers).length;
    const told = rows.flatMap((row) =>
      row
        .split(/(?<!\\)\|/)
        .slice(3, -3)
        .map(Number),
    );
    expect(told.reduce((a, b) => a + b, 0)).toBe(raised);
  });

  test("no trailing spaces, one line feed at the end, no blank lines in a row", () => {
    expect(text).not.toMatch(/[ \t]$/m);
    expect(text).toMatch(/[^\n]\n$/);
    expect(text).not.toMatch(/\n\n\n/);
  });

  test("no heading, HTML or runner command but the report's own", () => {
    const own = withoutCode(text);
    expect(own).not.toMatch(/<[a-z/!?]|(?<!\w)@\w|#\d/i);
    expect(own.match(/^# /gm)).toHaveLength(1);
    const headings = own.match(/^## .*$/gm) ?? [];
    expect(headings.filter((heading) => !known.includes(heading))).toEqual([]);
    expect(new Set(headings).size).toBe(headings.length);
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toMatch(/(?!\n|\t)[\p{Cc}\p{Cf}]/u);
  });

  test("rendering twice gives the same text", () => {
    expect(personas.render(structuredClone(review))).toBe(text);
  });
});

/** What is left when fences, code spans and escaped characters are taken out. */
function withoutCode(text: string): string {
  return text
    .replaceAll(/^(`{3,})[^\n`]*\n[\s\S]*?^\1$/gm, "")
    .replaceAll(/\\[`[*_~$\\]/g, "")
    .replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
}

function sectionOf(text: string, heading: string): string {
  const from = text.indexOf(`\n## ${heading}`);
  if (from === -1) return "";
  const end = text.indexOf("\n## ", from + 1);
  return text.slice(from, end === -1 ? undefined : end);
}

function tierOf(text: string, letter: string): string {
  return sectionOf(text, { B: "Blockers", C: "Concerns", S: "Suggestions" }[letter] ?? "");
}

function numbersIn(text: string, letter: string): readonly string[] {
  return Array.from(tierOf(text, letter).matchAll(/^### ([BCS]\d+): /gm), ([, number]) => number ?? "");
}

function idsIn(text: string, { findings }: Review): string[] {
  return findings.flatMap(({ id }) => Array.from(text.matchAll(new RegExp(`\`${id}\``, "g")), () => id));
}

function withSeverities(...severities: readonly Severity[]): Review {
  const findings: Finding[] = severities.map((severity, i) =>
    finding({ id: `id${i}`, title: `Title ${i}`, severity, rule: `rule-${i}` }),
  );
  return sampleReview({ findings, notAssessed: [] });
}

describe("the recommendation", () => {
  test.each<[readonly Severity[], string]>([
    [["critical"], "fix B1 before merging."],
    [["critical", "high"], "fix B1 and B2 before merging."],
    [["critical", "high", "high", "medium"], "fix B1–B3 before merging. Address C1 next."],
    [["medium", "medium", "low"], "no finding stands against merging. Address C1 and C2 soon. S1 can wait."],
    [["low", "low", "info"], "no finding stands against merging. S1–S3 can wait."],
    [[], "no finding stands against merging."],
  ])("%j", (severities, expected) => {
    const text = personas.render(withSeverities(...severities));
    expect(text).toContain(`## Conclusion\n\n**Recommendation:** ${expected}\n`);
  });

  test.each<[readonly Severity[], string]>([
    [["high"], "fix B1 before merging, and have the rest reviewed."],
    [["low"], "have the rest reviewed before merging; what was looked at holds no blocker. S1 can wait."],
  ])("%j in an incomplete review", (severities, expected) => {
    const text = personas.render({ ...withSeverities(...severities), isComplete: false });
    expect(text).toMatch(/^> \*\*INCOMPLETE\./);
    expect(text).toContain(`**Recommendation:** ${expected}\n`);
  });

  test("an open question is not forgotten over a clean list", () => {
    expect(personas.render(sampleReview({ findings: [] }))).toContain(
      "no finding stands against merging, and the questions under “Not assessed” are still open.",
    );
  });

  test("none for a review that looked at nothing", () => {
    const nobody = coverageOf([
      file("a.py", { pairs: [{ status: "failed", reason: "timed out", reviewers: ["qa"] }] }),
    ]);
    const text = personas.render({ ...emptyReview(), isComplete: false, coverage: nobody });
    expect(text).toContain("**Recommendation:** none, because no file was looked at.");
    expect(text).toContain("QA (0 of 1 file)");
    expect(text).not.toContain("Nothing was found");
  });
});

test("an empty tier says so, and in an incomplete review how far that goes", () => {
  expect(personas.render(withSeverities("low"))).toContain("before merging)\n\nNone.\n");
  expect(personas.render({ ...withSeverities("low"), isComplete: false })).toContain(
    "before merging)\n\nNone in what was looked at.\n",
  );
});

test("the same remark many times is one number", () => {
  const findings = Array.from({ length: 5 }, (_, i) =>
    finding({
      id: `id${i}`,
      title: "Broad exception",
      severity: "high",
      rule: "broad-except",
      path: `${i}.py`,
    }),
  );
  const text = personas.render(sampleReview({ findings }));
  expect(numbersIn(text, "B")).toEqual(["B1"]);
  expect(text).toContain("- **Locations:** 5 in 5 files\n");
  expect(text).toContain("raised 1 blocker, from 5 findings.");
});

test("a plan is held against the code item by item", () => {
  const page = personas.render(
    sampleReview({
      kind: "personas",
      checklist: [
        {
          path: "plan.md",
          line: 3,
          text: "Add `get_state/1`",
          isDone: true,
          names: [{ name: "get_state/1", place: { path: "lib/state.ex", line: 12 } }],
        },
        {
          path: "plan.md",
          line: 4,
          text: "Add <b>health</b>",
          isDone: true,
          names: [{ name: "health_check/1", place: null }],
        },
        { path: "plan.md", line: 5, text: "Later", isDone: false, names: [{ name: "x_y", place: null }] },
      ],
    }),
  );
  const section = /## Plan against code\n[\s\S]*?(?=\n## )/.exec(page)?.[0] ?? "";
  expect(section).toContain("2 items marked as done, 1 of them found");
  expect(section).toMatch(/\| Add .*get_state\/1.* \(line 3\)\s+\| done\s+\| `lib\/state\.ex:12`/);
  expect(section).toMatch(/health.* \(line 4\)\s+\| done\s+\| `health_check\/1` not found/);
  expect(section).toMatch(/\| Later \(line 5\)\s+\| open/);
  expect(section).not.toContain("<b>");
});

test("tests are counted by file, the largest first, and said not to be run", () => {
  const { facts } = sampleReview({});
  const tests = [
    { path: "test/a.test.ts", cases: 2 },
    { path: "test/b.test.ts", cases: 27 },
  ];
  const page = personas.render(sampleReview({ kind: "personas", facts: { ...facts, tests } }));
  expect(page).toMatch(
    /## Tests\n\n29 tests in 2 files, counted and not run\..*\n\n- `test\/b\.test\.ts`: 27 tests\n- `test\/a/,
  );
});
