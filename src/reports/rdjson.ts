/** Findings for reviewdog, in one document. */
import { diagnosticsOf, source } from "../formats/diagnostics.js";
import { writeJson } from "../formats/write-json.js";
import { defineReport } from "../model/report.js";

export default defineReport({
  title: "Reviewdog Diagnostic Format, with suggestions where a fix is whole",
  audience: "program",
  extension: ".json",
  render: (review) => `${writeJson({ source, diagnostics: diagnosticsOf(review) })}\n`,
});
