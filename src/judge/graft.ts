/** What other candidates have and the base lacks: features, tests and habits worth taking over, each with its place. */
import { compareText } from "../lib/compare.js";
import { stem } from "../lib/words.js";
import type { Category } from "../model/category.js";
import type { Candidate, Graft } from "../model/comparison.js";
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
  return features
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
          reason: `nothing in ${base.candidate.id} is named after a ${feature.name}`,
        },
      ];
    });
}

/** The largest piece named after the feature: the smaller ones are its parts or its callers. */
function pieceOf({ words }: Feature, { pieces }: Portrait): Piece | undefined {
  return pieces
    .filter((piece) => piece.lines >= leastLines && words.some((word) => piece.words.includes(word)))
    .sort((a, b) => b.lines - a.lines || compareText(a.place.path, b.place.path))[0];
}

/** A piece below this is a delegate or a declaration. */
const leastLines = 4;

function missingRequirements(base: Entry, other: Entry): readonly Graft[] {
  const lacking = new Set(
    (base.candidate.conformance?.statements ?? [])
      .filter(({ verdict }) => verdict === "missing")
      .map(({ id }) => id),
  );
  return (other.candidate.conformance?.statements ?? [])
    .filter(({ id, verdict }) => verdict === "met" && lacking.has(id))
    .flatMap(({ id, text, evidence: [place] }): readonly Graft[] =>
      place
        ? [
            {
              from: other.candidate.id,
              name: text,
              kind: "feature",
              criterion: "requirements",
              place,
              reason: `the task asks for it (${id}) and ${base.candidate.id} does not have it`,
            },
          ]
        : [],
    );
}

function missingPractices(base: Entry, other: Entry, rubric: Rubric): readonly Graft[] {
  const known = new Set((base.candidate.review?.practices ?? []).map(({ practice }) => practice));
  return (other.candidate.review?.practices ?? [])
    .filter(({ practice }) => !known.has(practice))
    .map(({ title, category, path, lines, quote, reason }): Graft => ({
      from: other.candidate.id,
      name: title,
      kind: category === "testing" ? "test" : category === "security" ? "guard" : "practice",
      criterion: criterionFor(category, rubric),
      place: { path, lines, quote },
      reason,
    }));
}

function criterionFor(category: Category, { criteria }: Rubric): string {
  return criteria.find(({ categories }) => categories.includes(category))?.id ?? criteria[0]?.id ?? "";
}

/** One graft a place and one a name, whichever candidate has it. */
function withoutRepeats(grafts: readonly Graft[]): readonly Graft[] {
  const seen = new Set<string>();
  return grafts.filter(({ from, name, place }) => {
    const keys = [name.split(" ").map(stem).join(" "), `${from} ${place.path}:${place.lines?.start ?? 0}`];
    if (keys.some((key) => seen.has(key))) return false;
    for (const key of keys) seen.add(key);
    return true;
  });
}
