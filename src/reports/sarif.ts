/** SARIF 2.1.0 for whatever reads the standard: with what a team has accepted and what comments silence, marked as suppressed. */
import { sarifLog } from "../formats/sarif/log.js";
import { defineReport } from "../model/report.js";

export default defineReport({
  title: "SARIF 2.1.0, with suppressed results marked as such",
  audience: "program",
  extension: ".sarif",
  render: (review) => sarifLog(review, { hasSuppressed: true }),
});
