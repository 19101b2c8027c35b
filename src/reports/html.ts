/** The report as one page for a browser: whatever the Markdown report tells, with figures and filters. */
import { comparisonPage } from "../html/comparison-page.js";
import { reviewPage } from "../html/review-page.js";
import type { Kind } from "../model/kind.js";
import { defineReport, type ReportFile } from "../model/report.js";
import batch from "./batch.js";
import comparisonReport from "./comparison.js";
import personas from "./personas.js";
import readiness from "./readiness.js";

/** The Markdown report of each kind. */
const markdown: Readonly<Record<Kind, ReportFile>> = { batch, personas, readiness };

export default defineReport({
  title: "One page for a browser, with filters; works without script and loads nothing",
  audience: "program",
  extension: ".html",
  render: (review) => reviewPage(review, markdown[review.kind].render(review)),
  renderComparison: (comparison) => comparisonPage(comparison, comparisonReport.renderComparison(comparison)),
});
