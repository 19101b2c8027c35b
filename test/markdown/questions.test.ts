/** The section of questions: every kind of report has it, and what it leaves out it counts. */
import { describe, expect, test } from "vitest";
import type { Question } from "../../src/model/finding.js";
import batch from "../../src/reports/batch.js";
import digest from "../../src/reports/digest.js";
import html from "../../src/reports/html.js";
import personas from "../../src/reports/personas.js";
import readiness from "../../src/reports/readiness.js";
import { sampleReview } from "../reports/sample-review.js";

function question(part: Partial<Question> = {}): Question {
  return {
    id: "0123456789ab",
    category: "security",
    path: "app/routes.py",
    lines: { start: 3, end: 3 },
    quote: '@app.get("/a")',
    title: "Routes without a check of the caller",
    confidence: 0.6,
    question: "Are these open on purpose?",
    risk: "Strangers may call them.",
    recommendation: "Check the caller.",
    also: [{ path: "app/routes.py", lines: { start: 9, end: 9 }, quote: '@app.get("/b")', note: "GET /b" }],
    rule: "unguarded-route",
    reviewers: ["security"],
    proof: [],
    ...part,
  };
}

describe.each(Object.entries({ batch, personas, readiness, html }))("%s", (_, report) => {
  test("prints the question with its places before what was not assessed", () => {
    const text = report.render(sampleReview({ questions: [question()] }));
    expect(text).toContain("Are these open on purpose?");
    expect(text).toContain("GET /b");
    expect(text.indexOf("Are these open on purpose?")).toBeLessThan(text.lastIndexOf("Not assessed"));
  });

  test("has no such section where nothing was asked", () => {
    expect(report.render(sampleReview())).not.toMatch(/## Questions|Nothing here is counted as a finding/);
  });
});

test("the twenty-second question is counted, not lost", () => {
  const questions = Array.from({ length: 22 }, (_, i) => question({ id: String(i).padStart(12, "0") }));
  const text = batch.render(sampleReview({ questions }));
  expect(text.match(/^### Q\d+:/gm)).toHaveLength(12);
  expect(text).toContain("And 10 more questions in the JSON report: Routes without a check of the caller.");
});

test("the digest counts them", () => {
  expect(digest.render(sampleReview({ questions: [question()] }))).toContain("1 question to the author");
});

test("what a model answered is shown", () => {
  const answers = [
    { reviewer: "security", severity: "info" as const, model: "m", reason: "Open on purpose" },
  ];
  expect(batch.render(sampleReview({ questions: [question({ answers })] }))).toContain("Open on purpose.");
});
