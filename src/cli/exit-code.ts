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
  const { hits, exempt, introduced } = weigh(review, gate);
  if (hits > 0) {
    const what = `${hits === 1 ? "1 finding" : `${hits} findings`}${introduced}`;
    return {
      code: exitCodes.findings,
      reason: `${what} at or above "${gate}"${exempt} (change the gate with --fail-on)`,
    };
  }
  if (!review.isComplete) {
    return {
      code: exitCodes.incomplete,
      reason: "the review is incomplete; the report says what was not looked at",
    };
  }
  const reason = gate === "none" ? "no gate set" : `nothing${introduced} at or above "${gate}"${exempt}`;
  return { code: exitCodes.clean, reason };
}

interface Weight {
  /** Findings that count, at or above the gate. */
  readonly hits: number;
  /** `; 5 pre-existing and 3 accepted do not count`: those of the same weight. */
  readonly exempt: string;
  /** ` introduced` in the review of a change. */
  readonly introduced: string;
}

/** What was there before a change, and what the team has accepted, is held against nobody. */
function weigh(review: Review, gate: Gate): Weight {
  const { findings, preExisting = [], change, baseline, dropped } = review;
  const introduced = change === undefined ? "" : " introduced";
  if (gate === "none") return { hits: 0, exempt: "", introduced };
  const hits = findings.filter(({ severity }) => isAtLeast(severity, gate)).length;
  const leftOut = dropped.filter(
    ({ stage, severity }) => stage === "pre-existing" && severity !== undefined && isAtLeast(severity, gate),
  );
  const before = preExisting.filter(({ severity }) => isAtLeast(severity, gate));
  const old = before.length + leftOut.length;
  const accepted = (baseline?.accepted ?? []).filter(({ finding }) => isAtLeast(finding.severity, gate));
  const counts = [
    ...(old === 0 ? [] : [`${old} pre-existing`]),
    ...(accepted.length === 0 ? [] : [`${accepted.length} accepted`]),
  ];
  const verb = old + accepted.length === 1 ? "does" : "do";
  return {
    hits,
    exempt: counts.length === 0 ? "" : `; ${counts.join(" and ")} ${verb} not count`,
    introduced,
  };
}
