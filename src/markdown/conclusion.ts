/** The last word: what to do with the reviewed code, computed from what the report lists. */
import type { Review } from "../model/review.js";
import { section } from "./document.js";
import { reviewedFiles } from "./files.js";
import { gapsOf } from "./gaps.js";
import { testsAgainst } from "./test-runs.js";
import { numbersOf, tiersOf } from "./tiers.js";

export function conclusion(review: Review): string {
  return section("## Conclusion", `**Recommendation:** ${recommendation(review)}`);
}

function recommendation(review: Review): string {
  if (reviewedFiles(review).length === 0) return "none, because no file was looked at.";
  const [blockers = "", concerns = "", suggestions = ""] = tiersOf(review).map(numbersOf);
  const later = [
    concerns === "" ? "" : ` Address ${concerns} ${blockers === "" ? "soon" : "next"}.`,
    suggestions === "" ? "" : ` ${suggestions} can wait.`,
  ].join("");
  return `${merging(review, blockers)}${later}`;
}

/** A gap is no reason to merge: what nobody looked at may hold a blocker. */
function merging(review: Review, blockers: string): string {
  const isPart = gapsOf(review) !== null;
  if (blockers !== "")
    return `fix ${blockers} before merging${isPart ? ", and have the rest reviewed" : ""}.`;
  if (isPart) return "have the rest reviewed before merging; what was looked at holds no blocker.";
  const open =
    review.notAssessed.length === 0 ? "" : ", and the questions under “Not assessed” are still open";
  return `no finding stands against merging${testsAgainst(review)}${open}.`;
}
