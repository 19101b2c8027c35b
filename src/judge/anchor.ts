/** Puts every claim at its place: code, never the one who claims, decides the line. */
import { Lines, normaliseQuote } from "../lib/text.js";
import type { Claim, Dropped, Place, Practice } from "../model/finding.js";
import type { LineRange } from "../model/source.js";
import type { Survey, SurveyedFile } from "../model/survey.js";
import { type AttributedClaim, type Judged, drop } from "./claims.js";

/**
 * A rule's hit must hold its quote at its lines. A model's quote must match one place of the file, after line ends
 * and outer white space are normalised; where it matches several, the claimed lines decide only when they lie in a
 * symbol that holds exactly one of them. Otherwise the claim is about the file as a whole.
 */
export function anchor(claims: readonly AttributedClaim[], survey: Survey): Judged<AttributedClaim> {
  const kept: AttributedClaim[] = [];
  const dropped: ReturnType<typeof drop>[] = [];
  const linesOf = new LinesByPath(survey);
  for (const claim of claims) {
    const file = survey.files.get(claim.path);
    const lines = linesOf.get(claim.path);
    if (!file || !lines) {
      dropped.push(drop(claim, "anchor", "the file is not among the reviewed ones"));
    } else if (claim.origin === "tool") {
      kept.push({ ...claim, ...placeAgain(claim, file, lines), ...placeOthers(claim, survey, linesOf) });
    } else if (claim.origin === "model") {
      kept.push({ ...claim, ...placeQuote(claim, file, lines), ...placeOthers(claim, survey, linesOf) });
    } else if (claim.lines && holdsQuote(lines, claim.lines, claim.quote)) {
      kept.push({ ...claim, ...placeOthers(claim, survey, linesOf) });
    } else {
      dropped.push(drop(claim, "anchor", "the quote does not stand at the lines the rule named"));
    }
  }
  return { kept, dropped };
}

/** Practices keep the same discipline: the place they name holds their quote, or they are about the file. */
export function anchorPractices(practices: readonly Practice[], survey: Survey): Anchored<Practice> {
  const kept: Practice[] = [];
  const dropped: Dropped[] = [];
  const linesOf = new LinesByPath(survey);
  for (const practice of practices) {
    const { title, path, reviewers } = practice;
    const file = survey.files.get(path);
    const lines = linesOf.get(path);
    if (file && lines) kept.push({ ...practice, ...placeAgain(practice, file, lines) });
    else {
      const reason = "the file is not among the reviewed ones";
      dropped.push({ title, path, lines: null, reviewers, stage: "anchor", reason });
    }
  }
  return { kept, dropped };
}

interface Anchored<T> {
  readonly kept: readonly T[];
  readonly dropped: readonly Dropped[];
}

/** The other places of a defect and the way to it; one whose quote has no place of its own in a reviewed file names no line. */
function placeOthers(
  claim: AttributedClaim,
  survey: Survey,
  linesOf: LinesByPath,
): Pick<Claim, "also" | "steps"> {
  const placed = (places: readonly Place[]): Place[] =>
    places.flatMap((place) => {
      const file = survey.files.get(place.path);
      const lines = linesOf.get(place.path);
      return file && lines ? { ...place, ...placeAgain(place, file, lines) } : [];
    });
  return {
    ...(claim.also ? { also: placed(claim.also) } : {}),
    ...(claim.steps ? { steps: placed(claim.steps) } : {}),
  };
}

function placeAgain(place: Place, file: SurveyedFile, lines: Lines): Pick<Place, "lines" | "quote"> {
  if (place.lines && holdsQuote(lines, place.lines, place.quote)) {
    return { lines: place.lines, quote: place.quote };
  }
  return placeQuote(place, file, lines);
}

/** The lines that hold the quote, and the quote as the file has it: what is printed is verbatim. */
function placeQuote(place: Place, file: SurveyedFile, lines: Lines): Pick<Place, "lines" | "quote"> {
  const found = findQuote(place, file, lines);
  return { lines: found, quote: found ? lines.slice(found.start, found.end) : place.quote };
}

class LinesByPath {
  readonly #known = new Map<string, Lines>();

  constructor(private readonly survey: Survey) {}

  get(path: string): Lines | undefined {
    const file = this.survey.files.get(path);
    if (!file) return undefined;
    const lines = this.#known.get(path) ?? new Lines(file.source.text);
    this.#known.set(path, lines);
    return lines;
  }
}

function holdsQuote(lines: Lines, { start, end }: LineRange, quote: string): boolean {
  const count = quote.split("\n").length;
  return lines.slice(start, Math.min(end, start + count - 1)) === quote;
}

function findQuote(claim: Place, file: SurveyedFile, lines: Lines): LineRange | null {
  const places = matches(lines, claim.quote);
  if (places.length === 1) return places[0] ?? null;
  const claimed = claim.lines;
  if (places.length === 0 || !claimed) return null;
  const symbol = smallestSymbolAround(claimed, file, lines);
  const inside = symbol ? places.filter((place) => isInside(place, symbol)) : [];
  return inside.length === 1 ? (inside[0] ?? null) : null;
}

/** Places where the non-blank lines of the file, trimmed, equal those of the quote. */
function matches(lines: Lines, quote: string): readonly LineRange[] {
  const wanted = normaliseQuote(quote).split("\n");
  if (wanted[0] === "") return [];
  const numbered = Array.from({ length: lines.count }, (_, i) => ({
    number: i + 1,
    text: lines.line(i + 1).trim(),
  }));
  const solid = numbered.filter(({ text }) => text !== "");
  return solid.flatMap((first, i): LineRange[] => {
    const last = solid[i + wanted.length - 1];
    return last && wanted.every((text, j) => solid[i + j]?.text === text)
      ? [{ start: first.number, end: last.number }]
      : [];
  });
}

function smallestSymbolAround(range: LineRange, file: SurveyedFile, lines: Lines): LineRange | undefined {
  return file.outline.definitions
    .map(({ span }) => lines.range(span))
    .filter((symbol) => isInside(range, symbol))
    .sort((a, b) => a.end - a.start - (b.end - b.start))[0];
}

function isInside(inner: LineRange, outer: LineRange): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
