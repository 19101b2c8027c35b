/** What the summary comment and the page of the run have in common: how it went, each finding in a line, what is left out. */
import { plural } from "../lib/text.js";
import { incompleteBanner } from "../markdown/banner.js";
import { blocks } from "../markdown/document.js";
import { prose, sentence } from "../markdown/escape.js";
import { reviewedFiles } from "../markdown/files.js";
import { linesText, placeCode, severityCounts, sizeText } from "../markdown/wording.js";
import type { Finding } from "../model/finding.js";
import type { Review } from "../model/review.js";
import { exemptParts } from "../model/left-out.js";
import { introduced } from "./introduced.js";
import type { Message, Whereabouts } from "./standing.js";

/** The beginning: whether anything failed, what the change brings in, whether that stops it, what was there before. */
export function overview(message: Message): string {
  const { review, gate, isForeign } = message;
  const found = introduced(review);
  return blocks(
    `## ${headline(review, found)}`,
    incompleteBanner(review),
    isForeign
      ? "_Made by a run on the code of a fork, whose author could change what stands here. Nothing below was checked again._"
      : "",
    `**${gate.isHit ? "The gate is hit" : "The gate is not hit"}:** ${sentence(gate.reason)}${before(review)}`,
  );
}

function headline({ change, isComplete }: Review, found: readonly Finding[]): string {
  const where = change ? " in what this change brings in" : "";
  if (found.length > 0) return `session-review: ${severityCounts(found)}${where}`;
  return isComplete
    ? `session-review: nothing found${where}`
    : "session-review: incomplete, and nothing found so far";
}

function before({ preExisting: old = [] }: Review): string {
  if (old.length === 0) return "";
  const stood = old.length === 1 ? "finding stood" : "findings stood";
  return ` ${old.length} ${stood} there before (${severityCounts(old)}) and ${old.length === 1 ? "does" : "do"} not count.`;
}

/** One finding in one bullet; what to do about it where no comment of its own says so. */
export function findingLine(finding: Finding, at: Whereabouts, comment: string | null): string {
  const { severity, title, issue, recommendation } = finding;
  const head = `- **${severity}** ${prose(title)}, ${linkTo(finding, at)}`;
  if (comment !== null) return `${head} ([comment](${comment}))`;
  return `${head}  \n  ${sentence(issue)} **Fix:** ${sentence(recommendation)}`;
}

/** The place as a link to the reviewed commit. */
export function linkTo({ path, lines }: Finding, { repository, commit }: Whereabouts): string {
  const anchor = lines === null ? "" : `#L${linesText(lines).replace("-", "-L")}`;
  return `[${placeCode({ path, lines })}](${repository}/blob/${commit}/${encoded(path)}${anchor})`;
}

/** RFC 3986 leaves brackets alone, and Markdown would end the link at one. */
function encoded(path: string): string {
  return path
    .split("/")
    .map((part) => encodeURIComponent(part.replace(/\p{Cs}/gu, "\ufffd")).replace(/[()!'*]/gu, percent))
    .join("/");
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** What was looked at, and what of it is not printed here. */
export function ledger(review: Review): string {
  const { change, coverage, dropped } = review;
  const { planned, reviewed, reused, skipped, failed } = coverage;
  const claims = dropped.filter(({ stage }) => stage !== "suppress").length;
  const quiet = [
    ...exemptParts(review),
    ...(claims === 0 ? [] : [`${plural(claims, "claim")} that did not hold or are not sure enough`]),
  ];
  const near =
    change && change.affected.length > 0
      ? `, ${plural(change.affected.length, "file")} that the change reaches into among them`
      : "";
  return [
    `Looked at: ${sizeText(reviewedFiles(review))}${near};`,
    `${plural(planned, "(file × reviewer) pair")} = ${reviewed} reviewed + ${reused} reused + ${skipped} skipped + ${failed} failed.`,
    ...(quiet.length === 0 ? [] : [`Not listed: ${quiet.join(", ")}; the report has each with its reason.`]),
  ].join(" ");
}

/** Who made this, of which commit, and where the whole of it is. */
export function footer({ review: { tool, engine }, at }: Message): string {
  const whole = at.run === null ? "" : ` · [whole report](${at.run})`;
  return `<sub>${prose(`${tool.name} ${tool.version}`)}, ${prose(engine)} engine · ${at.commit.slice(0, 12)}${whole}</sub>`;
}

/** What there was no room for. */
export function leftOut(left: number, { run }: Whereabouts): string {
  if (left === 0) return "";
  const where = run === null ? "the report that the run wrote" : `the [page of the run](${run})`;
  return `**${plural(left, "more finding")} ${left === 1 ? "does" : "do"} not fit here**, milder than those above: see ${where}.`;
}
