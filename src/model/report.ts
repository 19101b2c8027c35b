/** What may stand on the reports shelf: a pure function of a saved review. */
import type { Review } from "./review.js";

export interface ReportFile {
  readonly title: string;
  /** Whether a person or a program reads it; programs get stdout to themselves. */
  readonly audience: "person" | "program";
  readonly extension: string;
  render(review: Review): string;
}

export interface Report extends ReportFile {
  readonly id: string;
}

export function defineReport(report: ReportFile): ReportFile {
  return report;
}
