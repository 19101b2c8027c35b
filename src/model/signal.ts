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
  /** The task held against it; null without a task. */
  readonly conformance: Conformance | null;
  /** Null where nothing was run. */
  readonly testRun: TestRun | null;
}

export interface Measurement {
  /** Share reached, 0–1; null where there is nothing to measure, which costs nothing and earns nothing. */
  readonly value: number | null;
  /** The measure in words and numbers. */
  readonly says: string;
  readonly places?: readonly Place[];
}

export interface SignalFile {
  readonly title: string;
  /** Why it tells good code from bad, and where its thresholds come from. */
  readonly why: string;
  measure(evidence: Evidence): Measurement;
}

export interface Signal extends SignalFile {
  readonly id: string;
}

export function defineSignal(signal: SignalFile): SignalFile {
  return signal;
}

/** The measurement as a scorecard keeps it. */
export function measureSignal(signal: Signal, evidence: Evidence): MeasuredSignal {
  const { value, says, places = [] } = signal.measure(evidence);
  return { id: signal.id, title: signal.title, value, says, places: [...places] };
}
