/** The earlier findings of a follow-up, by what became of them, with the code before and after. */
import { normaliseQuote } from "../lib/text.js";
import type { Place } from "../model/finding.js";
import {
  type FollowUp,
  type FollowUpStatus,
  type FollowedFinding,
  followUpStatuses,
} from "../model/follow-up.js";
import type { Review } from "../model/review.js";
import { blocks, bullets, section } from "./document.js";
import { code, headingText, prose, sentence } from "./escape.js";
import { excerptOf, fence } from "./fence.js";
import { placeCode, reviewerTitles, enumerate } from "./wording.js";

const meanings: Readonly<Record<FollowUpStatus, string>> = {
  regressed: "They were settled, and are back.",
  open: "They are still there.",
  moved: "They are still there, at another place.",
  accepted: "They are still there, and somebody answers for leaving them.",
  fixed: "Somebody looked again where they were, and they are not there.",
  "not reviewed": "Nobody looked again, so nobody knows.",
};

export function followedSections(review: Review, followUp: FollowUp): string {
  const number = numbersOf(followUp);
  return section(
    "## Earlier findings",
    ...followUpStatuses.map((status) => {
      const own = followUp.findings.filter((finding) => finding.status === status);
      if (own.length === 0) return "";
      const heading = `### ${status.charAt(0).toUpperCase()}${status.slice(1)} (${own.length})`;
      return section(heading, meanings[status], ...own.map((each) => block(each, number(each), review)));
    }),
  );
}

/** `F1` for the first in the list, so that the rest of the report can speak of it. */
export function numbersOf({ findings }: FollowUp): (finding: FollowedFinding) => string {
  const numbers = new Map(findings.map((finding, i) => [finding, `F${i + 1}`]));
  return (finding) => numbers.get(finding) ?? finding.id;
}

function block(finding: FollowedFinding, number: string, review: Review): string {
  const { before, after } = finding;
  const isSame = after !== null && normaliseQuote(before.quote) === normaliseQuote(after.quote);
  return section(
    `#### ${number}: ${headingText(finding.title)}`,
    bullets(factsOf(finding, review)),
    isSame ? excerpt("", after, review) : excerpt("Before:", before, review),
    isSame || after === null ? "" : excerpt("After:", after, review),
  );
}

function factsOf(finding: FollowedFinding, review: Review): readonly string[] {
  const { severity, category, rule, reviewers, before, after, now, id, reason, last } = finding;
  const names = enumerate(reviewers.map((each) => prose(reviewerTitles(review)(each))));
  const isElsewhere =
    after !== null && (after.path !== before.path || after.lines?.start !== before.lines?.start);
  return [
    `**Status:** ${finding.status}: ${sentence(reason)}`,
    ...(last === undefined ? [] : [`**Last known:** ${last}`]),
    `**Place:** ${placeCode(before)}${isElsewhere ? `, now ${placeCode(after)}` : ""}`,
    `**Severity:** ${severity}, **category:** ${prose(category)}${rule === null ? "" : `, **rule:** ${code(rule)}`}`,
    ...(names === "" ? [] : [`**Raised by:** ${names}`]),
    ...acceptance(finding),
    `**Id:** ${code(id)}${now === null || now === id ? "" : `, now ${code(now)}`}`,
  ];
}

function acceptance({ acceptance: accepted }: FollowedFinding): readonly string[] {
  if (accepted === null) return [];
  const { owner, expires } = accepted;
  const who = owner === null ? "nobody is named" : prose(owner);
  return [`**Owner:** ${who}, ${expires === null ? "without an end" : `until ${prose(expires)}`}`];
}

function excerpt(label: string, { quote, path }: Place, { coverage }: Review): string {
  const { lines, omitted } = excerptOf(quote);
  if (lines.length === 0) return "";
  const language =
    coverage.files.find((file) => file.path === path)?.language ?? languageBy(path, coverage.files);
  return blocks(
    label,
    fence(lines, language),
    omitted > 0 ? `The first ${lines.length} of ${lines.length + omitted} lines.` : "",
  );
}

/** A file that is gone was of the language of the files with its ending. */
function languageBy(path: string, files: Review["coverage"]["files"]): string {
  const ending = /\.[^./]+$/u.exec(path)?.[0] ?? "/";
  return files.find((file) => file.path.endsWith(ending))?.language ?? "";
}
