/** A whole fix as a diff: what goes, and what comes in its place. */
import { plural } from "../lib/text.js";
import { visibleCode } from "../lib/visible.js";
import type { Finding } from "../model/finding.js";
import { blocks } from "./document.js";
import { fence } from "./fence.js";
import { linesText, placeCode } from "./wording.js";

/** Lines of the diff, `-` before what goes and `+` before what comes; empty without a whole fix. */
export function diffLines({ patch, lines, quote }: Finding): readonly string[] {
  if (!patch) return [];
  const isSame = lines?.start === patch.lines.start && lines.end === patch.lines.end;
  const before = patch.before ?? (isSame ? quote : undefined);
  const gone = before === undefined ? [] : marked("-", before);
  return [...gone, ...(patch.text === "" ? [] : marked("+", patch.text))];
}

function marked(sign: string, text: string): readonly string[] {
  return visibleCode(text)
    .split(/\r\n|\r|\n/u)
    .map((line) => `${sign}${line}`);
}

/** Of many places these are shown; `explain` shows the others. */
const mostShown = 3;

/** One block for a finding, a few with their places for many. */
export function patchBlocks(findings: readonly Finding[]): string {
  const fixes = findings.filter(({ patch }) => patch !== undefined);
  const [only] = fixes;
  if (!only) return "";
  if (findings.length === 1) return blocks(`**Fix** (${linesWord(only)}):`, diffOf(only));
  const more = fixes.length - mostShown;
  return blocks(
    `**${fixes.length === findings.length ? "Fixes" : `Fixes of ${fixes.length} of them`}:**`,
    ...fixes.slice(0, mostShown).map((finding) => blocks(`${placeCode(finding)}:`, diffOf(finding))),
    more > 0
      ? `And ${plural(more, "more fix", "more fixes")}: \`session-review explain ID\` shows each.`
      : "",
  );
}

function diffOf(finding: Finding): string {
  return fence(diffLines(finding), "diff");
}

function linesWord({ patch }: Finding): string {
  if (!patch) return "";
  const { start, end } = patch.lines;
  return `${start === end ? "line" : "lines"} ${linesText(patch.lines)}`;
}
