/** What "no findings" means: what was looked for, and what nobody looked for. */
import { groupBy } from "../lib/group.js";
import { plural } from "../lib/text.js";
import type { Review } from "../model/review.js";
import { blocks, bullets } from "./document.js";
import { prose } from "./escape.js";
import { reviewedFiles } from "./files.js";

/** Stands in the findings section of a review without findings, so that silence is not read as praise. */
export function nothingFound(review: Review): string {
  const files = reviewedFiles(review);
  if (files.length === 0) return "None, because no file was looked at.";
  const open = review.notAssessed.length;
  const asked = (review.questions ?? []).length;
  return blocks(
    `None. What ${lookers(review)} asked of ${plural(files.length, "file")}:`,
    bullets(review.reviewers.map(({ title, lens }) => `**${prose(title)}:** ${prose(lens)}`)),
    asked === 0 ? "" : `The author is asked ${plural(asked, "question")}: see “Questions”.`,
    open === 0
      ? ""
      : `${plural(open, "question")} ${open === 1 ? "stays" : "stay"} open: see “Not assessed”.`,
  );
}

/** `23 rules (security 20, testing 3)` when the review knows them. */
function lookers({ rules = [], reviewers }: Review): string {
  if (rules.length === 0) return plural(reviewers.length, "reviewer");
  const counts = [...groupBy(rules, ({ category }) => category)].map(
    ([name, own]) => `${name} ${own.length}`,
  );
  return `${plural(rules.length, "rule")} (${counts.join(", ")})`;
}
