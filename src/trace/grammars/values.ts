/** What is known of a value while it is followed: what of it comes from outside, and where it comes from otherwise. */
import { type Entry, type FlowStep, type Harm, harms } from "../../model/flow.js";
import type { Code, Constant, Term } from "./terms.js";
import type { Unit } from "./unit.js";

/** Outside data in a value. */
export interface Taint {
  readonly entry: Entry;
  /** As the code writes it where it comes in. */
  readonly written: string;
  /** The way so far. */
  readonly steps: readonly FlowStep[];
  /** Harms it can no longer do, one bit each in the order of `harms`. */
  readonly cleanFor: number;
  /** It became part of a longer text. */
  readonly isBuilt: boolean;
  /** Something fixed stands before it. */
  readonly hasHead: boolean;
  readonly guard: string | null;
  /** Product of what was doubtful on the way, 0–1. */
  readonly weight: number;
}

/** What follows about other values when this one is true, or at hand. */
export interface Effect {
  /** Dotted name of the value that was looked at. */
  readonly path: string;
  /** True: clean when the condition holds; false: clean when it does not; null: looked at either way. */
  readonly when: boolean | null;
  /** `clean` for these harms; otherwise a check that cannot be judged. */
  readonly isClean: boolean;
  readonly harms: readonly Harm[] | null;
  readonly text: string;
}

export interface Value {
  readonly taints: readonly Taint[];
  /** Dotted path from an import, with `()` for what calls give: `sqlite3.connect()`. */
  readonly origin: string | null;
  /** The origin begins at a package that is not part of the reviewed code. */
  readonly isForeign: boolean;
  readonly constant?: Constant;
  readonly items?: readonly Value[];
  readonly entries?: ReadonlyMap<string, Value>;
  readonly effects?: readonly Effect[];
  /** The outside data is in this argument of the call. */
  readonly fills?: number;
  readonly code?: { readonly code: Code; readonly unit: Unit };
}

export const nothing: Value = { taints: [], origin: null, isForeign: false };

export function constantValue(constant: Constant): Value {
  return { ...nothing, constant };
}

/** More ways than these into one value tell a reader nothing new. */
const mostTaints = 6;

export function mergeTaints(groups: readonly (readonly Taint[])[]): readonly Taint[] {
  const full = groups.filter((group) => group.length > 0);
  if (full.length < 2) return full[0] ?? [];
  const byKey = new Map<string, Taint>();
  for (const taint of full.flat()) {
    const first = taint.steps[0];
    const key = `${first?.path}:${first?.span.start}:${taint.cleanFor}:${taint.isBuilt}:${taint.hasHead}:${taint.guard}`;
    const known = byKey.get(key);
    if (!known || known.weight < taint.weight) byKey.set(key, taint);
  }
  return [...byKey.values()].slice(0, mostTaints);
}

/** The value that is one of these; what they do not agree on is unknown. */
export function mergeValues(values: readonly Value[]): Value {
  const [first, ...rest] = values;
  if (!first) return nothing;
  if (rest.every((value) => value === first)) return first;
  const isOne = rest.every((value) => value.origin === first.origin);
  const origin = isOne ? first.origin : (values.find((value) => value.origin !== null)?.origin ?? null);
  const merged: Value = {
    taints: mergeTaints(values.map((value) => value.taints)),
    origin,
    isForeign: values.some((value) => value.isForeign),
  };
  const isConstant = first.constant !== undefined && rest.every((value) => value.constant === first.constant);
  return isConstant ? { ...merged, constant: first.constant } : merged;
}

export function withTaints(taints: readonly Taint[]): Value {
  return taints.length === 0 ? nothing : { ...nothing, taints };
}

const bits = new Map<Harm, number>(harms.map((harm, i) => [harm, 1 << i]));
export const allHarms = (1 << harms.length) - 1;

export function maskOf(some: readonly Harm[] | null | undefined): number {
  return some ? some.reduce((mask, harm) => mask | (bits.get(harm) ?? 0), 0) : allHarms;
}

/** Outside data without these harms; what can do none any more is gone. */
export function cleaned(
  taints: readonly Taint[],
  some: readonly Harm[] | null | undefined,
): readonly Taint[] {
  const mask = maskOf(some);
  return taints.flatMap((taint) => {
    const cleanFor = taint.cleanFor | mask;
    return cleanFor === allHarms ? [] : [{ ...taint, cleanFor }];
  });
}

export function doubted(taints: readonly Taint[], weight: number): readonly Taint[] {
  return taints.map((taint) => ({ ...taint, weight: taint.weight * weight }));
}

/** Longer ways are shown by their ends. */
const mostSteps = 12;

export function stepped(taints: readonly Taint[], step: FlowStep): readonly Taint[] {
  return taints.map((taint) => {
    const last = taint.steps.at(-1);
    const isSame = last?.span.start === step.span.start && last.path === step.path;
    return isSame || taint.steps.length >= mostSteps ? taint : { ...taint, steps: [...taint.steps, step] };
  });
}

/** What is wanted of a value once its details no longer hold: after something was put into it at an unknown place. */
export function blurred(value: Value, more: readonly Taint[]): Value {
  return {
    taints: mergeTaints([value.taints, more]),
    origin: value.origin,
    isForeign: value.isForeign,
  };
}

/** A term with its value. */
export interface Known {
  readonly term: Term;
  readonly value: Value;
}
