/** What the engine could not judge, put to the reader as questions. */
import { groupBy } from "../lib/group.js";
import type { Review } from "../model/review.js";
import { bullets, section } from "./document.js";
import { prose } from "./escape.js";
import { reviewerTitles } from "./wording.js";

/** Who asks about authorisation and business logic, where an unanswered question costs most. */
const firstToAsk = "security";

/** One line a reviewer, security's first, otherwise as the review lists them: the questions are the same every time. */
export function notAssessedSection(review: Review): string {
  const titleOf = reviewerTitles(review);
  const groups = [...groupBy(review.notAssessed, ({ reviewer }) => reviewer)];
  const isFirst = ([reviewer]: (typeof groups)[number]): boolean => reviewer === firstToAsk;
  const ordered = [...groups.filter(isFirst), ...groups.filter((group) => !isFirst(group))];
  return section(
    "## Not assessed",
    ordered.length === 0
      ? ""
      : `The ${prose(review.engine)} engine cannot answer these; someone who knows the purpose of the code can.`,
    bullets(
      ordered.map(([reviewer, questions]) => {
        const texts = [...new Set(questions.map(({ question }) => prose(question)))];
        return `**${prose(titleOf(reviewer))}:** ${texts.join(" ")}`;
      }),
    ),
  );
}
