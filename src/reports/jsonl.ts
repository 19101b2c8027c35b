/** The review line by line, for programs that take it in as a stream. */
import { allFindings } from "../formats/selection.js";
import { countLeftOut } from "../model/left-out.js";
import { writeJsonLines } from "../formats/write-json.js";
import { type ReportLine, reportLineSchema } from "../model/report-line.js";
import { defineReport } from "../model/report.js";
import type { Review } from "../model/review.js";
import { severities } from "../model/severity.js";

export default defineReport({
  title: "JSON Lines: the run, each finding, each question, and an end with the counts",
  audience: "program",
  extension: ".jsonl",
  render: (review) => writeJsonLines(linesOf(review).map((line) => reportLineSchema.parse(line))),
});

function linesOf(review: Review): readonly ReportLine[] {
  const { questions = [], failures, baseline } = review;
  return [
    runLine(review),
    ...failures.map((failure): ReportLine => ({ type: "failure", failure })),
    ...allFindings(review).map((finding): ReportLine => ({ type: "finding", finding })),
    ...(baseline?.accepted ?? []).map((accepted): ReportLine => ({ type: "accepted", ...accepted })),
    ...questions.map((question): ReportLine => ({ type: "question", question })),
    endLine(review),
  ];
}

function runLine({ version, kind, tool, title, engine, isComplete, coverage, change }: Review): ReportLine {
  const files = coverage.files.length;
  return {
    type: "run",
    version,
    kind,
    tool,
    title,
    engine,
    isComplete,
    files,
    ...(change ? { change } : {}),
  };
}

function endLine(review: Review): ReportLine {
  const { isComplete, findings, preExisting = [], questions = [], failures } = review;
  const { accepted, suppressed } = countLeftOut(review);
  const count = (severity: string): number => findings.filter((each) => each.severity === severity).length;
  return {
    type: "end",
    isComplete,
    findings: Object.fromEntries(severities.map((severity) => [severity, count(severity)])),
    preExisting: preExisting.length,
    accepted,
    suppressed,
    questions: questions.length,
    failures: failures.length,
  };
}
