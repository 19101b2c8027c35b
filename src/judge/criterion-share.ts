/** What a criterion's signals come to: their weighted mean, and the share of the points that gives. */
import type { MeasuredSignal, Rubric, RubricCriterion } from "../model/rubric.js";

export type Signals = ReadonlyMap<string, MeasuredSignal> | undefined;

export function hasSignals({ signals }: Pick<RubricCriterion, "signals">): boolean {
  return Object.keys(signals).length > 0;
}

export function measuredFor(
  { signals }: Pick<RubricCriterion, "signals">,
  all: Signals,
): readonly MeasuredSignal[] {
  return Object.keys(signals).flatMap((id) => all?.get(id) ?? []);
}

/** Weighted mean of what could be measured; null where nothing could. */
export function shareOf(
  { signals }: Pick<RubricCriterion, "signals">,
  measured: readonly MeasuredSignal[],
): number | null {
  const known = measured.flatMap(({ id, value }) =>
    value === null ? [] : [{ value, weight: signals[id] ?? 0 }],
  );
  const weight = known.reduce((sum, each) => sum + each.weight, 0);
  return weight === 0 ? null : known.reduce((sum, each) => sum + each.value * each.weight, 0) / weight;
}

/** The share of a criterion's points that a mean of its signals earns. */
export function earnedBy(mean: number, { floor, exponent }: Pick<Rubric, "floor" | "exponent">): number {
  return floor + (1 - floor) * mean ** exponent;
}
