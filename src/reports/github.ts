/** Annotations for the lines of a pull request, as commands that a GitHub Actions runner reads from a job's output. */
import { gapSentence } from "../formats/gaps.js";
import { explanationOf, fixOf, ruleIdOf, titleOf } from "../formats/messages.js";
import { worstFirst } from "../formats/selection.js";
import { exemptParts } from "../model/left-out.js";
import { severityNames } from "../formats/severities.js";
import { type Annotation, type AnnotationKind, annotation } from "../formats/workflow-command.js";
import { plural } from "../lib/text.js";
import type { Finding } from "../model/finding.js";
import { defineReport } from "../model/report.js";
import type { Review } from "../model/review.js";

/** Annotations of each kind that GitHub shows of one step; it drops the rest without a word. */
const limit = 10;
const kinds: readonly AnnotationKind[] = ["error", "warning", "notice"];

export default defineReport({
  title: "Workflow commands for GitHub Actions: the worst 10 errors, warnings and notices as annotations",
  audience: "program",
  extension: ".txt",
  render: (review) => annotationsOf(review).map(annotation).join(""),
});

function annotationsOf(review: Review): readonly Annotation[] {
  const gap = gapSentence(review);
  const warning: readonly Annotation[] = gap
    ? [{ kind: "warning", title: "session-review: incomplete", message: gap }]
    : [];
  const findings = worstFirst(review.findings).map(annotate);
  const all = [...warning, ...findings];
  const isTold = (review.preExisting ?? []).length + exemptParts(review).length > 0;
  const isWhole = !isTold && kinds.every((kind) => ofKind(all, kind).length <= limit);
  const shown = kinds.flatMap((kind) =>
    // The notice that tells of the rest is one of the notices.
    ofKind(all, kind).slice(0, kind === "notice" && !isWhole ? limit - 1 : limit),
  );
  const rest = all.length - shown.length;
  return isWhole ? shown : [...shown, lastNotice(rest, review)];
}

function ofKind(annotations: readonly Annotation[], kind: AnnotationKind): readonly Annotation[] {
  return annotations.filter((each) => each.kind === kind);
}

function annotate(finding: Finding): Annotation {
  const { severity, path, lines, id } = finding;
  return {
    kind: severityNames[severity].github,
    path,
    lines,
    title: `${severity}: ${titleOf(finding)}`,
    message: `${explanationOf(finding)}\nFix: ${fixOf(finding)}\n(${ruleIdOf(finding)}, ${id})`,
  };
}

function lastNotice(rest: number, review: Review): Annotation {
  const preExisting = review.preExisting?.length ?? 0;
  const parts = [
    ...(rest > 0 ? [`${plural(rest, "more finding")} in the report; GitHub shows ${limit} of a kind`] : []),
    ...(preExisting > 0 ? [`${plural(preExisting, "finding")} that this change did not bring in`] : []),
    ...exemptParts(review),
  ];
  return { kind: "notice", title: "session-review: not shown here", message: `${parts.join("; ")}.` };
}
