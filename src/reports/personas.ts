/** The Markdown report of several reviewers: what blocks, what concerns, what could be better, and what to do first. */
import { borrowedSection } from "../markdown/borrowed.js";
import { incompleteBanner } from "../markdown/banner.js";
import { changeSection, preExistingSection } from "../markdown/change.js";
import { conformanceSection } from "../markdown/conformance.js";
import { conclusion } from "../markdown/conclusion.js";
import { consultationsSection } from "../markdown/consultations.js";
import { coverageSection } from "../markdown/coverage.js";
import { blocks, finish } from "../markdown/document.js";
import { headingText } from "../markdown/escape.js";
import { executiveSummary } from "../markdown/executive-summary.js";
import { filesSection } from "../markdown/files.js";
import { notAssessedSection } from "../markdown/not-assessed.js";
import { nothingFound } from "../markdown/nothing-found.js";
import { planSection } from "../markdown/plan-check.js";
import { questionsSection } from "../markdown/questions.js";
import { practicesSection } from "../markdown/practices.js";
import { priorityActions } from "../markdown/priority-actions.js";
import { provenance } from "../markdown/provenance.js";
import { reviewersLine, reviewersSection } from "../markdown/reviewers.js";
import { summarySection } from "../markdown/summary.js";
import { testsSection } from "../markdown/tests.js";
import { testRunsSection } from "../markdown/test-runs.js";
import { tierSections } from "../markdown/tiers.js";
import { defineReport } from "../model/report.js";

export default defineReport({
  title: "Markdown report with blockers, concerns and suggestions",
  audience: "person",
  extension: ".md",
  render: (review) =>
    finish(
      blocks(
        incompleteBanner(review),
        `# ${headingText(review.title)}`,
        reviewersLine(review),
        changeSection(review),
        filesSection(review),
        executiveSummary(review),
        ...tierSections(review, nothingFound(review)),
        preExistingSection(review),
        practicesSection(review, "## Good practices"),
        planSection(review),
        conformanceSection(review),
        testsSection(review),
        testRunsSection(review),
        borrowedSection(review),
        reviewersSection(review),
        questionsSection(review),
        notAssessedSection(review),
        priorityActions(review),
        coverageSection(review),
        consultationsSection(review),
        summarySection(review),
        conclusion(review),
        provenance(review),
      ),
    ),
});
