/** What is known of a value besides where it comes from: whether it is in a longer text, and what it is clean for. */
import { type Harm, harms } from "../../model/flow.js";

export interface Facts {
  /** It has become part of a longer text. */
  readonly isBuilt: boolean;
  /** Something fixed stands before it. */
  readonly isPrefixed: boolean;
  /** It can only be text, never an object. */
  readonly isText: boolean;
  /** Harms it can no longer do, a bit each. */
  readonly clean: number;
  /** A check on the way that cannot be judged. */
  readonly guard: string | null;
  /** How often the way went by a name alone. */
  readonly doubts: number;
}

export const noFacts: Facts = {
  isBuilt: false,
  isPrefixed: false,
  isText: false,
  clean: 0,
  guard: null,
  doubts: 0,
};

export const cleanForAll = (1 << harms.length) - 1;

/** The harms as bits; all of them where none is named. */
export function maskOf(named: readonly Harm[] | undefined): number {
  return named ? named.reduce((mask, harm) => mask | bitOf(harm), 0) : cleanForAll;
}

export function bitOf(harm: Harm): number {
  return 1 << harms.indexOf(harm);
}

/** What a check or a clean-up says about a value. */
export interface Verdict {
  readonly clean: number;
  readonly guard: string | null;
}

export const noVerdict: Verdict = { clean: 0, guard: null };
export const allClean: Verdict = { clean: cleanForAll, guard: null };

export function bothVerdicts(a: Verdict, b: Verdict): Verdict {
  return { clean: a.clean | b.clean, guard: a.guard ?? b.guard };
}

export function withVerdict(facts: Facts, { clean, guard }: Verdict): Facts {
  if (clean === 0 && guard === null) return facts;
  return { ...facts, clean: facts.clean | clean, guard: facts.guard ?? guard };
}

/** What distinguishes facts for the search: two ways that differ in these are both worth following. */
export function keyOfFacts({ isBuilt, isPrefixed, isText, clean, guard }: Facts): string {
  return `${Number(isBuilt)}${Number(isPrefixed)}${Number(isText)}${clean.toString(36)}${guard === null ? "" : "?"}`;
}
