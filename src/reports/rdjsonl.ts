/** Findings for reviewdog, one diagnostic a line. */
import { diagnosticsOf, source } from "../formats/diagnostics.js";
import { writeJsonLines } from "../formats/write-json.js";
import { defineReport } from "../model/report.js";

export default defineReport({
  title: "Reviewdog Diagnostic Format, one diagnostic a line",
  audience: "program",
  extension: ".jsonl",
  render: (review) => writeJsonLines(diagnosticsOf(review).map((diagnostic) => ({ ...diagnostic, source }))),
});
