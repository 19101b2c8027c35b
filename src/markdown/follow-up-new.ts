/** What a follow-up found that no earlier finding is. */
import type { FollowUp } from "../model/follow-up.js";
import type { Review } from "../model/review.js";
import { section } from "./document.js";
import { code, headingText } from "./escape.js";
import { newFindings } from "./follow-up-summary.js";
import { gapsOf } from "./gaps.js";
import { type BlockStyle, RemarkBlocks, unplacedText } from "./remark-block.js";
import { linesText, placeCode } from "./wording.js";

const style: BlockStyle = {
  place: (finding) => [
    `**File:** ${code(finding.path)}`,
    `**Lines:** ${finding.lines ? linesText(finding.lines) : unplacedText(finding)}`,
  ],
  labels: {
    severity: "Severity",
    places: "Places",
    reviewers: "Raised by",
    evidence: "",
    risk: "Risk",
    recommendation: "Recommendation",
  },
};

/** Each finding on its own, under the number that the recommendations speak of. */
export function newSection(review: Review, followUp: FollowUp): string {
  const page = new RemarkBlocks(review, style);
  const fresh = newFindings(review, followUp);
  const none = gapsOf(review) ? "Nothing in what was looked at." : "Nothing.";
  return section(
    "## What is new",
    older(fresh, followUp),
    ...(fresh.length === 0
      ? [none]
      : fresh.map((first, i) =>
          page.block(`N${i + 1}: ${headingText(first.title)}`, {
            title: first.title,
            first,
            findings: [first],
          }),
        )),
  );
}

/** Where the earlier review did not look, what is new to us may be old. */
function older(fresh: Review["findings"], { unseenBefore = [] }: FollowUp): string {
  const own = fresh.filter(({ id }) => unseenBefore.includes(id));
  if (own.length === 0) return "";
  const files = [...new Set(own.map(({ path }) => path))];
  return `${own.length} of them ${own.length === 1 ? "is" : "are"} in files that the earlier review did not look at, so they may be older than it: ${files
    .slice(0, 5)
    .map((path) => placeCode({ path, lines: null }))
    .join(", ")}${files.length > 5 ? ` and ${files.length - 5} more` : ""}.`;
}
