/** What the exit code of a review means. */
import type { Review } from "../model/review.js";
import { type Severity, isAtLeast } from "../model/severity.js";

export const exitCodes = {
  /** Reviewed, nothing at or above the gate. */
  clean: 0,
  /** The gate was hit. */
  findings: 1,
  /** Usage, configuration, nothing to review, or an internal error. */
  error: 2,
  /** Something was not looked at; the report says what. */
  incomplete: 3,
  SIGINT: 130,
  SIGTERM: 143,
} as const;

export type Gate = Severity | "none";

export interface Outcome {
  readonly code: number;
  /** Why the exit code is what it is, for the last line of a run. */
  readonly reason: string;
}

/**
 * A signal wins over all: its sender expects that code. Findings win over an incomplete run: a hit gate is certain,
 * whatever was not looked at.
 */
export function outcomeOf(review: Review, gate: Gate, stoppedBy?: "SIGINT" | "SIGTERM"): Outcome {
  if (stoppedBy) {
    return {
      code: exitCodes[stoppedBy],
      reason: `stopped by ${stoppedBy}; see the report for what was known by then`,
    };
  }
  const hits =
    gate === "none" ? 0 : review.findings.filter(({ severity }) => isAtLeast(severity, gate)).length;
  if (hits > 0) {
    const what = hits === 1 ? "1 finding" : `${hits} findings`;
    return {
      code: exitCodes.findings,
      reason: `${what} at or above "${gate}" (change the gate with --fail-on)`,
    };
  }
  if (!review.isComplete) {
    return {
      code: exitCodes.incomplete,
      reason: "the review is incomplete; the report says what was not looked at",
    };
  }
  return { code: exitCodes.clean, reason: gate === "none" ? "no gate set" : `nothing at or above "${gate}"` };
}
