/** Totals under other weights than the rubric's, to see whether an order rests on the weights or on the code. */
import type { Scorecard } from "../model/rubric.js";

/** Weight by criterion id. */
export type Weights = ReadonlyMap<string, number>;

export function weightsOf({ criteria }: Scorecard): Weights {
  return new Map(criteria.map(({ id, max }) => [id, max]));
}

/** The same weights with one multiplied. */
export function reweighed(weights: Weights, criterion: string, factor: number): Weights {
  return new Map([...weights].map(([id, weight]) => [id, id === criterion ? weight * factor : weight]));
}

/** Each weight between half and one and a half of itself: people who share a rubric still differ by about as much. */
const spread = 0.5;

/** Weightings around the given one; the same ones every time, so that a report can be made again. */
export function drawWeightings(weights: Weights, count: number): readonly Weights[] {
  const next = random(1);
  return Array.from(
    { length: count },
    () => new Map([...weights].map(([id, weight]) => [id, weight * (1 + spread * (2 * next() - 1))])),
  );
}

/**
 * The total a scorecard would have, on its rubric's scale; null where it has none. A criterion that was not scored
 * gives its weight to the others; a cap that held before still holds.
 */
export function totalUnder(scorecard: Scorecard, weights: Weights): number | null {
  if (scorecard.total === null) return null;
  const own = mean(scorecard, weightsOf(scorecard));
  const total = mean(scorecard, weights);
  const isCapped = scorecard.total < own - 0.1;
  return isCapped ? Math.min(total, scorecard.total) : total;
}

/**
 * As `totalUnder`, by the bounds of what was measured: what may be there in other words counts as if it were. A capped
 * total stays where it is.
 */
export function boundUnder(scorecard: Scorecard, weights: Weights): number | null {
  const total = totalUnder(scorecard, weights);
  if (total === null || scorecard.criteria.every(({ atMost }) => atMost === undefined)) return total;
  const own = mean(scorecard, weightsOf(scorecard));
  if ((scorecard.total ?? 0) < own - 0.1) return total;
  const criteria = scorecard.criteria.map((each) => ({ ...each, points: each.atMost ?? each.points }));
  return total + mean({ ...scorecard, criteria }, weights) - mean(scorecard, weights);
}

function mean({ criteria }: Scorecard, weights: Weights): number {
  const scale = criteria.reduce((sum, { max }) => sum + max, 0);
  let points = 0;
  let weight = 0;
  for (const criterion of criteria) {
    if (criterion.points === null) continue;
    const own = weights.get(criterion.id) ?? 0;
    points += own * (criterion.points / criterion.max);
    weight += own;
  }
  return weight === 0 ? 0 : (points / weight) * scale;
}

/** Numbers from 0 to 1, by Marsaglia's xorshift of 32 bits (2003) with the triple 13, 17, 5. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
