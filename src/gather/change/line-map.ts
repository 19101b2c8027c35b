/** Which lines of a file a change wrote, and where the others were before. */
import { diffArrays } from "diff";
import type { LineRange } from "../../model/source.js";
import type { KeptRun } from "./kept-lines.js";

export interface LineChanges {
  /** Lines that the change wrote. */
  readonly written: readonly LineRange[];
  /** What a diff with three lines of context shows of the file as it is now. */
  readonly shown: readonly LineRange[];
  readonly kept: readonly KeptRun[];
}

/** Lines of context around a change, as git and GitHub show them. */
const context = 3;

/** Two texts with more differing lines than this have little in common; finding it out would take long. */
const mostEdits = 20_000;

/** Line ends do not count: a file that only changed from CRLF to LF has no changed line. */
export function compareLines(before: string | null, now: string): LineChanges {
  const lines = splitLines(now);
  if (before === null) return allWritten(lines.length);
  const parts = diffArrays(splitLines(before), lines, { maxEditLength: mostEdits });
  if (!parts) return allWritten(lines.length);
  const written: LineRange[] = [];
  const touched: LineRange[] = [];
  const kept: KeptRun[] = [];
  let [was, is] = [1, 1];
  for (const { added, removed, count } of parts) {
    if (added) {
      written.push({ start: is, end: is + count - 1 });
      touched.push({ start: is, end: is + count - 1 });
      is += count;
    } else if (removed) {
      // The gap stands between two lines; a range with its end before its start widens to those around it.
      touched.push({ start: is, end: is - 1 });
      was += count;
    } else {
      kept.push({ before: was, now: is, count });
      was += count;
      is += count;
    }
  }
  return { written, shown: widen(touched, lines.length), kept };
}

function allWritten(count: number): LineChanges {
  const all = count === 0 ? [] : [{ start: 1, end: count }];
  return { written: all, shown: all, kept: [] };
}

function widen(ranges: readonly LineRange[], last: number): readonly LineRange[] {
  const wide: LineRange[] = [];
  for (const { start, end } of ranges) {
    const range = { start: Math.max(1, start - context), end: Math.min(last, end + context) };
    const previous = wide.at(-1);
    if (previous && range.start <= previous.end + 1)
      wide[wide.length - 1] = { start: previous.start, end: Math.max(previous.end, range.end) };
    else if (range.start <= range.end) wide.push(range);
  }
  return wide;
}

/** Without the empty line that a closing line end would make. */
function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
