/** Sentences about what was found and does not count. */
import { type Leaving, countLeftOut, exemptParts } from "../model/left-out.js";
import { enumerate } from "./wording.js";

/** `3 accepted in the baseline and 2 suppressed in the code`; empty where nothing was left out. */
export function leftOutText(review: Leaving): string {
  const { preExisting } = countLeftOut(review);
  const before = preExisting === 0 ? [] : [`${preExisting} there before the change`];
  return enumerate([...exemptParts(review), ...before]);
}

export function leftOutSentence(review: Leaving): string {
  const text = leftOutText(review);
  return text === "" ? "" : `Not counted: ${text}.`;
}
