/** The findings section of a batch: one block a remark, its severity in the heading. */
import type { Review } from "../model/review.js";
import { section } from "./document.js";
import { code, headingText } from "./escape.js";
import { type BlockStyle, RemarkBlocks, unplacedText } from "./remark-block.js";
import { remarksOf } from "./remarks.js";
import { linesText } from "./wording.js";

const style: BlockStyle = {
  place: (finding) => [
    `**File:** ${code(finding.path)}`,
    `**Lines:** ${finding.lines ? linesText(finding.lines) : unplacedText(finding)}`,
  ],
  labels: {
    severity: "",
    places: "Places",
    reviewers: "Reviewers",
    evidence: "",
    risk: "Risk",
    recommendation: "Recommendation",
  },
};

export function findingsSection(review: Review, whenNone: string): string {
  const page = new RemarkBlocks(review, style);
  const remarks = remarksOf(review).map((remark) =>
    page.block(`${remark.first.severity.toUpperCase()}: ${headingText(remark.title)}`, remark),
  );
  return section("## Findings", ...(remarks.length === 0 ? [whenNone] : remarks));
}
