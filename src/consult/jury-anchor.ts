/** Holds what a judge cites against the candidate it was shown: only lines that are there can bear a score. */
import { normaliseQuote } from "../lib/text.js";
import type { Place } from "../model/finding.js";
import type { Citation } from "./jury-answer.js";
import type { Look, ShownCandidate, ShownFile } from "./jury-exhibit.js";

/** A bracket or a lone keyword stands in every file and shows nothing. */
const leastCharacters = 6;

/** More lines than these are not quoted in a report. */
const mostLines = 3;

export interface Cited {
  readonly places: readonly Place[];
  /** Why none of the citations holds; null when one does. */
  readonly problem: string | null;
}

export function cite(citations: readonly Citation[], candidate: ShownCandidate, look: Look): Cited {
  if (citations.length === 0) return { places: [], problem: "it cites no line" };
  const found = citations.map((citation) => placeOf(citation, candidate, look));
  const places = found.filter((place) => typeof place !== "string");
  const [problem = null] = found.filter((place) => typeof place === "string");
  return { places, problem: places.length > 0 ? null : problem };
}

function placeOf(citation: Citation, { files }: ShownCandidate, look: Look): Place | string {
  const wanted = normaliseQuote(citation.quote).split("\n");
  if (wanted.join("").replace(/\s/g, "").length < leastCharacters)
    return "it quotes nothing that would show anything";
  const named = normalisePath(citation.path);
  const file = files.find(({ name }) => name === citation.path || name === named);
  if (!file) return `it cites ${JSON.stringify(citation.path)}, which is no file of this candidate`;
  const start = findLine(wanted, file.shown[look], citation.line);
  if (start === null) return `what it quotes does not stand in ${file.path}`;
  return quoted(file, start, start + wanted.length - 1);
}

function normalisePath(path: string): string {
  return path.replaceAll("\\", "/").replace(/^(?:\.?\/)+/, "");
}

/** First of the lines, the nearest to where it was said to be; a single line may be quoted in part. */
function findLine(wanted: readonly string[], lines: readonly string[], near: number): number | null {
  const isHere = (at: number): boolean =>
    wanted.length === 1
      ? (lines[at] ?? "").includes(wanted[0] ?? "")
      : wanted.every((line, i) => (lines[at + i] ?? "").trim() === line);
  const starts = lines.flatMap((_, at) => (isHere(at) ? [at + 1] : []));
  return starts.sort((a, b) => Math.abs(a - near) - Math.abs(b - near))[0] ?? null;
}

/** As the candidate has it, names and all. */
function quoted({ path, lines }: ShownFile, start: number, end: number): Place {
  const last = Math.min(end, start + mostLines - 1);
  return {
    path,
    lines: { start, end },
    quote: lines
      .slice(start - 1, last)
      .map((line) => line.trim())
      .join("\n"),
  };
}
