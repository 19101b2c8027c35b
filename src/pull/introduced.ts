/** Which findings a pull request hears of, and which of them have a comment on their line. */
import type { Finding } from "../model/finding.js";
import type { Review } from "../model/review.js";
import { worstFirst } from "../formats/selection.js";
import { isAtLeast } from "../model/severity.js";
import { signOf } from "./markers.js";
import { type Spot, shownIn, spotOf } from "./spot.js";
import type { Message } from "./standing.js";

/** What the change brought in, worst first; in a review that knows no change, everything. */
export function introduced(review: Review): readonly Finding[] {
  return worstFirst(review.findings);
}

export interface Placed {
  readonly finding: Finding;
  readonly sign: string;
  readonly spot: Spot;
}

/**
 * The findings that should have a comment on their line, worst first: so many of the worst that the diff shows. The
 * choice rests on the whole list and not on what stands there already, so milder ones do not trickle in push by push.
 * @param refused signs of findings whose line the server did not take
 */
export function deserving(message: Message, refused: ReadonlySet<string>): readonly Placed[] {
  const { review, limits, shifted } = message;
  if (shifted === null) return [];
  const diff = shownIn(review.change);
  return introduced(review)
    .flatMap((finding) => {
      const sign = signOf(finding.id);
      const spot = spotOf(finding, diff);
      const isWanted =
        spot !== null &&
        isAtLeast(finding.severity, limits.severity) &&
        !shifted.has(finding.path) &&
        !refused.has(sign);
      return isWanted ? [{ finding, sign, spot }] : [];
    })
    .slice(0, limits.comments);
}
