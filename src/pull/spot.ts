/** Where on a pull request a finding may be commented on: only on lines that its diff shows. */
import type { Change } from "../model/change.js";
import type { Finding, Patch } from "../model/finding.js";
import type { LineRange } from "../model/source.js";
import { visibleCode } from "../lib/visible.js";

/** Lines of one hunk, in the file as it is after the change. */
export interface Spot {
  readonly path: string;
  readonly lines: LineRange;
  /** The text that may take the place of exactly these lines; null where no whole fix is known. */
  readonly suggestion: string | null;
}

/** A comment stands below the last line it is about; more lines than this part it from where the defect begins. */
const mostLines = 12;

/** Lines that a diff shows, by file. */
export type Shown = ReadonlyMap<string, readonly LineRange[]>;

export function shownIn(change: Change | undefined): Shown {
  const there = (change?.files ?? []).filter(({ status }) => status !== "deleted");
  return new Map(there.map(({ path, shown }) => [path, shown]));
}

/** Null where the diff does not show the place, or nobody knows the lines. */
export function spotOf({ path, lines, patch }: Finding, diff: Shown): Spot | null {
  const shown = diff.get(path);
  if (!shown || !lines) return null;
  const fix = patch && usable(patch, shown);
  if (fix) return { path, lines: fix.lines, suggestion: fix.text };
  const hunk = shown.find((range) => range.start <= lines.end && lines.start <= range.end);
  if (!hunk) return null;
  return { path, lines: shortened(overlap(hunk, lines)), suggestion: null };
}

/** A fix counts where one hunk holds all its lines, and every character of it can be seen by who accepts it. */
function usable({ lines, text }: Patch, shown: readonly LineRange[]): Patch | null {
  const folded = text.replace(/\r\n/gu, "\n");
  const isShown = shown.some((range) => range.start <= lines.start && lines.end <= range.end);
  return isShown && visibleCode(folded) === folded ? { lines, text: folded } : null;
}

function overlap(a: LineRange, b: LineRange): LineRange {
  return { start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) };
}

function shortened({ start, end }: LineRange): LineRange {
  return end - start < mostLines ? { start, end } : { start, end: start };
}
