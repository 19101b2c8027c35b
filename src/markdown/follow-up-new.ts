/** What a follow-up found that no earlier finding is. */
import type { FollowUp } from "../model/follow-up.js";
import { plural } from "../lib/text.js";
import type { Review } from "../model/review.js";
import { section } from "./document.js";
import { code, headingText } from "./escape.js";
import { newFindings } from "./follow-up-summary.js";
import { gapsOf } from "./gaps.js";
import { type BlockStyle, RemarkBlocks, unplacedText } from "./remark-block.js";
import { linesText } from "./wording.js";

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
  const names = files.slice(0, mostFiles).map(code).join(", ");
  const more = files.length > mostFiles ? ` and ${files.length - mostFiles} more` : "";
  return `In ${plural(files.length, "file")} that the earlier review did not look at (${plural(own.length, "finding")}; the code may be older than that review): ${names}${more}.`;
}

const mostFiles = 5;
