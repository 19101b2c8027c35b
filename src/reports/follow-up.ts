/** The Markdown report of a follow-up: what became of each earlier finding, what is new, and what is left to do. */
import { incompleteBanner } from "../markdown/banner.js";
import { consultationsSection } from "../markdown/consultations.js";
import { coverageSection } from "../markdown/coverage.js";
import { blocks, finish } from "../markdown/document.js";
import { headingText } from "../markdown/escape.js";
import { historySection, measuresSection, testCoverageSection } from "../markdown/follow-up-measures.js";
import { newSection } from "../markdown/follow-up-new.js";
import { followUpConclusion, readinessSection, recommendationsSection } from "../markdown/follow-up-next.js";
import { followUpFacts, followUpSummary, strengthsSection } from "../markdown/follow-up-summary.js";
import { followedSections } from "../markdown/followed.js";
import { notAssessedSection } from "../markdown/not-assessed.js";
import { provenance } from "../markdown/provenance.js";
import type { FollowUp } from "../model/follow-up.js";
import { questionsSection } from "../markdown/questions.js";
import { defineReport } from "../model/report.js";
import type { Review } from "../model/review.js";

export default defineReport({
  title: "Markdown report of what became of an earlier review",
  audience: "person",
  extension: ".md",
  render: (review) =>
    finish(
      blocks(
        incompleteBanner(review),
        `# ${headingText(review.title)}`,
        ...(review.followUp ? followed(review, review.followUp) : [followsNothing]),
        questionsSection(review),
        notAssessedSection(review),
        coverageSection(review),
        consultationsSection(review),
        ...(review.followUp ? [followUpConclusion(review, review.followUp)] : []),
        provenance(review),
      ),
    ),
});

const followsNothing =
  "This review follows no earlier one; `session-review follow-up review.json` makes one that does.";

function followed(review: Review, followUp: FollowUp): readonly string[] {
  return [
    followUpFacts(review, followUp),
    followUpSummary(review, followUp),
    strengthsSection(review, followUp),
    followedSections(review, followUp),
    newSection(review, followUp),
    measuresSection(review, followUp),
    historySection(followUp),
    readinessSection(review, followUp),
    recommendationsSection(review, followUp),
    testCoverageSection(review, followUp),
  ];
}
