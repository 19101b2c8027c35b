/** What a reader in a hurry must know: the grade, where it comes from, and how much there is to do. */
import { plural } from "../lib/text.js";
import type { Review } from "../model/review.js";
import type { Scorecard } from "../model/rubric.js";
import { section } from "./document.js";
import { prose, sentence } from "./escape.js";
import { reviewedFiles } from "./files.js";
import { gapsOf } from "./gaps.js";
import { leftOutSentence } from "./left-out.js";
import { tierCounts, tiersOf } from "./tiers.js";
import { qualityText } from "./verdict.js";

export function executiveSummary(review: Review): string {
  const [card] = review.scorecards;
  const part = gapsOf(review) ? " of the part that was looked at" : "";
  return section(
    "## Executive summary",
    `**Overall grade${part}: ${qualityText(card)}.**${arithmetic(card)}`,
    outcome(review),
    leftOutSentence(review),
  );
}

/** The last line of the formula, which names the number or the cap; the summary at the end has all of it. */
function arithmetic(card: Scorecard | undefined): string {
  const last = card?.formula.at(-1);
  return last === undefined ? "" : ` By the rubric: ${sentence(last)}`;
}

function outcome(review: Review): string {
  const { findings, engine } = review;
  const count = findings.length;
  if (count === 0) return silence(review);
  const grouped = plural(count, "finding");
  return `The ${prose(engine)} engine raised ${tierCounts(tiersOf(review))}, from ${grouped}.`;
}

function silence(review: Review): string {
  return reviewedFiles(review).length === 0
    ? "No file was looked at."
    : "Nothing was found, which does not mean that nothing is wrong.";
}
