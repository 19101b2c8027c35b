/** Decides by pairs what points cannot tell apart: both orders must agree, else it stays a tie. */
import type { Pairwise, Ranking } from "../model/comparison.js";
import type { Pair } from "../model/jury.js";
import { type Met, bradleyTerry } from "./bradley-terry.js";

/** In a large group only neighbours meet: strengths follow from chains of them, and the rest would only cost. */
const farthest = 3;

/** From so many candidates on strengths are estimated; below it everybody met everybody and wins can be counted. */
const leastForStrengths = 4;

/** Those that share a place, two by two. */
export function nearTies({ places }: Pick<Ranking, "places">): readonly Pair[] {
  return places.flatMap((ids) =>
    ids.flatMap((first, i) => ids.slice(i + 1, i + 1 + farthest).map((second): Pair => [first, second])),
  );
}

/** `tie` also where the two orders do not agree. */
export function outcomeOf({ verdicts: [one = "tie", ...others] }: Pairwise): Pairwise["verdicts"][number] {
  return others.length > 0 && others.every((other) => other === one) ? one : "tie";
}

export function isConsistent({ verdicts: [one, ...others] }: Pairwise): boolean {
  return others.length > 0 && others.every((other) => other === one);
}

/**
 * The ranking with places that pairs could divide; who is equal in the pairs too stays tied.
 * @param totals by id
 */
export function settleTies(
  ranking: Ranking,
  pairwise: readonly Pairwise[],
  totals: ReadonlyMap<string, number>,
): Ranking {
  const count = ranking.places.flat().length;
  const places = ranking.places.flatMap((ids) => divided(ids, pairwise, count >= leastForStrengths));
  const order = places.flat();
  const margins = order
    .slice(1)
    .map((behind, i) => marginOf(order[i] ?? behind, behind, { ranking, places, pairwise, totals }));
  return { ...ranking, places, margins };
}

function divided(
  ids: readonly string[],
  pairwise: readonly Pairwise[],
  isByStrength: boolean,
): readonly string[][] {
  const own = pairwise.filter(({ first, second }) => ids.includes(first) && ids.includes(second));
  const isWhole = nearTies({ places: [[...ids]] }).every(([a, b]) => own.some((each) => isOf(each, a, b)));
  if (ids.length === 1 || !isWhole) return [[...ids]];
  const meetings = own.map(metIn);
  const values = isByStrength ? bradleyTerry(ids, meetings) : ids.map((id) => winsOf(id, meetings));
  const rounded = ids.map((id, i) => ({ id, value: Math.round((values[i] ?? 0) * 1e6) }));
  const levels = [...new Set(rounded.map(({ value }) => value))].sort((a, b) => b - a);
  return levels.map((level) => rounded.filter(({ value }) => value === level).map(({ id }) => id));
}

function isOf({ first, second }: Pairwise, a: string, b: string): boolean {
  return (first === a && second === b) || (first === b && second === a);
}

function metIn(each: Pairwise): Met {
  const wins = { first: 1, second: 0, tie: 0.5 }[outcomeOf(each)];
  return { first: each.first, second: each.second, wins, losses: 1 - wins };
}

function winsOf(id: string, meetings: readonly Met[]): number {
  return meetings.reduce(
    (sum, { first, second, wins, losses }) => sum + (first === id ? wins : 0) + (second === id ? losses : 0),
    0,
  );
}

interface Settling {
  readonly ranking: Ranking;
  readonly places: readonly (readonly string[])[];
  readonly pairwise: readonly Pairwise[];
  readonly totals: ReadonlyMap<string, number>;
}

function marginOf(
  ahead: string,
  behind: string,
  { ranking, places, pairwise, totals }: Settling,
): Ranking["margins"][number] {
  const wasTied = ranking.places.some((ids) => ids.includes(ahead) && ids.includes(behind));
  const known = ranking.margins.find((margin) => margin.ahead === ahead && margin.behind === behind);
  const isTied = places.some((ids) => ids.includes(ahead) && ids.includes(behind));
  const points = Math.round(((totals.get(ahead) ?? 0) - (totals.get(behind) ?? 0)) * 10) / 10;
  if (!wasTied || isTied) return known ?? { ahead, behind, points, isTie: isTied };
  const met = pairwise.filter((each) => isOf(each, ahead, behind));
  const won = met.filter(
    (each) => each[outcomeOf(each) === "first" ? "first" : "second"] === ahead && outcomeOf(each) !== "tie",
  );
  const decidedBy = `preferred by ${won.length} of ${met.length} ${met.length === 1 ? "judge" : "judges"} in both orders`;
  return { ahead, behind, points, isTie: false, decidedBy };
}
