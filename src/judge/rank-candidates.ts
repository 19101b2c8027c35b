/** Who is ahead, by how much, and whether other weights would say otherwise. */
import { compareText } from "../lib/compare.js";
import type { Candidate, Ranking } from "../model/comparison.js";
import type { Scorecard } from "../model/rubric.js";
import { type Weights, boundUnder, drawWeightings, reweighed, totalUnder, weightsOf } from "./weightings.js";

export interface Scored {
  readonly id: string;
  readonly scorecard: Scorecard;
}

export interface Ranked {
  readonly ranking: Ranking;
  readonly intervals: ReadonlyMap<string, NonNullable<Candidate["interval"]>>;
}

const weightingsDrawn = 1000;
/** Share of the scale below which a difference means nothing: about what two low findings cost in a heavy criterion. */
const resolution = 0.006;
/** Share of other weightings that may put two the other way round before they count as tied. */
const mostReversed = 0.2;
const shift = 0.2;

/**
 * Orders by total. Two are tied where their difference is below the resolution; where it would be if what was looked for by
 * freely chosen words, and not found, stood there in other words, in both of them alike; or where more than a fifth of
 * 1,000 other weightings would put them the other way round: pair by pair under the same weights and readings, because
 * the intervals of two totals overlap also where one candidate is behind under every single one.
 * @param scored those with a total; the same rubric for all
 */
export function rankCandidates(scored: readonly Scored[]): Ranked {
  const ordered = [...scored].sort(
    (a, b) => (b.scorecard.total ?? 0) - (a.scorecard.total ?? 0) || compareText(a.id, b.id),
  );
  const [first] = ordered;
  const weights = first ? weightsOf(first.scorecard) : new Map<string, number>();
  const drawn = drawWeightings(weights, weightingsDrawn);
  const totals = new Map(ordered.map((each) => [each.id, drawn.map((draw) => total(each, draw))]));
  const scale = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const isTied = (ahead: Scored, behind: Scored): boolean =>
    Math.abs(margin(ahead, behind)) < resolution * scale ||
    bound(ahead, weights) - bound(behind, weights) < resolution * scale ||
    reversedShare(totals.get(ahead.id) ?? [], totals.get(behind.id) ?? []) > mostReversed;
  return {
    ranking: {
      places: places(ordered, isTied),
      margins: ordered.slice(1).map((behind, i) => {
        const ahead = ordered[i] ?? behind;
        return {
          ahead: ahead.id,
          behind: behind.id,
          points: oneDecimal(margin(ahead, behind)),
          isTie: isTied(ahead, behind),
        };
      }),
      sensitivity: {
        weightings: drawn.length,
        sameOrder: drawn.filter((draw) => sameOrder(ordered, draw)).length,
        sameFirst: drawn.filter((draw) => leaderUnder(ordered, draw) === first?.id).length,
        turning: turningCriteria(ordered, weights),
      },
    },
    intervals: new Map(
      ordered.map((each) => [
        each.id,
        intervalOf(
          totals.get(each.id) ?? [],
          drawn.map((draw) => bound(each, draw)),
        ),
      ]),
    ),
  };
}

function total({ scorecard }: Scored, weights: Weights): number {
  return totalUnder(scorecard, weights) ?? 0;
}

function bound({ scorecard }: Scored, weights: Weights): number {
  return boundUnder(scorecard, weights) ?? 0;
}

function margin(ahead: Scored, behind: Scored): number {
  return (ahead.scorecard.total ?? 0) - (behind.scorecard.total ?? 0);
}

function reversedShare(ahead: readonly number[], behind: readonly number[]): number {
  return ahead.filter((each, i) => each < (behind[i] ?? 0)).length / Math.max(1, ahead.length);
}

/** One place for all that are tied with the best of the place. */
function places(
  ordered: readonly Scored[],
  isTied: (ahead: Scored, behind: Scored) => boolean,
): Ranking["places"] {
  const result: string[][] = [];
  let best: Scored | undefined;
  for (const each of ordered) {
    const place = result.at(-1);
    if (best && place && isTied(best, each)) place.push(each.id);
    else {
      result.push([each.id]);
      best = each;
    }
  }
  return result;
}

/** The 5th of 100 of what was found, and the 95th of what may be there. */
function intervalOf(
  totals: readonly number[],
  bounds: readonly number[],
): { readonly low: number; readonly high: number } {
  return { low: quantile(totals, 0.05), high: quantile(bounds, 0.95) };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return oneDecimal(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
}

function sameOrder(ordered: readonly Scored[], weights: Weights): boolean {
  return ordered.every((each, i) => {
    const next = ordered[i + 1];
    return next === undefined || total(each, weights) >= total(next, weights);
  });
}

function leaderUnder(ordered: readonly Scored[], weights: Weights): string | undefined {
  return ordered.reduce<Scored | undefined>(
    (best, each) => (best === undefined || total(each, weights) > total(best, weights) ? each : best),
    undefined,
  )?.id;
}

function turningCriteria(ordered: readonly Scored[], weights: Weights): Ranking["sensitivity"]["turning"] {
  return [...weights.keys()].flatMap((criterion) =>
    (
      [
        ["+20 %", 1 + shift],
        ["−20 %", 1 - shift],
      ] as const
    ).flatMap(([change, factor]) => {
      const changed = reweighed(weights, criterion, factor);
      const first = leaderUnder(ordered, changed) ?? "";
      return sameOrder(ordered, changed) ? [] : [{ criterion, change, first }];
    }),
  );
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}
