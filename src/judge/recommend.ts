/** What to build on: the base, what to take from the others, and what to mend in the base first. */
import type { Candidate, Graft, Ranking, Recommendation } from "../model/comparison.js";
import type { Rubric } from "../model/rubric.js";
import type { Entry } from "./graft.js";

/** @param base the first of the ranking; absent where nothing could be scored */
export function recommend(
  base: Entry | undefined,
  grafts: readonly Graft[],
  ranking: Ranking,
  rubric: Rubric,
): Recommendation {
  if (!base) return { base: null, reasons: ["no candidate could be scored"], grafts: [], repairs: [] };
  const { candidate } = base;
  return {
    base: candidate.id,
    reasons: [...reasonsFor(candidate.id, ranking), ...levelsOf(candidate, rubric)],
    grafts: [...grafts],
    repairs: [...candidate.weaknesses],
  };
}

function* reasonsFor(id: string, { places, margins, sensitivity }: Ranking): Iterable<string> {
  const [first = []] = places;
  const [margin] = margins;
  if (first.length > 1)
    yield `${first.join(" and ")} cannot be told apart by this rubric; ${id} is named because it has the higher total, which means little`;
  else if (margin?.decidedBy !== undefined)
    yield `${margin.decidedBy}, as the points cannot tell it from ${margin.behind}`;
  else if (margin) yield `${margin.points} points ahead of ${margin.behind}`;
  const { weightings, sameFirst } = sensitivity;
  if (margin) yield `first in ${sameFirst} of ${weightings} other weightings`;
}

const mostLevels = 4;

/** Heaviest criteria at their best level, by title and word. */
function* levelsOf({ scorecard }: Candidate, { criteria }: Rubric): Iterable<string> {
  const best = [...(scorecard?.criteria ?? [])]
    .sort((a, b) => b.max - a.max)
    .flatMap(({ id, level }) => {
      const criterion = criteria.find((each) => each.id === id);
      const isBest = level !== null && level !== undefined && criterion?.levels[0]?.word === level;
      return isBest ? [`${criterion.title ?? id} (${level})`] : [];
    });
  if (best.length > 0) yield `at the best level in ${best.slice(0, mostLevels).join(", ")}`;
}
