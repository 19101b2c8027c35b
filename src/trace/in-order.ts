/** The order of flows, and which of several for the same two places is kept. */
import { compareText } from "../lib/compare.js";
import type { Flow } from "../model/flow.js";

/** By sink, then by source; of several with the same places and harm the shortest stays, then the surest. */
export function inOrder(flows: readonly Flow[]): readonly Flow[] {
  const kept = new Map<string, Flow>();
  for (const flow of flows) {
    const key = keyOf(flow);
    const other = kept.get(key);
    if (!other || isBetter(flow, other)) kept.set(key, flow);
  }
  return [...kept.values()].sort((a, b) => compare(a, b));
}

function isBetter(flow: Flow, other: Flow): boolean {
  if (flow.steps.length !== other.steps.length) return flow.steps.length < other.steps.length;
  return flow.confidence > other.confidence;
}

function placeOf({ steps }: Flow, index: number): readonly [string, number, number] {
  const step = steps.at(index);
  return step ? [step.path, step.span.start, step.span.end] : ["", 0, 0];
}

function keyOf(flow: Flow): string {
  return [...placeOf(flow, 0), ...placeOf(flow, -1), flow.harm].join("\n");
}

function compare(a: Flow, b: Flow): number {
  return (
    comparePlaces(placeOf(a, -1), placeOf(b, -1)) ||
    comparePlaces(placeOf(a, 0), placeOf(b, 0)) ||
    compareText(a.harm, b.harm)
  );
}

type Place = readonly [string, number, number];

function comparePlaces(a: Place, b: Place): number {
  return compareText(a[0], b[0]) || a[1] - b[1] || a[2] - b[2];
}
