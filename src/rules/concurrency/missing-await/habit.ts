/** Calls that the project waits for everywhere else, counted by what the method is called on; no types needed. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../../model/tree.js";
import { isFunctionNode } from "../../../syntax/typescript/ask.js";
import { useOfVariable } from "../../../syntax/typescript/promises.js";
import type { Doubt, Script } from "./doubts.js";
import { receiverOf, roughName } from "./receivers.js";

export interface HabitBroken extends Doubt {
  readonly script: Script;
  /** How often the same call is waited for elsewhere. */
  readonly awaited: number;
}

/** Waits that make a habit, and their share of all uses that say anything; the use in question is not counted. */
const fewest = 4;
const share = 0.9;

interface Counted {
  readonly script: Script;
  readonly call: ts.CallExpression;
  readonly use: Script["uses"][number]["use"];
}

/** How often a name is waited for and how often its result is handed on unawaited, whatever it is called on. */
export function tallyOf(
  scripts: readonly Script[],
): ReadonlyMap<string, { awaited: number; handed: number }> {
  const tally = new Map<string, { awaited: number; handed: number }>();
  for (const { file, uses } of scripts) {
    for (const { call, use } of uses) {
      const name = use.use === "awaited" || use.use === "handed" ? roughName(file, call) : undefined;
      if (name === undefined) continue;
      const count = tally.get(name) ?? { awaited: 0, handed: 0 };
      if (use.use === "awaited") count.awaited++;
      else count.handed++;
      tally.set(name, count);
    }
  }
  return tally;
}

/** Doubtful calls whose like is waited for nearly everywhere. */
export function againstHabit(scripts: readonly Script[]): readonly HabitBroken[] {
  const doubts = new Map(
    scripts.flatMap((script) => script.doubts.map((doubt) => [doubt.call, doubt] as const)),
  );
  const all = scripts.flatMap((script) => script.uses.map((one) => ({ script, ...one })));
  const rough = grouped(all, ({ script, call }) => roughName(script.file, call));
  return rough.flatMap((group) => {
    if (!isPromising(group) || !group.some(({ call }) => doubts.has(call))) return [];
    return grouped(group, ({ script, call }) => receiverOf(script.file, call)).flatMap((same) =>
      brokenIn(same, doubts),
    );
  });
}

function brokenIn(
  group: readonly Counted[],
  doubts: ReadonlyMap<ts.CallExpression, Doubt>,
): readonly HabitBroken[] {
  if (!isPromising(group)) return [];
  const judged = group.map((one) => ({ ...one, is: judge(one) }));
  const count = (kind: Verdict): number => judged.filter(({ is }) => is === kind).length;
  const [awaited, against, handed] = [count("awaited"), count("against"), count("handed")];
  const isBuilder = judged.some(({ use }) => use.use === "chained");
  const takesFunctions = judged.some(
    ({ is, script, call }) => is === "awaited" && takesCallback(script.file.tree, call),
  );
  return judged.flatMap(({ script, call, is }) => {
    const doubt = doubts.get(call);
    if (!doubt || awaited < fewest || (!takesFunctions && takesCallback(script.file.tree, call))) return [];
    // A query that is built on is a promise to one who waits and a builder to one who goes on.
    if (doubt.kind === "chained" || (doubt.kind === "read" && isBuilder)) return [];
    const isAlone = doubt.kind === "handed" ? against === 0 && handed === 1 : is === "against";
    return isAlone && awaited / (awaited + Math.max(0, against - 1)) >= share
      ? [{ ...doubt, script, awaited }]
      : [];
  });
}

type Verdict = "awaited" | "against" | "handed" | "nothing";

function judge({ script, use }: Counted): Verdict {
  const { use: kind } = use.use === "kept" && use.name ? useOfVariable(script.file.tree, use.name) : use;
  if (kind === "awaited" || kind === "handed") return kind;
  return kind === "dropped" || kind === "read" ? "against" : "nothing";
}

function isPromising(group: readonly Counted[]): boolean {
  let awaited = 0;
  for (const { use } of group) if (use.use === "awaited") awaited++;
  return awaited >= fewest;
}

/** With a callback the same method hands no promise back. */
function takesCallback(tree: TypeScriptTree, call: ts.CallExpression): boolean {
  const last = call.arguments.at(-1);
  return last !== undefined && isFunctionNode(tree, last);
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
