/** The head of a follow-up: what was followed, and how it went in numbers. */
import { plural } from "../lib/text.js";
import { type FollowUp, type FollowUpStatus, followUpStatuses } from "../model/follow-up.js";
import type { Review } from "../model/review.js";
import { severities } from "../model/severity.js";
import { blocks, bullets, section } from "./document.js";
import { code, prose, sentence } from "./escape.js";
import { reviewedFiles } from "./files.js";
import { gapsOf } from "./gaps.js";
import { leftOutSentence } from "./left-out.js";
import { table } from "./table.js";
import { enumerate, inWords, placeCode, severityCounts, sizeText } from "./wording.js";

/** Still there, in one way or another. */
export const standing: readonly FollowUpStatus[] = ["regressed", "open", "moved"];

export function followUpFacts(review: Review, { earlier }: FollowUp): string {
  const kind = earlier.format === "sarif" ? "a SARIF log" : "a saved review";
  const whole = earlier.isComplete ? "" : "; it was incomplete itself";
  return bullets([
    `**Earlier review:** ${prose(earlier.title)}, ${code(earlier.path)} (${kind} of ${prose(earlier.tool)}${whole})`,
    `**Reviewed now:** ${sizeText(reviewedFiles(review))}, ${prose(review.engine)} engine`,
  ]);
}

export function followUpSummary(review: Review, followUp: FollowUp): string {
  return section("## Summary", sentences(review, followUp), leftOutSentence(review), statusTable(followUp));
}

function sentences(review: Review, followUp: FollowUp): string {
  const { findings, introduced } = followUp;
  const counts = statusCounts(followUp);
  const went =
    findings.length === 0
      ? "The earlier review has no findings."
      : `**Of ${plural(findings.length, "earlier finding")}: ${enumerate(counts)}.**`;
  const fresh = newFindings(review, followUp);
  const added =
    introduced.length === 0
      ? "Nothing new was found."
      : `${plural(introduced.length, "finding")} ${introduced.length === 1 ? "is" : "are"} new: ${severityCounts(fresh)}.`;
  const unseen = countOf(followUp, "not reviewed");
  const open =
    unseen === 0
      ? ""
      : `Nobody looked again at ${plural(unseen, "of them", "of them")}; they may be there still.`;
  const part = gapsOf(review) ? "This review is incomplete, so more may be new than is listed." : "";
  return [went, added, open, part].filter((text) => text !== "").join(" ");
}

/** `6 fixed`, `3 open`: what is good news first, what is no news last. */
export function statusCounts(followUp: FollowUp): readonly string[] {
  const order: readonly FollowUpStatus[] = [
    "fixed",
    "accepted",
    "moved",
    "open",
    "regressed",
    "not reviewed",
  ];
  return order.flatMap((status) => {
    const count = countOf(followUp, status);
    return count === 0 ? [] : [`${count} ${status}`];
  });
}

export function countOf({ findings }: FollowUp, status: FollowUpStatus): number {
  return findings.filter((finding) => finding.status === status).length;
}

export function newFindings({ findings }: Review, { introduced }: FollowUp): Review["findings"] {
  const ids = new Set(introduced);
  return findings.filter(({ id }) => ids.has(id));
}

function statusTable(followUp: FollowUp): string {
  const used = severities.filter((severity) =>
    followUp.findings.some((finding) => finding.severity === severity),
  );
  const rows = followUpStatuses.flatMap((status) => {
    const own = followUp.findings.filter((finding) => finding.status === status);
    if (own.length === 0) return [];
    const cells = used.map((severity) =>
      String(own.filter((finding) => finding.severity === severity).length),
    );
    return [[inWords(status), ...cells, String(own.length)]];
  });
  if (rows.length === 0) return "";
  return table(["Status", ...used.map((severity) => `${inWords(severity)}:`), "All:"], rows);
}

/** What the earlier review praised, as far as it still stands, and what can be praised now. */
export function strengthsSection(
  { practices, practicesFound }: Review,
  { strengths = [] }: FollowUp,
): string {
  const kept = strengths.filter(({ after }) => after !== null);
  const lost = strengths.filter(({ after }) => after === null);
  const known = new Set(strengths.map(({ practice, title }) => `${practice} ${title}`));
  const fresh = practices.filter(({ practice, title }) => !known.has(`${practice} ${title}`));
  const more = practicesFound > practices.length ? " among the most telling ones" : "";
  return section(
    "## Strengths",
    group(
      "**Kept from the earlier review:**",
      kept.map(({ title, reason, after, before }) => line(title, reason, after ?? before)),
    ),
    group(
      "**Not found again at their lines:**",
      lost.map(({ title, before }) => line(title, "", before)),
    ),
    group(
      `**New${more}:**`,
      fresh.map(({ title, reason, path, lines }) => line(title, reason, { path, lines })),
    ),
  );
}

function group(heading: string, items: readonly string[]): string {
  return items.length === 0 ? "" : blocks(heading, bullets([...new Set(items)]));
}

function line(title: string, reason: string, place: Parameters<typeof placeCode>[0]): string {
  const why = reason === "" ? "" : `: ${sentence(reason)}`;
  return `${prose(title)} (${placeCode(place)})${why}`;
}
