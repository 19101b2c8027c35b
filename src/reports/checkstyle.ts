/** Findings as Checkstyle writes its own, which build servers and editors have read for long. */
import { gapsOf } from "../formats/gaps.js";
import { messageOf, ruleIdOf } from "../formats/messages.js";
import { byPath } from "../formats/selection.js";
import { severityNames } from "../formats/severities.js";
import { element, xmlDocument } from "../formats/xml.js";
import { visible } from "../lib/visible.js";
import type { Finding } from "../model/finding.js";
import { defineReport } from "../model/report.js";
import type { Review } from "../model/review.js";

export default defineReport({
  title: "Checkstyle XML",
  audience: "program",
  extension: ".xml",
  render: (review) =>
    xmlDocument(element("checkstyle", { version: "8.0" }, [...gapFiles(review), ...findingFiles(review)])),
});

function findingFiles({ findings }: Review): readonly string[] {
  return [...byPath(findings)].map(([path, own]) =>
    element("file", { name: visible(path) }, own.map(errorOf)),
  );
}

/** Line 0 is what writers of this format give where there is none. */
function errorOf(finding: Finding): string {
  return element("error", {
    line: finding.lines?.start ?? 0,
    severity: severityNames[finding.severity].checkstyle,
    message: messageOf(finding),
    source: `session-review.${ruleIdOf(finding)}`,
  });
}

/** A file that should have been looked at and was not is no clean file. */
function gapFiles(review: Review): readonly string[] {
  const [anyFile] = review.coverage.files;
  return gapsOf(review).map(({ text, paths }) =>
    element("file", { name: visible(paths[0] ?? anyFile?.path ?? ".") }, [
      element("error", {
        line: 0,
        severity: "warning",
        message: `The review is incomplete: ${text}`,
        source: "session-review.incomplete-review",
      }),
    ]),
  );
}
