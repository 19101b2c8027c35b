/** What speaks for a candidate and what against it, each point with the place that shows it. */
import { fit } from "../lib/width.js";
import type { Candidate, Remark } from "../model/comparison.js";
import type { Finding } from "../model/finding.js";
import type { Review } from "../model/review.js";
import type { Rubric, Scorecard } from "../model/rubric.js";
import { isAtLeast } from "../model/severity.js";
import type { Conformance } from "../model/statement.js";

/** More would not be read. */
const mostRemarks = 10;
const mostStatements = 2;

/** Share of a signal from which it is a strength, and below which it is a weakness. */
const strong = 0.85;
const weak = 0.6;
/** Share of a task that is most of it. */
const mostDone = 0.5;

type Remarks = Pick<Candidate, "strengths" | "weaknesses">;

export interface Remarked {
  readonly scorecard: Scorecard;
  readonly review: Review;
  readonly conformance: Conformance | null;
}

/** The signals that stand out, heaviest criterion first, then practices; against it the worst findings first. */
export function remarkOn({ scorecard, review, conformance }: Remarked, rubric: Rubric): Remarks {
  const measured = [...scorecard.criteria]
    .sort((a, b) => b.max - a.max)
    .flatMap(({ id, signals = [] }) => signals.map((signal) => ({ criterion: id, ...signal })));
  const saying = (holds: (value: number) => boolean): readonly Remark[] =>
    withoutRepeats(
      measured
        .filter(({ value }) => value !== null && holds(value))
        .map(({ criterion, says, places: [place], advice }) => ({
          criterion,
          text: says,
          place: place ?? null,
          ...(advice === undefined ? {} : { step: advice }),
        })),
    );
  const praised = review.practices.map((practice): Remark => ({
    criterion: criterionOf(practice, rubric),
    text: practice.title,
    place: { path: practice.path, lines: practice.lines, quote: practice.quote },
  }));
  const against = [
    ...defects(review, rubric),
    ...undone(conformance, rubric),
    ...saying((value) => value < weak),
  ];
  return {
    strengths: [
      ...saying((value) => value >= strong),
      ...withoutRepeats(praised),
      ...done(scorecard, { conformance, rubric }),
    ]
      .map(({ criterion, text, place }) => ({ criterion, text, place }))
      .slice(0, mostRemarks),
    weaknesses: against.slice(0, mostRemarks),
  };
}

/** A signal that two criteria weigh is said once, with the heavier. */
function withoutRepeats(remarks: readonly Remark[]): readonly Remark[] {
  const seen = new Set<string>();
  return remarks.filter(({ text }) => !seen.has(text) && seen.add(text));
}

/** Findings of medium and above, one a rule: the report of the candidate itself has them all. */
function defects({ findings }: Review, rubric: Rubric): readonly Remark[] {
  const seen = new Set<string>();
  return findings
    .filter(({ severity }) => isAtLeast(severity, "medium"))
    .filter(({ rule, id }) => !seen.has(rule ?? id) && seen.add(rule ?? id))
    .map((finding) => ({
      criterion: criterionOf(finding, rubric),
      text: `${finding.title} (${finding.severity})`,
      place: { path: finding.path, lines: finding.lines, quote: finding.quote },
      step: firstSentence(finding.recommendation),
    }));
}

/** Where a statement is cut: a remark is one line. */
const statementLength = 90;

function cut(text: string): string {
  return fit(text.replace(/[.]$/, ""), statementLength);
}

function criterionOfTask({ criteria }: Rubric): string | undefined {
  return criteria.find(({ signals }) => signals["requirements-met"] !== undefined)?.id;
}

/** Most of a task done is worth saying of a candidate that lacks the rest; where nearly all is, the signal says so. */
function done(
  { criteria }: Scorecard,
  { conformance, rubric }: { readonly conformance: Conformance | null; readonly rubric: Rubric },
): readonly Remark[] {
  const criterion = criterionOfTask(rubric);
  const share = criteria
    .find(({ id }) => id === criterion)
    ?.signals?.find(({ id }) => id === "requirements-met")?.value;
  const met = conformance?.statements.filter(({ verdict }) => verdict === "met") ?? [];
  if (criterion === undefined || !share || share < mostDone || share >= strong || met.length === 0) return [];
  const text = `does what ${met.map(({ id }) => id).join(", ")} of the task ${met.length === 1 ? "asks" : "ask"} for`;
  return [{ criterion, text, place: met[0]?.evidence[0] ?? null }];
}

/** What the task asks for and nobody found. */
function undone(conformance: Conformance | null, rubric: Rubric): readonly Remark[] {
  const criterion = criterionOfTask(rubric);
  if (criterion === undefined) return [];
  return (conformance?.statements ?? [])
    .filter(({ verdict }) => verdict === "missing" || verdict === "contradicted")
    .slice(0, mostStatements)
    .map(({ id, text, verdict, evidence: [place] }) => ({
      criterion,
      text: `${verdict === "missing" ? "not found" : "done otherwise"}: ${cut(text)} (${id})`,
      place: verdict === "contradicted" ? (place ?? null) : null,
      step: `Do what ${id} of the task asks: ${cut(text)}`,
    }));
}

function criterionOf({ category }: Pick<Finding, "category">, { criteria }: Rubric): string {
  return criteria.find(({ categories }) => categories.includes(category))?.id ?? criteria[0]?.id ?? "";
}

function firstSentence(text: string): string {
  return (text.split(/(?<=\.)\s/, 1)[0] ?? text).replace(/\.$/, "");
}
