/** The pieces a review is made of, with everything a test does not speak of filled in. */
import type { Finding, PracticeClaim } from "../src/model/finding.js";
import type { Leads } from "../src/model/plan.js";
import type { Reviewer } from "../src/model/reviewer.js";
import type { PracticeRule, Rule } from "../src/model/rule.js";
import type { AttributedClaim } from "../src/judge/claims.js";

export const never = new AbortController().signal;

export function makeReviewer(part: Partial<Reviewer> = {}): Reviewer {
  return {
    id: "security",
    title: "Security",
    lens: "What can an attacker do?",
    categories: ["security"],
    rules: [],
    order: [],
    severities: {},
    scope: "batch",
    questions: [],
    page: "page",
    ...part,
  };
}

export function makeRule(part: Partial<Rule> = {}): Rule {
  return {
    id: "some-rule",
    category: "security",
    title: "Some rule",
    severity: "medium",
    confidence: 0.9,
    risk: "risk",
    fix: "fix",
    examples: [],
    ...part,
  };
}

export function makePractice(part: Partial<PracticeRule> = {}): PracticeRule {
  const { id, category, title, confidence, examples } = makeRule();
  return { id, category, title, confidence, examples, reason: "good", ...part };
}

export function makeClaim(part: Partial<AttributedClaim> = {}): AttributedClaim {
  return {
    category: "security",
    path: "a.ts",
    lines: { start: 1, end: 1 },
    quote: "const a = 1;",
    title: "Title",
    confidence: 0.9,
    origin: "rule",
    severity: "medium",
    issue: "Issue.",
    risk: "Risk.",
    recommendation: "Recommendation.",
    reviewers: ["security"],
    opinions: [],
    proof: [],
    ...(part.origin === "model" ? {} : { rule: "some-rule" }),
    ...part,
  };
}

export function makePracticeClaim(part: Partial<PracticeClaim> = {}): PracticeClaim {
  const { category, path, lines, quote, title, confidence } = makeClaim();
  return {
    category,
    path,
    lines,
    quote,
    title,
    confidence,
    practice: "some-practice",
    reason: "good",
    ...part,
  };
}

export function makeFinding(part: Partial<Finding> = {}): Finding {
  const { proof, reviewers, opinions, queries, fold, also, ...claim } = makeClaim();
  void opinions;
  void queries;
  void fold;
  return { ...claim, id: "1", also: also ?? [], reviewers: [...reviewers], proof: [...proof], ...part };
}

export function makeLeads(part: Partial<Leads> = {}): Leads {
  return { claims: [], practices: [], examined: [], failures: [], ...part };
}
