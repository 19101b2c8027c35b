/** What a reviewer names first: the worst by its own page, then by its own order. */
import { expect, test } from "vitest";
import { prioritiesOf } from "../../src/judge/priorities.js";
import type { Finding } from "../../src/model/finding.js";
import { makeFinding, makeReviewer } from "../review-parts.js";

const reviewer = makeReviewer({ id: "qa", order: ["weighty-rule", "testing", "design"] });

const own = (id: string, part: Partial<Finding> = {}): Finding =>
  makeFinding({ id, reviewers: ["qa"], rule: "any-rule", category: "design", ...part });

test.each<[name: string, findings: readonly Finding[], first: readonly string[]]>([
  ["nothing", [], []],
  ["another reviewer's", [own("a", { reviewers: ["security"] })], []],
  ["severity before order", [own("a", { rule: "weighty-rule" }), own("b", { severity: "high" })], ["b", "a"]],
  ["its order among equals", [own("a"), own("b", { category: "testing" })], ["b", "a"]],
  [
    "a rule before its category",
    [own("a", { category: "testing" }), own("b", { rule: "weighty-rule" })],
    ["b", "a"],
  ],
  ["what is not named last", [own("a", { category: "security" }), own("b")], ["b", "a"]],
  ["as ranked where nothing decides", [own("b"), own("a")], ["b", "a"]],
  ["three at most", ["a", "b", "c", "d"].map((id) => own(id)), ["a", "b", "c"]],
  [
    "its own severity",
    [own("a"), own("b", { opinions: [{ reviewer: "qa", severity: "critical" }] })],
    ["b", "a"],
  ],
])("%s", (_, findings, first) => {
  expect(prioritiesOf(reviewer, findings)).toEqual(first);
});
