/** Findings as reviewdog's diagnostics (proto/rdf/reviewdog.proto); lines without columns are whole lines there. */
import type { Finding } from "../model/finding.js";
import type { Review } from "../model/review.js";
import type { LineRange } from "../model/source.js";
import { gapsOf } from "./gaps.js";
import { messageOf, ruleIdOf } from "./messages.js";
import { severityNames } from "./severities.js";

export const source = { name: "session-review" };

/** What the change brought in, and a warning for everything that was not looked at. */
export function diagnosticsOf(review: Review): readonly object[] {
  return [...gaps(review), ...review.findings.map(diagnosticOf)];
}

function diagnosticOf(finding: Finding): object {
  const { path, lines, severity, cwe = [], patch } = finding;
  const [weakness] = cwe;
  return {
    message: messageOf(finding),
    location: { path, ...(lines ? { range: rangeOf(lines) } : {}) },
    severity: severityNames[severity].rdjson,
    code: {
      value: ruleIdOf(finding),
      ...(weakness === undefined ? {} : { url: `https://cwe.mitre.org/data/definitions/${weakness}.html` }),
    },
    ...(patch ? { suggestions: [{ range: rangeOf(patch.lines), text: patch.text }] } : {}),
  };
}

function rangeOf({ start, end }: LineRange): object {
  return { start: { line: start }, end: { line: end } };
}

function gaps(review: Review): readonly object[] {
  const [anyFile] = review.coverage.files;
  return gapsOf(review).map(({ text, paths }) => ({
    message: `The review is incomplete: ${text}`,
    location: { path: paths[0] ?? anyFile?.path ?? "." },
    severity: "WARNING",
    code: { value: "incomplete-review" },
  }));
}
