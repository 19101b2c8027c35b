/** SARIF 2.1.0 for GitHub's code scanning, which does not read suppressions: it would open an alert for each of them. */
import { sarifLog } from "../formats/sarif/log.js";
import { defineReport } from "../model/report.js";

export default defineReport({
  title: "SARIF 2.1.0 for GitHub code scanning, without suppressed results, which it would show as open",
  audience: "program",
  extension: ".sarif",
  render: (review) => sarifLog(review, { hasSuppressed: false }),
});
