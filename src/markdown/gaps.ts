/** What a review did not look at although it meant to: the difference between "nothing found" and "nothing seen". */
import { grouped, plural } from "../lib/text.js";
import type { Review } from "../model/review.js";

export interface Gaps {
  /** One sentence with the numbers. */
  readonly headline: string;
  /** What failed, why, and the files concerned. */
  readonly failures: Review["failures"];
}

/** Null for a complete review. The ledger is checked, not believed: sums that do not add up are a gap too. */
export function gapsOf(review: Review): Gaps | null {
  const { planned, reviewed, reused, skipped, failed } = review.coverage;
  const lost = planned - reviewed - reused - skipped - failed;
  if (review.isComplete && !review.isInterrupted && failed === 0 && lost === 0) return null;
  const failures = review.failures.filter(({ what: task, paths }) => task !== "the run" || paths.length > 0);
  const mute = (review.borrowed ?? []).filter(({ problem }) => problem !== null);
  if (mute.length > 0 && failed === 0 && lost === 0 && !review.isInterrupted)
    return { headline: `${plural(mute.length, "tool")} that should have been heard failed.`, failures };
  const what = review.isInterrupted ? "The run was interrupted" : "Part of the review failed";
  const pairs = `${grouped(failed)} of ${plural(planned, "(file × reviewer) pair")}`;
  const unknown = lost === 0 ? "" : `, and the ledger does not account for ${plural(lost, "pair")}`;
  return {
    headline: `${what}: ${pairs} ${failed === 1 ? "was" : "were"} not looked at${unknown}.`,
    failures,
  };
}
