/** Decides whether a quotation proves anything: it must stand in a reviewed file, in code that runs. */
import { Lines, normaliseQuote } from "../lib/text.js";
import type { LineRange } from "../model/source.js";
import type { Survey, SurveyedFile } from "../model/survey.js";

/** A bracket or a lone keyword stands in every file and proves nothing. */
const leastCharacters = 8;

export interface QuotedPlace {
  readonly path: string;
  readonly lines: LineRange;
}

/** The first place that holds the quote outside of comments, in the named file before all others. */
export function findProof(quote: string, path: string | undefined, survey: Survey): QuotedPlace | null {
  const wanted = normaliseQuote(quote);
  if (wanted.replace(/\s/g, "").length < leastCharacters) return null;
  const named = path === undefined ? undefined : survey.files.get(path);
  const files = named ? [named, ...survey.files.values()] : [...survey.files.values()];
  for (const file of files) {
    const lines = placeIn(file, wanted.split("\n"));
    if (lines) return { path: file.source.path, lines };
  }
  return null;
}

function placeIn(file: SurveyedFile, wanted: readonly string[]): LineRange | null {
  const { text } = file.source;
  if (!wanted.every((line) => text.includes(line))) return null;
  const lines = new Lines(text);
  const solid = Array.from({ length: lines.count }, (_, i) => ({
    number: i + 1,
    line: lines.line(i + 1).trim(),
  })).filter(({ line }) => line !== "");
  for (let i = 0; i + wanted.length <= solid.length; i++) {
    const places = wanted.map((line, j) => ({ number: solid[i + j]?.number ?? 0, line }));
    const isHere = wanted.every((line, j) => matches(solid[i + j]?.line ?? "", line, wanted.length));
    if (isHere && !places.every((place) => isComment(file, lines, place)))
      return { start: places[0]?.number ?? 1, end: places.at(-1)?.number ?? 1 };
  }
  return null;
}

/** A single line may be quoted in part; several must be whole. */
function matches(line: string, wanted: string, count: number): boolean {
  return count === 1 ? line.includes(wanted) : line === wanted;
}

/** Comments say what somebody wished; an author who wants a finding gone can write any. */
function isComment(
  { outline }: SurveyedFile,
  lines: Lines,
  { number, line }: { readonly number: number; readonly line: string },
): boolean {
  const from = lines.startOf(number) + lines.line(number).indexOf(line);
  return outline.comments.some(({ start, end }) => start <= from && from + line.length <= end);
}
