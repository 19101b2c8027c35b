/** Finds where shared state may change between being looked at and being written, in any language that awaits. */
import type { Span } from "../model/source.js";

/** A condition over a place, and the code that runs because of how it came out. */
export interface Check {
  /** Normalised name of the state: `this.client`, `self.sessions[key]`. */
  readonly place: string;
  /** Where the state is read: the condition, or the variable the condition is about. */
  readonly at: Span;
  readonly guarded: readonly Span[];
}

/** How a condition is true: when there is something in the place, when there is nothing, or it depends. */
export type Presence = "present" | "absent" | "either";

export function opposite(presence: Presence): Presence {
  return presence === "either" ? "either" : presence === "present" ? "absent" : "present";
}

/** What a place held when a condition looked. */
export interface Look {
  readonly place: string;
  readonly at: Span;
  readonly presence: Presence;
}

/** The check a look makes: code that runs because there was nothing there is guarded, a refresh is not. */
export function checkOf(look: Look, whenTrue: readonly Span[], whenFalse: readonly Span[]): Check {
  const guarded = [
    ...(look.presence === "present" ? [] : whenTrue),
    ...(look.presence === "absent" ? [] : whenFalse),
  ];
  return { place: look.place, at: look.at, guarded };
}

/** One of several ways through a statement. */
export interface Arm {
  readonly span: Span;
  /** The statement the arm belongs to. */
  readonly whole: Span;
  /** True when the arm ends by leaving: what follows the statement does not run after it. */
  readonly leaves: boolean;
}

/** A point where other code may run. */
export interface Pause {
  readonly at: Span;
  readonly arms: readonly Arm[];
}

export interface Write {
  readonly place: string;
  readonly at: Span;
  /** What is stored, without the place. */
  readonly value: Span;
  /** True for null, false and their like: putting state back loses nothing when it happens twice. */
  readonly isReset: boolean;
  /** `+=`, `++`: what is stored depends on what was there. */
  readonly isUpdate: boolean;
  /** Where a value that goes into this one was read from the same place. */
  readonly basedOn?: Span;
}

/** What one function does to shared state, in source order. Nested functions are left out. */
export interface Timeline {
  readonly checks: readonly Check[];
  readonly pauses: readonly Pause[];
  readonly writes: readonly Write[];
  readonly reads: readonly { readonly place: string; readonly at: Span }[];
  /** Loops that may run as long as the program does: one runner, nobody to interleave with. */
  readonly endless: readonly Span[];
}

export interface Interleaving {
  /** "act": a check is out of date; "update": a value computed from an old one overwrites a newer. */
  readonly kind: "act" | "update";
  /** Where the state was looked at. */
  readonly seen: Span;
  readonly pause: Pause;
  readonly write: Write;
}

/** Names of flags that callers use to keep each other out. */
const flagName =
  /(?:load|runn?|start|connect|initiali[sz]|refresh|fetch|sav|process|clos|stop|sync)ing\b|pending|in_?flight|busy|promise|future|_task\b/i;

export function interleavings(timeline: Timeline): readonly Interleaving[] {
  return timeline.writes.flatMap(
    (write) => staleUpdate(timeline, write) ?? staleCheck(timeline, write) ?? [],
  );
}

function staleUpdate(timeline: Timeline, write: Write): Interleaving | undefined {
  if (!write.basedOn) return undefined;
  const seen = write.basedOn;
  const pauses = pausesBetween(timeline, seen, write);
  const [pause, last] = [pauses[0], pauses.at(-1)];
  if (!pause || !last || isKeptOut(timeline, write.place, seen, pause)) return undefined;
  // `if (this.version === before) this.version = before + 1` looks again before it writes.
  if (isReadAgain(timeline, last, write)) return undefined;
  return { kind: "update", seen, pause, write };
}

function staleCheck(timeline: Timeline, write: Write): Interleaving | undefined {
  if (write.isReset || write.isUpdate) return undefined;
  if (timeline.endless.some((loop) => holds(loop, write.at))) return undefined;
  const check = timeline.checks.findLast(
    (candidate) => candidate.place === write.place && candidate.guarded.some((span) => holds(span, write.at)),
  );
  if (!check) return undefined;
  const pauses = pausesBetween(timeline, check.at, write);
  const [first, last] = [pauses[0], pauses.at(-1)];
  if (
    !first ||
    !last ||
    isKeptOut(timeline, write.place, check.at, first) ||
    isReadAgain(timeline, last, write)
  )
    return undefined;
  return { kind: "act", seen: check.at, pause: first, write };
}

/** Pauses on the way from one to the other: not in arms that lead elsewhere. */
function pausesBetween(timeline: Timeline, seen: Span, write: Write): readonly Pause[] {
  return timeline.pauses.filter(
    ({ at, arms }) =>
      at.start >= seen.start &&
      !holds(at, seen) &&
      at.end <= write.at.end &&
      arms.every((arm) => holds(arm.span, write.at) || !(arm.leaves || holds(arm.whole, write.at))),
  );
}

/** True when something is set before the pause that a second caller would stop at. */
function isKeptOut({ writes, checks }: Timeline, written: string, seen: Span, pause: Pause): boolean {
  return writes.some(
    ({ place, at, isReset }) =>
      at.end <= pause.at.start &&
      ((flagName.test(place) && !isReset) ||
        (at.start >= seen.start &&
          (place !== written || !isReset) &&
          checks.some((check) => check.place === place && check.at.end <= at.start))),
  );
}

/** True when the state is looked at again after the last pause. */
function isReadAgain({ reads }: Timeline, last: Pause, write: Write): boolean {
  return reads.some(
    ({ place, at }) => place === write.place && at.start >= last.at.end && at.end <= write.at.start,
  );
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
