/** What was found and does not count, in numbers: a short list of findings must not look like all there is. */
import type { Review } from "../model/review.js";
import { enumerate } from "./wording.js";

type Leaving = Pick<Review, "baseline" | "dropped" | "preExisting">;

/** How many findings each of these took out of the counts. */
export interface LeftOut {
  readonly accepted: number;
  readonly suppressed: number;
  /** In the review of a change, listed or left out as `--new-only` asks. */
  readonly preExisting: number;
}

export function countLeftOut({ baseline, dropped, preExisting = [] }: Leaving): LeftOut {
  const countOf = (stage: string): number => dropped.filter((each) => each.stage === stage).length;
  return {
    accepted: baseline?.accepted.length ?? 0,
    suppressed: countOf("suppress"),
    preExisting: preExisting.length + countOf("pre-existing"),
  };
}

/** `3 accepted in the baseline and 2 suppressed in the code`; empty where nothing was left out. */
export function leftOutText(review: Leaving): string {
  const { accepted, suppressed, preExisting } = countLeftOut(review);
  return enumerate([
    ...(accepted === 0 ? [] : [`${accepted} accepted in the baseline`]),
    ...(suppressed === 0 ? [] : [`${suppressed} suppressed in the code`]),
    ...(preExisting === 0 ? [] : [`${preExisting} there before the change`]),
  ]);
}

export function leftOutSentence(review: Leaving): string {
  const text = leftOutText(review);
  return text === "" ? "" : `Not counted: ${text}.`;
}
