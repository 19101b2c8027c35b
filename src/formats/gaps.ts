/** What was not looked at and should have been: no format may let an incomplete review pass for a clean one. */
import { visible } from "../lib/visible.js";
import type { Review } from "../model/review.js";

export interface Gap {
  readonly text: string;
  /** Empty where the run as a whole is concerned. */
  readonly paths: readonly string[];
}

/** One entry a reason; none for a complete review. */
export function gapsOf({ isComplete, failures }: Review): readonly Gap[] {
  if (isComplete) return [];
  const gaps = failures.map(({ what, reason, paths }) => ({
    text: visible(`${what} did not finish: ${reason}`),
    paths,
  }));
  return gaps.length > 0 ? gaps : [{ text: "not everything was looked at", paths: [] }];
}

/** All gaps in one sentence: `The review is incomplete: qa did not finish: timeout (3 files).` */
export function gapSentence(review: Review): string | null {
  const gaps = gapsOf(review);
  if (gaps.length === 0) return null;
  const parts = gaps.map(({ text, paths }) => (paths.length === 0 ? text : `${text} (${filesText(paths)})`));
  return `The review is incomplete: ${parts.join("; ")}.`;
}

function filesText(paths: readonly string[]): string {
  const [first = ""] = paths;
  return paths.length === 1 ? visible(first) : `${paths.length} files`;
}
