/** What may stand on the signals shelf: one measure of a candidate, from 0 to 1, with the places that show it. */
import type { Place } from "./finding.js";
import type { Review } from "./review.js";
import type { MeasuredSignal } from "./rubric.js";
import type { Conformance } from "./statement.js";
import type { Survey } from "./survey.js";
import type { TestRun } from "./test-run.js";

/** All that is known of one candidate. */
export interface Evidence {
  readonly survey: Survey;
  readonly review: Review;
  /** Null where nothing was run. */
  readonly testRun: TestRun | null;
}

export interface Measurement {
  /** Share reached, 0–1; null where there is nothing to measure, which costs nothing and earns nothing. */
  readonly value: number | null;
  /** The share there may be, where something can stand there that was not found. */
  readonly atMost?: number;
  /** The measure in words and numbers. */
  readonly says: string;
  readonly places?: readonly Place[];
}

interface SignalHead {
  readonly title: string;
  /** What to do where it is low: an imperative without a full stop. */
  readonly advice: string;
  /** Why it tells good code from bad, and where its thresholds come from. */
  readonly why: string;
  /** Ids of rules that report, one by one, what this measures: a finding by them and this count once. */
  readonly sameFaults?: readonly string[];
}

/** Measures the code. */
export interface CodeSignal extends SignalHead {
  measure(evidence: Evidence): Measurement;
}

/** Measures how the task was met, once it is known of every candidate. */
export interface TaskSignal extends SignalHead {
  measureTask(conformance: Conformance): Measurement;
}

export type SignalFile = CodeSignal | TaskSignal;
export type Signal = SignalFile & { readonly id: string };

export function defineSignal<File extends SignalFile>(signal: File): File {
  return signal;
}

/** The measurement as a scorecard keeps it; undefined where the signal measures the other thing. */
export function measureCode(signal: Signal, evidence: Evidence): MeasuredSignal | undefined {
  return "measure" in signal ? record(signal, signal.measure(evidence)) : undefined;
}

/** As `measureCode`, for the task; without a task there is nothing to measure. */
export function measureTask(signal: Signal, conformance: Conformance | null): MeasuredSignal | undefined {
  if (!("measureTask" in signal)) return undefined;
  return record(
    signal,
    conformance ? signal.measureTask(conformance) : { value: null, says: "no task was given" },
  );
}

function record(
  { id, title, advice, sameFaults }: Signal,
  { value, atMost = value ?? 0, says, places = [] }: Measurement,
): MeasuredSignal {
  const bound = value !== null && atMost > value ? { atMost } : {};
  const shared = sameFaults && value !== null && value < 1 ? { sameFaults: [...sameFaults] } : {};
  return { id, title, advice, value, ...bound, says, places: [...places], ...shared };
}
