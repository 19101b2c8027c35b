/** What may stand on the reports shelf: a pure function of a saved review, of a saved comparison, or of both. */
import type { Comparison } from "./comparison.js";
import type { Review } from "./review.js";

interface ReportHead {
  readonly title: string;
  /** Whether a person or a program reads it; programs get stdout to themselves. */
  readonly audience: "person" | "program";
  readonly extension: string;
}

export interface ReportFile extends ReportHead {
  render(review: Review): string;
}

export interface ComparisonReportFile extends ReportHead {
  renderComparison(comparison: Comparison): string;
}

export interface Report extends ReportFile {
  readonly id: string;
}

export interface ComparisonReport extends ComparisonReportFile {
  readonly id: string;
}

export function defineReport<File extends ReportFile | ComparisonReportFile>(report: File): File {
  return report;
}
