/** The whole review in one sentence. */
import { plural } from "../lib/text.js";
import type { Review } from "../model/review.js";
import type { Scorecard } from "../model/rubric.js";
import { prose } from "./escape.js";
import { reviewedFiles } from "./files.js";
import { gapsOf } from "./gaps.js";
import { type Remark, remarksOf } from "./remarks.js";
import { enumerate, placeCode, severityCounts, sizeText } from "./wording.js";

/** What was reviewed, by whom, what is worst and how good the whole is. */
export function verdictSentence(review: Review): string {
  const part = gapsOf(review) ? " of the part that was looked at" : "";
  const quality = qualityText(review.scorecards[0]);
  const who = lookers(review);
  const scope = `${sizeText(reviewedFiles(review))}, ${prose(review.engine)} engine`;
  const said =
    review.findings.length === 0
      ? `**Nothing was found, which does not mean that nothing is wrong.** ${who} looked (${scope}); quality${part} by the rubric: ${quality}.`
      : `**Overall quality${part}: ${quality}.** ${who} (${scope}) found ${outcome(review)}.`;
  return said + belowLimit(review);
}

/** What a strict profile kept back, so that a short list is not taken for all there is. */
function belowLimit({ dropped, limit }: Review): string {
  const count = dropped.filter(({ stage }) => stage === "limit").length;
  if (count === 0 || limit?.profile !== "strict") return "";
  return ` ${plural(count, "less sure claim")} ${count === 1 ? "stands" : "stand"} under “Claims not printed”, as the strict profile has it.`;
}

/** More names than this stand between the reader and what was found; the coverage section has them. */
const mostReviewers = 4;

function lookers({ reviewers }: Review): string {
  return reviewers.length > mostReviewers
    ? plural(reviewers.length, "reviewer")
    : enumerate(reviewers.map(({ title }) => prose(title)));
}

/** `good, 86/100 (B)`, or that nothing could be scored. */
export function qualityText(scorecard: Scorecard | undefined): string {
  if (!scorecard || scorecard.total === null) return "not scored";
  const { verdict, total, grade } = scorecard;
  const points = `${total}/${scaleOf(scorecard)}`;
  return `${prose(verdict ?? "scored")}, ${points}${grade === null ? "" : ` (${prose(grade)})`}`;
}

/** A rubric's weights sum to its scale. */
export function scaleOf({ criteria }: Scorecard): number {
  return criteria.reduce((sum, { max }) => sum + max, 0);
}

/** So many of the worst are named. */
const mostNamed = 2;

function outcome(review: Review): string {
  const { findings } = review;
  const remarks = remarksOf(review);
  const worst = remarks
    .filter(({ first }) => first.severity === findings[0]?.severity)
    .filter(({ title }, i, all) => all.findIndex((other) => other.title === title) === i)
    .slice(0, mostNamed);
  return `${severityCounts(findings)}; worst: ${enumerate(worst.map(nameOf))}`;
}

/** The title of a remark and where it is. */
export function nameOf({ title, first, findings }: Remark): string {
  const place = findings.length === 1 ? placeCode(first) : plural(findings.length, "place");
  return `${prose(title)} (${place})`;
}
