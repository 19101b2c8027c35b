/** A whole fix as a diff: what goes, what comes in its place, and what stays between. */
import { plural } from "../lib/text.js";
import { visibleCode } from "../lib/visible.js";
import type { Finding } from "../model/finding.js";
import { blocks } from "./document.js";
import { fence } from "./fence.js";
import { linesText, placeCode } from "./wording.js";

/** Lines with `-` before what goes, `+` before what comes and a blank before what stays; none without a whole fix. */
export function diffLines({ patch, lines, quote }: Finding): readonly string[] {
  if (!patch) return [];
  const isSame = lines?.start === patch.lines.start && lines.end === patch.lines.end;
  const before = patch.before ?? (isSame ? quote : undefined);
  const after = patch.text === "" ? [] : linesOf(patch.text);
  return before === undefined ? after.map((line) => `+${line}`) : difference(linesOf(before), after);
}

function linesOf(text: string): readonly string[] {
  return visibleCode(text).split(/\r\n|\r|\n/u);
}

/** By the longest common subsequence (a table of both lengths; a fix has twenty lines at most). */
function difference(before: readonly string[], after: readonly string[]): readonly string[] {
  const shared = sharedLengths(before, after);
  const lengthAt = (i: number, j: number): number => shared[i]?.[j] ?? 0;
  const lines: string[] = [];
  for (let [i, j] = [0, 0]; i < before.length || j < after.length;) {
    if (i < before.length && before[i] === after[j]) {
      lines.push(` ${before[i] ?? ""}`);
      i++;
      j++;
    } else if (i < before.length && (j >= after.length || lengthAt(i + 1, j) >= lengthAt(i, j + 1)))
      lines.push(`-${before[i++] ?? ""}`);
    else lines.push(`+${after[j++] ?? ""}`);
  }
  return lines;
}

/** At [i][j] how many lines the rests from i and from j on have in common. */
function sharedLengths(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--) {
      const [row, below] = [table[i], table[i + 1]];
      if (!row || !below) continue;
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  return table;
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
    fixes.length === findings.length ? "**Fixes:**" : `**Fixes** (${fixes.length} of ${findings.length}):`,
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
