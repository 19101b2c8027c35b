/** How long to wait before asking GitHub again, and when to give up. */
import type { GithubFailure } from "./failure.js";

const mostAttempts = 6;
/** GitHub's manual: where a secondary limit names no time, a minute at least, and longer each time. */
const limitWait = 60_000;
const firstWait = 1000;

/**
 * Milliseconds, or null for giving up.
 * @param attempt how many there were, this one included
 * @param isRepeatable false where a request that may have been carried out must not be sent again
 */
export function waitAfter(failure: GithubFailure, attempt: number, isRepeatable: boolean): number | null {
  if (attempt >= mostAttempts) return null;
  // Whoever is over a limit was not served: sending it again does nothing twice.
  if (failure.word === "limited") return failure.wait ?? limitWait * 2 ** (attempt - 1);
  if (!failure.isUnsure || !isRepeatable) return null;
  return failure.wait ?? firstWait * 2 ** (attempt - 1);
}
