/** Findings for tests of the browser. */
import type { Finding } from "../../../src/model/finding.js";

export function finding(change: Partial<Finding> = {}): Finding {
  return {
    id: "0123456789ab",
    category: "security",
    path: "src/a.ts",
    lines: { start: 3, end: 3 },
    quote: "run(text)",
    title: "Text run as code",
    confidence: 0.8,
    severity: "high",
    issue: "The text is run.",
    risk: "Whoever sends it decides.",
    recommendation: "Do not run it.",
    also: [],
    origin: "rule",
    rule: "dynamic-code",
    reviewers: ["security"],
    proof: [],
    ...change,
  };
}

/** One a severity, in two files, found by two reviewers. */
export const four: readonly Finding[] = [
  finding({ id: "000000000001", severity: "critical", title: "First", path: "src/a.ts" }),
  finding({ id: "000000000002", severity: "high", title: "Second", path: "src/b.ts", reviewers: ["qa"] }),
  finding({ id: "000000000003", severity: "medium", title: "Third", path: "src/a.ts", rule: "slow-loop" }),
  finding({
    id: "000000000004",
    severity: "low",
    title: "Fourth",
    path: "src/b.ts",
    reviewers: ["qa", "security"],
  }),
];
