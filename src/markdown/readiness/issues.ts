/** The findings of a readiness report under the numbers by which its other sections speak of them. */
import { grouped, plural } from "../../lib/text.js";
import type { Finding } from "../../model/finding.js";
import type { Review } from "../../model/review.js";
import { type Severity, severities, severityRank } from "../../model/severity.js";
import { section } from "../document.js";
import { code, headingText } from "../escape.js";
import { gapsOf } from "../gaps.js";
import { type BlockStyle, RemarkBlocks, unplacedText } from "../remark-block.js";
import { type Remark, remarksOf } from "../remarks.js";
import { table } from "../table.js";
import { countOf, enumerate, inWords, placeCode } from "../wording.js";
import { type Aspect, aspectOf, aspects } from "./aspects.js";
import type { CheckedAspect } from "./checklist.js";

export interface Issue extends Remark {
  /** 1 is the worst. */
  readonly number: number;
  readonly aspect: Aspect;
}

/** From critical to info; within a severity what goes wrong in operation comes first. */
export function issuesOf(review: Pick<Review, "findings" | "rules">): readonly Issue[] {
  return remarksOf(review)
    .map((remark) => ({ ...remark, aspect: aspectOf(remark.first) }))
    .sort(
      (a, b) =>
        severityRank(a.first.severity) - severityRank(b.first.severity) ||
        aspects.indexOf(a.aspect) - aspects.indexOf(b.aspect),
    )
    .map((remark, i) => ({ ...remark, number: i + 1 }));
}

/** A code span, because GitHub would turn a bare `#1` into a link to an issue of the repository. */
export function numberText({ number }: Pick<Issue, "number">): string {
  return code(`#${number}`);
}

/** `#1`, `#1 and #4`, `#1–#4`; runs are drawn together. */
export function numbersText(issues: readonly Pick<Issue, "number">[]): string {
  return runsText(
    issues.map(({ number }) => number),
    (number) => numberText({ number }),
  );
}

/** Ascending numbers, three or more in a row drawn together. */
export function runsText(numbers: readonly number[], show: (number: number) => string): string {
  const runs: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run?.last === number - 1) run.last = number;
    else runs.push({ first: number, last: number });
  }
  return enumerate(
    runs.flatMap(({ first, last }) => {
      if (first === last) return [show(first)];
      return last - first === 1 ? [show(first), show(last)] : [`${show(first)}–${show(last)}`];
    }),
  );
}

export function areSevere({ first: { severity } }: Remark, wanted: readonly Severity[]): boolean {
  return wanted.includes(severity);
}

/** Critical and high findings keep code from going into production; the priorities and the verdict rest on it. */
export const blocking: readonly Severity[] = ["critical", "high"];

/** Findings by aspect and severity; an aspect nobody looked at has no zeros. */
export function severityTable({ findings }: Review, checked: readonly CheckedAspect[]): string {
  const rows = checked.map(({ aspect, isLookedAt }) => {
    const own = findings.filter((finding) => aspectOf(finding) === aspect);
    return isLookedAt || own.length > 0 ? countsRow(aspect.title, own) : notLookedAt(aspect.title);
  });
  const heads = severities.map((severity) => `${inWords(severity)}:`);
  return section(
    "## Findings by category and severity",
    table(["Category", ...heads, "Total:"], [...rows, countsRow("**Total**", findings)]),
    "Categories are those of the checklist; a finding counts where the line of the checklist stands that looks for it.",
  );
}

function countsRow(title: string, findings: readonly Finding[]): readonly string[] {
  const counts = severities.map((severity) => grouped(countOf(findings, severity)));
  return [title, ...counts, grouped(findings.length)];
}

function notLookedAt(title: string): readonly string[] {
  return [title, ...severities.map(() => "–"), "not assessed"];
}

const style: BlockStyle = {
  place: (finding) => [
    `**Location:** ${placeCode(finding)}${finding.lines ? "" : ` (${unplacedText(finding)})`}`,
    ...(finding.within === undefined ? [] : [`**Function:** ${code(finding.within)}`]),
  ],
  labels: {
    severity: "Severity",
    places: "Locations",
    reviewers: "Raised by",
    evidence: "",
    risk: "Risk",
    recommendation: "Fix",
  },
};

const tiers: readonly (readonly [heading: string, severities: readonly Severity[]])[] = [
  ["## Critical and high issues (block production deployment)", blocking],
  ["## Important issues (should be fixed next)", ["medium"]],
  ["## Minor issues", ["low", "info"]],
];

/** One section a tier; an empty one says so, and a review without findings has one section for all. */
export function issueSections(review: Review, issues: readonly Issue[], whenNone: string): readonly string[] {
  if (issues.length === 0) return [section("## Findings", whenNone)];
  const page = new RemarkBlocks(review, style);
  const none = gapsOf(review) ? "None in what was looked at." : "None.";
  return tiers.map(([heading, wanted]) => {
    const own = issues.filter((issue) => areSevere(issue, wanted));
    return section(
      heading,
      ...(own.length === 0 ? [none] : own.map((issue) => page.block(headingOf(issue), issue))),
    );
  });
}

function headingOf(issue: Issue): string {
  return `${numberText(issue)}: ${headingText(issue.title)}`;
}

/** How often the number of issues and that of findings differ, in words. */
export function sizeOfList(issues: readonly Issue[], { findings }: Review): string {
  const count = plural(issues.length, "numbered issue");
  return findings.length === issues.length ? count : `${count} from ${plural(findings.length, "finding")}`;
}

/** What came of some rules: the numbers of what they found. */
export function outcomeOfRules(issues: readonly Issue[]): (rules: readonly string[]) => string {
  return (rules) => {
    const own = issues.filter(({ first: { rule } }) => rule !== undefined && rules.includes(rule));
    return own.length === 0 ? "nothing found" : numbersText(own);
  };
}
