/** What findings cost where signals measure the same faults: a fault counts once, by whichever takes more. */
import type { Finding } from "../model/finding.js";
import type { MeasuredSignal, Rubric, RubricCriterion } from "../model/rubric.js";
import { type Signals, earnedBy, measuredFor, shareOf } from "./criterion-share.js";

export interface Cost {
  /** In points of the criterion. */
  readonly points: number;
  /** What the same findings would cost alone. */
  readonly alone: number;
  /** Titles of the signals that have taken the difference. */
  readonly takenBy: readonly string[];
}

interface Weighed {
  readonly rubric: Rubric;
  readonly signals: Signals;
  /** What penalties are divided by. */
  readonly size: number;
}

/**
 * The penalties of the findings, less what signals took for the same faults in the criterion where that is most. Never less
 * than nothing, so that a finding cannot raise points.
 */
export function costOf(own: readonly Finding[], { weight }: RubricCriterion, weighed: Weighed): Cost {
  const { rubric, signals, size } = weighed;
  const groups = new Map<string, { readonly by: readonly MeasuredSignal[]; penalty: number }>();
  for (const { rule, severity } of own) {
    const by = [...(signals?.values() ?? [])].filter(({ sameFaults = [] }) =>
      sameFaults.includes(rule ?? ""),
    );
    const key = by.map(({ id }) => id).join(" ");
    const group = groups.get(key) ?? { by, penalty: 0 };
    group.penalty += rubric.penalties[severity];
    groups.set(key, group);
  }
  const costs = [...groups.values()].map(({ by, penalty }) => {
    const alone = (weight * penalty) / size;
    const taken = Math.min(alone, mostTaken(by, weighed));
    return { alone, taken, takenBy: taken > 0 ? by.map(({ title }) => title) : [] };
  });
  const alone = costs.reduce((sum, each) => sum + each.alone, 0);
  const taken = costs.reduce((sum, each) => sum + each.taken, 0);
  return { points: alone - taken, alone, takenBy: [...new Set(costs.flatMap(({ takenBy }) => takenBy))] };
}

/** Points that the signals take together from the criterion that they take most from. */
function mostTaken(by: readonly MeasuredSignal[], { rubric, signals }: Weighed): number {
  if (by.length === 0) return 0;
  const ids = new Set(by.map(({ id }) => id));
  const taken = rubric.criteria.map((criterion) => {
    const measured = measuredFor(criterion, signals);
    const share = shareOf(criterion, measured);
    if (share === null) return 0;
    const without = measured.map((each) =>
      ids.has(each.id) && each.value !== null ? { ...each, value: 1 } : each,
    );
    const best = shareOf(criterion, without) ?? share;
    return criterion.weight * (earnedBy(best, rubric) - earnedBy(share, rubric));
  });
  return Math.max(0, ...taken);
}
