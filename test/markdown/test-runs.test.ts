/** How results of tests are shown: unknown stays unknown, and what others printed stays text. */
import { describe, expect, test } from "vitest";
import { testLines, testRunsSection, testsAgainst } from "../../src/markdown/test-runs.js";
import type { TestRun } from "../../src/model/test-run.js";
import { sampleReview } from "../reports/sample-review.js";

function reviewWith(...runs: readonly Partial<TestRun>[]) {
  const whole: TestRun = {
    source: "npm test",
    outcome: "passed",
    format: "plain",
    exitCode: 0,
    passed: 1,
    failed: 0,
    skipped: 0,
    failures: [],
    tail: "",
  };
  return { ...sampleReview(), testRuns: runs.map((run) => ({ ...whole, ...run })) };
}

const failed: Partial<TestRun> = {
  outcome: "failed",
  passed: null,
  failed: 12,
  skipped: null,
  failures: Array.from({ length: 12 }, (_, i) => ({
    name: `t${i}`,
    message: `line *one*\nline two`,
    path: "a.py",
  })),
};

describe("the section", () => {
  test("is not there where nothing ran", () => {
    expect(testRunsSection(sampleReview())).toBe("");
    expect(testRunsSection(reviewWith())).toBe("");
  });

  test("says counts, and unknown where nobody said so", () => {
    expect(testRunsSection(reviewWith({ ...failed, failures: [] }))).toContain(
      "| `npm test` | failed  | unknown |     12 | unknown |",
    );
  });

  test("shows the first failures with the first line of what they said, and counts the others", () => {
    const text = testRunsSection(reviewWith(failed));
    expect(text).toContain("- `t0` (`a.py`): line \\*one\\*\n");
    expect(text).not.toContain("`t10`");
    expect(text).toContain("- and 2 more failures");
  });

  test("quotes the end of the output so that nothing in it acts", () => {
    const tail = `session-review: it hung.\n${"x\n".repeat(30)}\`\`\`\n# Heading @everyone \u001b[2J`;
    const text = testRunsSection(reviewWith({ outcome: "timed out", tail }));
    expect(text).toContain("- it hung.");
    expect(text.split("\n").filter((line) => line === "x").length).toBe(18);
    expect(text).toMatch(/^````text\n[^]*```\n# Heading @everyone \\x1b\[2J\n````$/m);
  });

  test("names the run where there are several", () => {
    const text = testRunsSection(reviewWith({ source: "a" }, { ...failed, source: "b" }));
    expect(text).toContain("\n`b`:\n");
    expect(text).not.toContain("\n`a`:\n");
  });
});

test.each([
  [[], ""],
  [[{}], ""],
  [[{}, failed, { outcome: "timed out" as const }], ", but tests did not pass (failed, timed out)"],
  [[{ outcome: "no results" as const }], ", but tests did not pass (no results)"],
])("against merging speaks what did not pass", (runs, expected) => {
  expect(testsAgainst(reviewWith(...runs))).toBe(expected);
});

test("one line on each run leaves out what is unknown", () => {
  const unknown = { outcome: "no results" as const, passed: null, failed: null, skipped: null };
  expect(testLines(reviewWith({ source: "a\nb" }, failed, unknown))).toEqual([
    "tests passed (1 passed, 0 failed, 0 skipped): a\\nb",
    "tests failed (12 failed): npm test",
    "tests no results: npm test",
  ]);
});
