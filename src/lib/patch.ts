/** Turns exact edits of a text into whole lines, and lines of a patch into a text. */
import { Lines } from "./text.js";

interface Edit {
  readonly at: { readonly start: number; readonly end: number };
  readonly text: string;
}

export interface LinePatch {
  readonly lines: { readonly start: number; readonly end: number };
  /** Empty takes the lines out. */
  readonly text: string;
}

/**
 * The lines that the edits touch, as they are and as they should be, with \n between them.
 * Undefined where there are no edits, or two of them touch each other.
 */
export function wholeLines(
  edits: readonly Edit[],
  lines: Lines,
): (LinePatch & { readonly before: string }) | undefined {
  const sorted = edits.map((edit) => withEnds(edit, edits, lines)).sort((a, b) => a.at.start - b.at.start);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (!first || !last || sorted.some(({ at }, i) => at.start < (sorted[i - 1]?.at.end ?? 0)))
    return undefined;
  const range = lines.range({ start: first.at.start, end: last.at.end });
  const end = lines.startOf(range.end + 1);
  let [text, from] = ["", lines.startOf(range.start)];
  for (const { at, text: own } of sorted) {
    text += lines.text.slice(from, at.start) + own;
    from = at.end;
  }
  const fixed = withoutLastEnd(text + lines.text.slice(from, end));
  const before = lines.slice(range.start, range.end);
  return { lines: range, text: fixed.trim() === "" ? "" : fixed, before };
}

/** What leaves nothing of its lines takes their ends too: beside another edit they would stay as blank lines. */
function withEnds(edit: Edit, edits: readonly Edit[], lines: Lines): Edit {
  const range = lines.range(edit.at);
  const [start, end] = [lines.startOf(range.start), lines.startOf(range.end + 1)];
  const left = edit.text + lines.text.slice(start, edit.at.start) + lines.text.slice(edit.at.end, end);
  const isAlone = edits.every(({ at }) => at === edit.at || at.end < start || end <= at.start);
  return isAlone && left.trim() === "" ? { at: { start, end }, text: "" } : edit;
}

function withoutLastEnd(text: string): string {
  return text.replaceAll(/\r\n?/gu, "\n").replace(/\n$/u, "");
}

/** The text with the patch in it; its own line ends stay. */
export function applyPatch(text: string, { lines: { start, end }, text: fixed }: LinePatch): string {
  const lines = new Lines(text);
  const before = text.slice(0, lines.startOf(start));
  const after = text.slice(lines.startOf(end + 1));
  if (fixed === "") return before + after;
  const ending = /\r\n|\r|\n/u.exec(text)?.[0] ?? "\n";
  const hasEnd = /[\r\n]$/u.test(text.slice(0, lines.startOf(end + 1)));
  return `${before}${fixed.replaceAll("\n", ending)}${hasEnd ? ending : ""}${after}`;
}
