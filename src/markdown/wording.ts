/** Words for places, counts and names, the same in every report. */
import { plural } from "../lib/text.js";
import type { Finding } from "../model/finding.js";
import type { Review } from "../model/review.js";
import { type Severity, severities } from "../model/severity.js";
import type { LineRange } from "../model/source.js";
import { code } from "./escape.js";

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** `7`, `7-9`. */
export function linesText({ start, end }: LineRange): string {
  return start === end ? String(start) : `${start}-${end}`;
}

interface Placed {
  readonly path: string;
  readonly lines: LineRange | null;
}

/** `src/a.ts:7-9`; the path alone for a place that is the whole file. */
export function placeText({ path, lines }: Placed): string {
  return lines ? `${path}:${linesText(lines)}` : path;
}

/** The place as a code span. */
export function placeCode(place: Placed): string {
  return code(placeText(place));
}

export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

/** `1 critical, 2 high`, without the severities nobody found. */
export function severityCounts(findings: readonly Finding[]): string {
  const counts = severities.map((severity) => ({ severity, count: countOf(findings, severity) }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}`)
    .join(", ");
}

/** `93%`; `80-93%` for several. */
export function confidenceText(findings: readonly Finding[]): string {
  const percents = findings.map(({ confidence }) => Math.round(confidence * 100));
  const [least, most] = [Math.min(...percents), Math.max(...percents)];
  return least === most ? `${most}%` : `${least}-${most}%`;
}

/** An id as a title: `unused-import` becomes `Unused import`. */
export function inWords(id: string): string {
  const words = id.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Titles of reviewers by id; an id that stands nowhere is its own title. */
export function reviewerTitles({ reviewers }: Review): (id: string) => string {
  const titles = new Map(reviewers.map(({ id, title }) => [id, title]));
  return (id) => titles.get(id) ?? id;
}

/** `48 files, 6,912 lines`. */
export function sizeText(files: readonly { readonly lines: number }[]): string {
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  return `${plural(files.length, "file")}, ${plural(lines, "line")}`;
}
