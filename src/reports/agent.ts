/** Findings for coding agents: one a line with place, rule and fix, few enough to be read whole. */
import { gapSentence } from "../formats/gaps.js";
import { cutLine, fixOf, ruleIdOf, titleOf } from "../formats/messages.js";
import { isPreExisting, mostUrgentFirst } from "../formats/selection.js";
import { exemptParts } from "../model/left-out.js";
import { plural } from "../lib/text.js";
import { disarm, visible, visibleCode } from "../lib/visible.js";
import type { Finding } from "../model/finding.js";
import { defineReport } from "../model/report.js";
import type { Review } from "../model/review.js";

/** Lines of findings: some 5,000 tokens, which leaves an agent room to work. */
const mostFindings = 50;
const longestMessage = 260;
const longestFix = 240;

export default defineReport({
  title: "One line a finding for coding agents, the worst 50, and what was left out",
  audience: "program",
  extension: ".txt",
  render: (review) => {
    // What the change brought in comes first: that is what the agent has to mend.
    const findings = mostUrgentFirst(review);
    const shown = findings.slice(0, mostFindings);
    const last = lastLine(review, shown.length, findings.length);
    return disarm(`${[...shown.map(lineOf), last].join("\n")}\n`);
  },
});

/** `app/a.py:12 high eval-of-input [pre-existing] Title: what is wrong | fix: what to do`. */
function lineOf(finding: Finding): string {
  const { path, lines, severity } = finding;
  const place = visible(path) + (lines ? `:${lines.start}` : "");
  const note = isPreExisting(finding) ? " [pre-existing]" : "";
  const message = cutLine(messageOf(finding), longestMessage);
  return `${place} ${severity} ${ruleIdOf(finding)}${note} ${message} | fix: ${cutLine(fixOf(finding), longestFix)}`;
}

/** A title whose every word comes again in the sentence behind it tells nothing. */
function messageOf(finding: Finding): string {
  const title = titleOf(finding);
  const issue = visibleCode(finding.issue);
  return title.split(" ").every((word) => issue.includes(word)) ? issue : `${title}: ${issue}`;
}

function lastLine(review: Review, shown: number, all: number): string {
  const { questions = [] } = review;
  const hidden = all - shown;
  const parts = [
    hidden === 0
      ? `${plural(shown, "finding")}, all shown`
      : `${shown} of ${plural(all, "finding")} shown, ${hidden} more left out`,
    ...(questions.length > 0 ? [`${plural(questions.length, "question")} for the author left out`] : []),
    ...exemptParts(review),
  ];
  const gap = gapSentence(review);
  return `session-review: ${gap ? `${cutLine(gap, 400)} ` : ""}${parts.join("; ")}. Everything: -f json`;
}
