/** What was done and what came of it, for a reader in a hurry. */
import { prose, sentence } from "../escape.js";
import { section } from "../document.js";
import { reviewedFiles } from "../files.js";
import { gapsOf } from "../gaps.js";
import { leftOutSentence } from "../left-out.js";
import { qualityText } from "../verdict.js";
import { enumerate, severityCounts, sizeText } from "../wording.js";
import { sizeOfList } from "./issues.js";
import type { Grounds } from "./readiness.js";

export function summaryOfReadiness({ review, issues, ratings }: Grounds): string {
  const scope = `${sizeText(reviewedFiles(review))}, ${prose(review.engine)} engine`;
  const found =
    issues.length === 0
      ? "Nothing was found, which does not mean that nothing is wrong."
      : `${sizeOfList(issues, review)}: ${severityCounts(review.findings)}.`;
  const poor = ratings.filter(({ word }) => word === "Poor").map(({ aspect }) => aspect.title);
  const [card] = review.scorecards;
  const part = gapsOf(review) ? " of the part that was looked at" : "";
  const last = card?.formula.at(-1);
  return section(
    "## Executive summary",
    `${scope}. ${found}${poor.length === 0 ? "" : ` Poor: ${enumerate(poor)}.`}`,
    leftOutSentence(review),
    `Overall quality${part}: ${qualityText(card)}.${last === undefined ? "" : ` By the rubric: ${sentence(last)}`}`,
  );
}
