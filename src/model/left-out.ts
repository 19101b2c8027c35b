/** What was found and does not count, in numbers: a short list of findings must not look like all there is. */
import type { Review } from "./review.js";

/** How many findings each of these took out of the counts. */
export interface LeftOut {
  /** By the baseline. */
  readonly accepted: number;
  /** By comments in the code. */
  readonly suppressed: number;
  /** In the review of a change, listed or left out as `--new-only` asks. */
  readonly preExisting: number;
}

export type Leaving = Pick<Review, "baseline" | "dropped" | "preExisting">;

export function countLeftOut({ baseline, dropped, preExisting = [] }: Leaving): LeftOut {
  const countOf = (stage: string): number => dropped.filter((each) => each.stage === stage).length;
  return {
    accepted: baseline?.accepted.length ?? 0,
    suppressed: countOf("suppress"),
    preExisting: preExisting.length + countOf("pre-existing"),
  };
}

/** `2 accepted in the baseline`, `1 suppressed in the code`; nothing for none. */
export function exemptParts(review: Leaving): readonly string[] {
  const { accepted, suppressed } = countLeftOut(review);
  return [
    ...(accepted === 0 ? [] : [`${accepted} accepted in the baseline`]),
    ...(suppressed === 0 ? [] : [`${suppressed} suppressed in the code`]),
  ];
}
