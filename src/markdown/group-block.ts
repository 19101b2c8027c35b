/** What a remark for many places says: the issue, risk and advice once, and one line for each place. */
import { plural } from "../lib/text.js";
import { fit } from "../lib/width.js";
import type { Finding } from "../model/finding.js";
import { type Alike, alike } from "./alike.js";
import { blocks, bullets } from "./document.js";
import { code, prose, sentence } from "./escape.js";
import { firstLineOf } from "./fence.js";
import { placesText } from "./places.js";
import { placeCode } from "./wording.js";

/** Something a finding says, as it was written. */
export interface Aspect {
  readonly label: string;
  readonly read: (finding: Finding) => string;
}

/** The issue with the places it is said of, once for each way of putting it. */
export function groupIssues(findings: readonly Finding[], notes: readonly Aspect[]): string {
  const told = alike(findings, ({ issue }) => issue);
  const lineOf = ({ item, own }: Alike<Finding>["members"][number]): string =>
    placeLine(item, own, ownNotes(item, notes));
  if (told.length === 1 && told[0] && isTold(told[0]))
    return blocks(`**Issue:** ${sentence(told[0].text)}`, bullets(told[0].members.map(lineOf)));
  const common = told.filter(isTold);
  const single = told.filter((form) => !isTold(form)).flatMap(({ members }) => members);
  return blocks(
    ...common.map(({ text, members }) =>
      blocks(`**Issue in ${members.length} of them:** ${sentence(text)}`, bullets(members.map(lineOf))),
    ),
    single.length === 0 ? "" : common.length === 0 ? "**Issues:**" : "**Others:**",
    bullets(single.map(({ item }) => placeLine(item, [sentence(item.issue)], ownNotes(item, notes)))),
  );
}

/** Of two places that differ in several ways, two sentences say more than one with gaps. */
function isTold({ members, differing }: Alike<Finding>): boolean {
  return members.length > 2 || (members.length === 2 && differing < 2);
}

/** What all say, once; where they say different things, each with the number of its places. */
export function groupAspect({ label, read }: Aspect, findings: readonly Finding[]): string {
  const silent = findings.filter((finding) => read(finding) === "");
  const told = alike(
    findings.filter((finding) => !silent.includes(finding)),
    read,
  );
  const [only] = told;
  if (!only) return "";
  if (told.length === 1 && silent.length === 0) return `**${label}:** ${sentence(only.text)}`;
  return blocks(
    `**${label}:**`,
    bullets(told.map(({ text, members }) => `${sentence(text)} (${whose(members)})`)),
  );
}

function whose(members: Alike<Finding>["members"]): string {
  const [first] = members;
  return first && members.length === 1 ? placeCode(first.item) : plural(members.length, "place");
}

function ownNotes(finding: Finding, notes: readonly Aspect[]): readonly string[] {
  return notes.flatMap(({ label, read }) => {
    const text = read(finding);
    return text === "" ? [] : [`${label}: ${sentence(text)}`];
  });
}

/** Wider than this, a line of code pushes the place it belongs to out of sight. */
const widestQuote = 100;

/** One place of many: where, what only this one has, its code, and what was said about it alone. */
function placeLine(finding: Finding, own: readonly string[], notes: readonly string[]): string {
  const line = fit(firstLineOf(finding.quote), widestQuote);
  const values = own.filter((value) => !isToldElsewhere(value, finding, line)).map(prose);
  const says = [values.join(", "), line === "" ? "" : code(line)].filter((part) => part !== "").join(" – ");
  const place = `${placesText(finding, finding.also)} (${code(finding.id)})`;
  return [`${place}${says === "" ? "" : `: ${says}`}`, ...notes].join(". ");
}

/** Names that stand alone in the quoted line, and files that are listed as places, need no second mention. */
function isToldElsewhere(value: string, { path, also }: Finding, line: string): boolean {
  const paths = new Set([path, ...also.map((place) => place.path)]);
  const files = value.match(/[\w@.-]+(?:\/[\w@.()[\]-]+)+|[\w@-]+(?:\.[\w-]+)+(?=:\d)/gu) ?? [];
  const isListed = (file: string): boolean => [...paths].some((known) => known.endsWith(file));
  if (files.length > 0 && files.every(isListed)) return true;
  if (/line \d+ of the same file/u.test(value)) return true;
  const bare = /^`(.+)`$/u.exec(value)?.[1];
  // In a line that lists several names a reader cannot see which one is meant.
  return bare !== undefined && line.includes(bare) && !/,\s*\S/u.test(line);
}
