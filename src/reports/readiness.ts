/** The Markdown report on readiness for production: the plan, what stands in the way, how to test it, what to do first. */
import { borrowedSection } from "../markdown/borrowed.js";
import { incompleteBanner } from "../markdown/banner.js";
import { changeSection, preExistingSection } from "../markdown/change.js";
import { consultationsSection } from "../markdown/consultations.js";
import { coverageSection } from "../markdown/coverage.js";
import { blocks, finish } from "../markdown/document.js";
import { headingText } from "../markdown/escape.js";
import { filesSection } from "../markdown/files.js";
import { notAssessedSection } from "../markdown/not-assessed.js";
import { nothingFound } from "../markdown/nothing-found.js";
import { conformanceSection } from "../markdown/conformance.js";
import { planSection } from "../markdown/plan-check.js";
import { questionsSection } from "../markdown/questions.js";
import { practicesSection } from "../markdown/practices.js";
import { provenance } from "../markdown/provenance.js";
import { checkAspects, lookOf, planOfReview } from "../markdown/readiness/checklist.js";
import { concernSection } from "../markdown/readiness/concerns.js";
import { issueSections, issuesOf, outcomeOfRules, severityTable } from "../markdown/readiness/issues.js";
import { ratingsOf } from "../markdown/readiness/ratings.js";
import { readinessLine, readinessOf, verdictSection } from "../markdown/readiness/readiness.js";
import { roadmap } from "../markdown/readiness/roadmap.js";
import { summaryOfReadiness } from "../markdown/readiness/summary.js";
import { casesOf, testingStrategy } from "../markdown/readiness/trials.js";
import { summarySection } from "../markdown/summary.js";
import { testRunsSection } from "../markdown/test-runs.js";
import { defineReport } from "../model/report.js";
import type { Review } from "../model/review.js";

export default defineReport({
  title: "Markdown report on readiness for production",
  audience: "person",
  extension: ".md",
  render,
});

const security = { heading: "## Security", aspect: "Security", reviewer: "security" };
const performance = { heading: "## Performance", aspect: "Performance", reviewer: "performance" };

function render(review: Review): string {
  const checked = checkAspects(lookOf(review));
  const issues = issuesOf(review);
  const cases = casesOf(issues, review);
  const grounds = { review, issues, cases, ratings: ratingsOf(review, checked, issues) };
  const readiness = readinessOf(grounds);
  return finish(
    blocks(
      incompleteBanner(review),
      `# ${headingText(review.title)}`,
      readinessLine(readiness),
      changeSection(review),
      planOfReview(review, outcomeOfRules(issues)),
      summaryOfReadiness(grounds),
      severityTable(review, checked),
      filesSection(review),
      ...issueSections(review, issues, nothingFound(review)),
      concernSection(security, review, { issues, checked }),
      concernSection(performance, review, { issues, checked }),
      testingStrategy(review, issues, cases),
      roadmap(issues, cases),
      preExistingSection(review),
      practicesSection(review, "## Good practices"),
      planSection(review),
      conformanceSection(review),
      testRunsSection(review),
      borrowedSection(review),
      questionsSection(review),
      notAssessedSection(review),
      verdictSection(grounds, readiness),
      coverageSection(review),
      consultationsSection(review),
      summarySection(review),
      provenance(review),
    ),
  );
}
