/** A review of a change with everything that formats have to tell apart: new and old, accepted, silenced, asked, fixed whole. */
import type { Finding } from "../../src/model/finding.js";
import type { Review } from "../../src/model/review.js";
import { finding, sampleReview } from "../reports/sample-review.js";

const step = (path: string, line: number, note: string) => ({
  path,
  lines: { start: line, end: line },
  quote: `line ${line}`,
  note,
});

export const introduced: Finding = finding({
  id: "aaaaaaaaaaa1",
  severity: "high",
  category: "security",
  title: "A name of the request reaches the shell",
  path: "app/run it.py",
  lines: { start: 12, end: 12 },
  quote: "    os.system(f'ls {name}')",
  within: "listing",
  rule: "shell-from-outside",
  cwe: [78],
  reviewers: ["security"],
  steps: [step("app/routes.py", 4, "`name` is read"), step("app/run it.py", 9, "passed on")],
  change: "introduced",
  lineHash: "39fa2ee980eb94b0:1",
  patch: { lines: { start: 12, end: 12 }, text: "    subprocess.run(['ls', name])" },
});

export const preExisting: Finding = finding({
  id: "aaaaaaaaaaa2",
  severity: "critical",
  title: "Old and bad",
  path: "app/old.py",
  lines: { start: 3, end: 4 },
  rule: "old-rule",
  change: "pre-existing",
});

export const mild: Finding = finding({
  id: "aaaaaaaaaaa3",
  severity: "medium",
  title: "Dead code",
  path: "app/old.py",
  lines: { start: 30, end: 31 },
  rule: "dead-code",
  change: "introduced",
  patch: { lines: { start: 30, end: 31 }, text: "" },
});

export const accepted: Finding = finding({
  id: "aaaaaaaaaaa4",
  severity: "critical",
  title: "Accepted by the team",
  path: "app/accepted.py",
  rule: "accepted-rule",
});

export function changedReview(fields: Partial<Review> = {}): Review {
  return sampleReview({
    rules: [
      {
        id: "shell-from-outside",
        category: "security",
        about: {
          title: "A value from outside in a shell",
          severity: "critical",
          risk: "Whoever sends it runs commands.",
          fix: "Pass a list of arguments.",
          cwe: [78, 88],
        },
      },
    ],
    findings: [introduced, mild],
    preExisting: [preExisting],
    change: {
      from: "1a2b3c4, where HEAD left origin/main",
      to: "the work tree",
      commit: null,
      files: [],
      affected: [],
      surroundings: 3,
      outside: 0,
    },
    baseline: {
      file: ".session-review/baseline.json",
      accepted: [
        {
          finding: accepted,
          entry: {
            id: accepted.id,
            rule: "accepted-rule",
            path: accepted.path,
            title: accepted.title,
            reason: "behind the firewall",
            owner: "ops",
            until: "2027-05-20",
          },
        },
      ],
      lapsed: [],
      unused: [],
    },
    questions: [
      {
        id: "aaaaaaaaaaa5",
        category: "security",
        path: "app/routes.py",
        lines: { start: 1, end: 1 },
        quote: "@app.get('/')",
        title: "A route without a check",
        confidence: 0.6,
        question: "May everybody call this?",
        risk: "Everybody does.",
        recommendation: "Check the caller.",
        also: [],
        rule: "unguarded-route",
        reviewers: ["security"],
        proof: [],
      },
    ],
    ...fields,
  });
}
