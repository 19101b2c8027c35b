/** What the exit code of a follow-up means. */
import { plural } from "../lib/text.js";
import type { Review } from "../model/review.js";
import { isAtLeast } from "../model/severity.js";
import { type Gate, type Outcome, exitCodes, outcomeOf } from "./exit-code.js";

/** Still there in one way or another; what somebody accepted is not held against a change. */
const standing: readonly string[] = ["open", "moved", "regressed"];

/**
 * The gate counts what is open, moved, regressed or new, not what was accepted. An earlier finding at or above it that
 * nobody looked at again makes the run incomplete: it may still be there.
 */
export function outcomeOfFollowUp(review: Review, gate: Gate, stoppedBy?: "SIGINT" | "SIGTERM"): Outcome {
  const { followUp, findings } = review;
  if (!followUp || stoppedBy || gate === "none") return outcomeOf(review, gate, stoppedBy);
  const introduced = new Set(followUp.introduced);
  const fresh = findings.filter(({ id, severity }) => introduced.has(id) && isAtLeast(severity, gate)).length;
  const severe = followUp.findings.filter(({ severity }) => isAtLeast(severity, gate));
  const old = severe.filter(({ status }) => standing.includes(status)).length;
  if (old + fresh > 0)
    return {
      code: exitCodes.findings,
      reason: `${plural(old, "earlier finding")} still there and ${fresh} new at or above "${gate}" (change the gate with --fail-on)`,
    };
  const unseen = severe.filter(({ status }) => status === "not reviewed").length;
  if (review.isComplete && unseen > 0)
    return {
      code: exitCodes.incomplete,
      reason: `${plural(unseen, "earlier finding")} at or above "${gate}" ${unseen === 1 ? "was" : "were"} not looked at again`,
    };
  return outcomeOf({ ...review, findings: [] }, gate);
}
