/** Findings for GitLab's Code Quality widget: one object a finding, as its documentation of the format demands. */
import { uniqueIds } from "../formats/fingerprints.js";
import { gapsOf } from "../formats/gaps.js";
import { messageOf, ruleIdOf } from "../formats/messages.js";
import { severityNames } from "../formats/severities.js";
import { writeJson } from "../formats/write-json.js";
import { hash } from "../lib/hash.js";
import { defineReport } from "../model/report.js";
import type { Review } from "../model/review.js";

export default defineReport({
  title: "GitLab Code Quality",
  audience: "program",
  extension: ".json",
  render: (review) => `${writeJson([...gapEntries(review), ...findingEntries(review)])}\n`,
});

function findingEntries({ findings }: Review): readonly object[] {
  const fingerprints = uniqueIds(findings);
  return findings.map((finding, i) => ({
    description: messageOf(finding),
    check_name: ruleIdOf(finding),
    fingerprint: fingerprints[i],
    severity: severityNames[finding.severity].gitlab,
    location: locationOf(finding.path, finding.lines?.start),
  }));
}

/** The format has no place for a run that failed, and an empty list reads as clean: so a gap is an entry too. */
function gapEntries(review: Review): readonly object[] {
  const [anyFile] = review.coverage.files;
  return gapsOf(review).map(({ text, paths }) => ({
    description: `The review is incomplete: ${text}`,
    check_name: "incomplete-review",
    fingerprint: hash(`incomplete-review\u0000${text}\u0000${paths.join("\u0000")}`),
    severity: severityNames.medium.gitlab,
    location: locationOf(paths[0] ?? anyFile?.path ?? "."),
  }));
}

/** What is about a file as a whole stands at its first line, because a line is demanded. */
function locationOf(path: string, line = 1): object {
  return { path: path.replace(/^(?:\.\/)+/, ""), lines: { begin: line } };
}
