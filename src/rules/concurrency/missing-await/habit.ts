/** Calls that the project waits for everywhere else, counted by what the method is called on; no types needed. */
import type { Doubt, Script, Use, Verdict } from "./doubts.js";
import { receiversOf } from "./receivers.js";

export interface HabitBroken {
  readonly script: Script;
  readonly doubt: Doubt;
  /** How often the same call is waited for elsewhere. */
  readonly awaited: number;
}

/** Waits that make a habit, and their share of all uses that say anything; the use in question is not counted. */
const fewest = 4;
const share = 0.9;

interface Counted {
  readonly script: Script;
  readonly use: Use;
}

export interface Tally {
  awaited: number;
  handed: number;
}

/** How often a name is waited for and how often its result is handed on unawaited, whatever it is called on. */
export function tallyOf(scripts: readonly Script[]): ReadonlyMap<string, Tally> {
  const tally = new Map<string, Tally>();
  for (const { uses } of scripts) {
    for (const { name, is, isKept } of uses) {
      if (isKept || (is !== "awaited" && is !== "handed")) continue;
      const count = tally.get(name) ?? { awaited: 0, handed: 0 };
      count[is]++;
      tally.set(name, count);
    }
  }
  return tally;
}

/** Doubtful calls whose like is waited for nearly everywhere. */
export function againstHabit(scripts: readonly Script[]): readonly HabitBroken[] {
  const all = scripts.flatMap((script) => script.uses.map((use) => ({ script, use })));
  return grouped(all, ({ use }) => use.name).flatMap((group) => {
    if (!isPromising(group) || !group.some(({ use }) => use.doubt !== undefined)) return [];
    return grouped(group, receiverOf).flatMap(brokenIn);
  });
}

function receiverOf({ script: { file }, use: { name, nth } }: Counted): string | undefined {
  return receiversOf(file, name)[nth] ?? undefined;
}

function brokenIn(group: readonly Counted[]): readonly HabitBroken[] {
  if (!isPromising(group)) return [];
  const count = (verdict: Verdict): number => group.filter(({ use: { is } }) => is === verdict).length;
  const [awaited, against, handed] = [count("awaited"), count("against"), count("handed")];
  const isBuilder = group.some(({ use }) => use.isChained);
  const takesFunctions = group.some(({ use }) => use.is === "awaited" && use.takesCallback);
  return group.flatMap(({ script, use }) => {
    const doubt = script.doubts[use.doubt ?? -1];
    if (!doubt || awaited < fewest || (!takesFunctions && use.takesCallback)) return [];
    // A query that is built on is a promise to one who waits and a builder to one who goes on.
    if (doubt.kind === "chained" || (doubt.kind === "read" && isBuilder)) return [];
    const isAlone = doubt.kind === "handed" ? against === 0 && handed === 1 : use.is === "against";
    return isAlone && awaited / (awaited + Math.max(0, against - 1)) >= share
      ? [{ doubt, script, awaited }]
      : [];
  });
}

/** Variables are not followed here. */
function isPromising(group: readonly Counted[]): boolean {
  let awaited = 0;
  for (const { use } of group) if (use.is === "awaited" && !use.isKept) awaited++;
  return awaited >= fewest;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string | undefined): readonly T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}
