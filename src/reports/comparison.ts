/** The Markdown report of a comparison: the candidates, the matrix with its evidence, the ranking, what to build on. */
import { jurySection } from "../markdown/comparison-jury.js";
import { evidenceSection, formulaSection, matrixSection } from "../markdown/comparison-matrix.js";
import {
  comparisonBanner,
  comparisonCoverage,
  comparisonFacts,
  comparisonSummary,
  individualSections,
  nextSteps,
  rankingSection,
  recommendationSection,
  taskSection,
} from "../markdown/comparison-sections.js";
import { blocks, finish } from "../markdown/document.js";
import { headingText, prose } from "../markdown/escape.js";
import { defineReport } from "../model/report.js";

export default defineReport({
  title: "Markdown report that compares implementations",
  audience: "person",
  extension: ".md",
  renderComparison: (comparison) =>
    finish(
      blocks(
        comparisonBanner(comparison),
        `# ${headingText(comparison.title)}`,
        comparisonFacts(comparison),
        comparisonSummary(comparison),
        individualSections(comparison),
        matrixSection(comparison),
        evidenceSection(comparison),
        jurySection(comparison),
        taskSection(comparison),
        rankingSection(comparison),
        recommendationSection(comparison),
        nextSteps(comparison),
        formulaSection(comparison),
        comparisonCoverage(comparison),
        `---\n\nMade by ${prose(comparison.tool.name)} ${prose(comparison.tool.version)} with the ${prose(comparison.engine)} engine.`,
      ),
    ),
});
