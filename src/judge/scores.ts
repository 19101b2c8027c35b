/** What judges' words are worth: a level is the middle of its range, several judges are their median, and both are shown. */
import { shareOfLevel } from "../lib/level-share.js";
import type { Judgement } from "../model/comparison.js";
import type { RubricCriterion, Scorecard } from "../model/rubric.js";

/** What the judges say of one criterion of one candidate. */
export interface Heard {
  /** Median of the judges, 0–1. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** The word of each judge. */
  readonly levels: readonly string[];
}

/** By criterion id. */
export type HeardByCriterion = ReadonlyMap<string, Heard>;

/** Printed wherever models judged. */
export const judgedFormula =
  "where models judged: points of a criterion = mean of what was measured and what the median of the judges' shares gives, or the latter alone where nothing was measured; a judge's share is the middle of the range of the level it chose, and a score without a cited line that is there does not count";

/** The middle of the sorted values; the mean of the two in the middle of an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = low] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/** Of each judge and candidate the last look that was taken; of that the scores with a cited line. */
export function scoresThatCount(judgements: readonly Judgement[]): readonly Judgement[] {
  const keyOf = ({ judge, candidate }: Judgement): string => JSON.stringify([judge, candidate]);
  const seenTwice = new Set(judgements.filter(({ look }) => look === "without praise").map(keyOf));
  return judgements.filter(
    (judgement) =>
      judgement.discarded === null &&
      judgement.points !== null &&
      (judgement.look === "without praise" || !seenTwice.has(keyOf(judgement))),
  );
}

/** By candidate, then by criterion. */
export function hear(
  judgements: readonly Judgement[],
  criteria: readonly RubricCriterion[],
): ReadonlyMap<string, HeardByCriterion> {
  const heard = new Map<string, Map<string, Heard>>();
  const counting = scoresThatCount(judgements);
  for (const candidate of new Set(counting.map((judgement) => judgement.candidate))) {
    const own = new Map<string, Heard>();
    for (const { id, levels } of criteria) {
      const scores = counting.filter((each) => each.candidate === candidate && each.criterion === id);
      const shares = scores.flatMap(({ level }) => shareOfLevel(levels, level ?? "") ?? []);
      if (shares.length === 0) continue;
      own.set(id, {
        share: median(shares),
        low: Math.min(...shares),
        high: Math.max(...shares),
        levels: scores.map(({ level }) => level ?? ""),
      });
    }
    heard.set(candidate, own);
  }
  return heard;
}

type Criterion = Scorecard["criteria"][number];

/**
 * A measured criterion with what the judges say of it; both numbers stand among its reasons.
 * @param floor share of the points that a rubric gives before anything is measured
 */
export function withHeard(
  measured: Criterion,
  { levels, signals }: Pick<RubricCriterion, "levels" | "signals">,
  heard: Heard | undefined,
  floor = 0,
): Criterion {
  if (!heard) return measured;
  const { points, max, reasons } = measured;
  const least = Object.keys(signals).length > 0 ? floor : 0;
  const judged = max * (least + (1 - least) * heard.share);
  const mean = points === null ? judged : (points + judged) / 2;
  const reached = Math.round(((mean / max - least) / (1 - least)) * 100) / 100;
  return {
    ...withoutBound(measured),
    points: oneDecimal(mean),
    ...(levels.length === 0 ? {} : { level: levels.find(({ min }) => reached >= min)?.word ?? null }),
    reasons: [...reasons, saidOf(heard, { points, judged, max })],
  };
}

/** Who reads the code sees what stands there, whatever it is called. */
function withoutBound(criterion: Criterion): Criterion {
  const bare = { ...criterion };
  delete bare.atMost;
  return bare;
}

interface Sides {
  readonly points: number | null;
  readonly judged: number;
  readonly max: number;
}

function saidOf({ levels }: Heard, { points, judged, max }: Sides): string {
  const said = `judged ${levels.join(", ")} = ${oneDecimal(judged)} of ${max}`;
  return points === null
    ? `${said}, which alone counts, as nothing was measured`
    : `measured ${points} of ${max}, ${said}`;
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}
