/** What speaks for a candidate and what against it, each point with the place that shows it. */
import type { Candidate, Remark } from "../model/comparison.js";
import type { Finding } from "../model/finding.js";
import type { Review } from "../model/review.js";
import type { Rubric, Scorecard } from "../model/rubric.js";
import { isAtLeast } from "../model/severity.js";

/** More would not be read. */
const mostRemarks = 8;

/** Share of a signal from which it is a strength, and below which it is a weakness. */
const strong = 0.85;
const weak = 0.5;

type Remarks = Pick<Candidate, "strengths" | "weaknesses">;

/** The signals that stand out, heaviest criterion first, then practices and the worst findings. */
export function remarkOn(scorecard: Scorecard, review: Review, rubric: Rubric): Remarks {
  const measured = [...scorecard.criteria]
    .sort((a, b) => b.max - a.max)
    .flatMap(({ id, signals = [] }) => signals.map((signal) => ({ criterion: id, ...signal })));
  const saying = (holds: (value: number) => boolean): readonly Remark[] =>
    measured
      .filter(({ value }) => value !== null && holds(value))
      .map(({ criterion, title, says, places: [place] }) => ({
        criterion,
        text: `${title}: ${says}`,
        place: place ?? null,
      }));
  const praised = review.practices.map((practice): Remark => ({
    criterion: criterionOf(practice, rubric),
    text: practice.title,
    place: { path: practice.path, lines: practice.lines, quote: practice.quote },
  }));
  return {
    strengths: [...saying((value) => value >= strong), ...praised].slice(0, mostRemarks),
    weaknesses: [...defects(review, rubric), ...saying((value) => value < weak)].slice(0, mostRemarks),
  };
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
    }));
}

function criterionOf({ category }: Pick<Finding, "category">, { criteria }: Rubric): string {
  return criteria.find(({ categories }) => categories.includes(category))?.id ?? criteria[0]?.id ?? "";
}
