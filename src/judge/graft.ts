/** What other candidates have and the base lacks: features, tests and habits worth taking over, each with its place. */
import { compareText } from "../lib/compare.js";
import { stem, wordsOf } from "../lib/words.js";
import type { Category } from "../model/category.js";
import type { Candidate, Graft } from "../model/comparison.js";
import type { Place } from "../model/finding.js";
import type { Rubric } from "../model/rubric.js";
import { type Feature, features } from "./features.js";
import type { Piece, Portrait } from "./portrait.js";

/** A candidate with what it consists of. */
export interface Entry {
  readonly candidate: Candidate;
  readonly portrait: Portrait;
}

/** More would be a rewrite. */
const mostGrafts = 8;

/** @param others best first: of two that have the same thing the better one gives it */
export function findGrafts(base: Entry, others: readonly Entry[], rubric: Rubric): readonly Graft[] {
  const grafts = others.flatMap((other) => [
    ...missingFeatures(base, other, rubric),
    ...missingRequirements(base, other),
    ...missingPractices(base, other, rubric),
  ]);
  return withoutRepeats(grafts).slice(0, mostGrafts);
}

function missingFeatures(base: Entry, other: Entry, rubric: Rubric): readonly Graft[] {
  const asked = new Set(
    (base.candidate.conformance?.statements ?? []).flatMap(({ text }) => wordsOf(text).map(stem)),
  );
  return features
    .filter(({ name, words }) => isAlwaysWelcome(name) || words.some((word) => asked.has(stem(word))))
    .filter(({ words }) => !words.some((word) => base.portrait.words.has(word)))
    .flatMap((feature): readonly Graft[] => {
      const piece = pieceOf(feature, other.portrait);
      if (!piece) return [];
      const criterion = criterionFor(feature.category, rubric);
      return [
        {
          from: other.candidate.id,
          name: piece.words.join(" "),
          kind: "feature",
          criterion,
          place: piece.place,
          reason: `${base.candidate.id} has no ${feature.name}`,
        },
      ];
    });
}

/** What a service is better with, asked for or not; other features are only worth taking where the task names them. */
function isAlwaysWelcome(name: string): boolean {
  return [
    "background worker",
    "retry",
    "circuit breaker",
    "health check",
    "metrics",
    "graceful stop",
  ].includes(name);
}

/** The largest piece named after the feature: the smaller ones are its parts or its callers. */
function pieceOf({ words }: Feature, { pieces }: Portrait): Piece | undefined {
  return pieces
    .filter(({ kind }) => kind !== "type")
    .filter((piece) => piece.lines >= leastLines && words.some((word) => piece.words.includes(word)))
    .sort((a, b) => b.lines - a.lines || compareText(a.place.path, b.place.path))[0];
}

/** A piece below this is a delegate or a declaration. */
const leastLines = 4;

/** The piece around the place that shows a statement met, named in the piece's words. */
function missingRequirements(base: Entry, other: Entry): readonly Graft[] {
  const lacking = new Set(
    (base.candidate.conformance?.statements ?? [])
      .filter(({ verdict }) => verdict !== "met" && verdict !== "not assessed")
      .map(({ id }) => id),
  );
  return (other.candidate.conformance?.statements ?? [])
    .filter(({ id, verdict }) => verdict === "met" && lacking.has(id))
    .flatMap(({ id, text, evidence }): readonly Graft[] => {
      const piece = evidence.map((place) => pieceAround(place, other.portrait)).find((each) => each);
      if (!piece) return [];
      return [
        {
          from: other.candidate.id,
          name: piece.words.join(" "),
          kind: "feature",
          criterion: "requirements",
          place: piece.place,
          reason: `the task asks for it (${id}: ${text.replace(/[.]$/, "")})`,
        },
      ];
    });
}

function pieceAround({ path, lines }: Place, { pieces }: Portrait): Piece | undefined {
  if (!lines) return undefined;
  return pieces
    .filter(({ kind, place, lines: height }) => {
      const own = place.lines;
      const isAround = own !== null && own.start <= lines.start && own.end >= lines.end;
      return kind !== "type" && height >= leastLines && place.path === path && isAround;
    })
    .sort((a, b) => a.lines - b.lines)[0];
}

/** What the base would gain by a habit, measured: without a signal nobody knows whether it has it in other form. */
const signalOf: Readonly<Record<string, string>> = {
  "explicit-timeout": "bounded-waits",
  "environment-configuration": "checked-configuration",
  "fail-fast-options": "checked-configuration",
  "lock-guarded-state": "shared-state-guarded",
  "graceful-stop": "ready-to-run",
  "validated-boundary": "checked-input",
  "constant-time-comparison": "guarded-handlers",
};
/** From here on the base has it. */
const strong = 0.85;

function missingPractices(base: Entry, other: Entry, rubric: Rubric): readonly Graft[] {
  const known = new Set((base.candidate.review?.practices ?? []).map(({ practice }) => practice));
  return (other.candidate.review?.practices ?? [])
    .filter(({ practice }) => !known.has(practice) && lacks(base, signalOf[practice]))
    .map(({ title, category, path, lines, quote, reason }): Graft => ({
      from: other.candidate.id,
      name: title,
      kind: category === "testing" ? "test" : category === "security" ? "guard" : "practice",
      criterion: criterionFor(category, rubric),
      place: { path, lines, quote },
      reason,
    }));
}

function lacks({ candidate }: Entry, signal: string | undefined): boolean {
  const measured = (candidate.scorecard?.criteria ?? [])
    .flatMap(({ signals = [] }) => signals)
    .find(({ id }) => id === signal);
  return measured !== undefined && measured.value !== null && measured.value < strong;
}

function criterionFor(category: Category, { criteria }: Rubric): string {
  return criteria.find(({ categories }) => categories.includes(category))?.id ?? criteria[0]?.id ?? "";
}

/** Whichever candidate has it: one graft a place, and one a thing, told by the beginnings of its words. */
function withoutRepeats(grafts: readonly Graft[]): readonly Graft[] {
  const kept: Graft[] = [];
  for (const graft of grafts) {
    const known = kept.findIndex((other) => isSamePlace(graft, other) || isSameThing(graft, other));
    const other = kept[known];
    if (!other) kept.push(graft);
    else if (graft.criterion === "requirements" && other.from === graft.from)
      kept[known] = { ...other, reason: `${other.reason}; ${graft.reason}` };
  }
  return kept;
}

function isSamePlace(a: Graft, b: Graft): boolean {
  return a.from === b.from && a.place.path === b.place.path && a.place.lines?.start === b.place.lines?.start;
}

/** `archival worker` and "old sessions are archived": letters from which English words of one family agree. */
const familyLetters = 6;

function isSameThing(a: Graft, b: Graft): boolean {
  const beginnings = ({ name }: Graft): readonly string[] =>
    wordsOf(name)
      .filter((word) => word.length >= familyLetters)
      .map((word) => word.slice(0, familyLetters));
  return a.name === b.name || beginnings(a).some((word) => beginnings(b).includes(word));
}
