/** The Markdown report of a review: what was looked at, what is wrong, what is good, and how sure all that is. */
import { borrowedSection } from "../markdown/borrowed.js";
import { incompleteBanner } from "../markdown/banner.js";
import { changeSection, preExistingSection } from "../markdown/change.js";
import { conformanceSection } from "../markdown/conformance.js";
import { consultationsSection } from "../markdown/consultations.js";
import { coverageSection } from "../markdown/coverage.js";
import { blocks, finish } from "../markdown/document.js";
import { headingText } from "../markdown/escape.js";
import { filesSection } from "../markdown/files.js";
import { findingsSection } from "../markdown/findings.js";
import { notAssessedSection } from "../markdown/not-assessed.js";
import { nothingFound } from "../markdown/nothing-found.js";
import { questionsSection } from "../markdown/questions.js";
import { practicesSection } from "../markdown/practices.js";
import { provenance } from "../markdown/provenance.js";
import { summarySection } from "../markdown/summary.js";
import { testRunsSection } from "../markdown/test-runs.js";
import { verdictSentence } from "../markdown/verdict.js";
import { defineReport } from "../model/report.js";

export default defineReport({
  title: "Markdown report of a batch",
  audience: "person",
  extension: ".md",
  render: (review) =>
    finish(
      blocks(
        incompleteBanner(review),
        `# ${headingText(review.title)}`,
        verdictSentence(review),
        changeSection(review),
        filesSection(review),
        findingsSection(review, nothingFound(review)),
        preExistingSection(review),
        practicesSection(review),
        conformanceSection(review),
        questionsSection(review),
        notAssessedSection(review),
        testRunsSection(review),
        borrowedSection(review),
        coverageSection(review),
        consultationsSection(review),
        summarySection(review),
        provenance(review),
      ),
    ),
});
