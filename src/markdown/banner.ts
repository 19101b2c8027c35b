/** The notice at the very top of a report that is not whole. */
import type { Failure, Review } from "../model/review.js";
import { blocks, bullets, quoted } from "./document.js";
import { code, prose, sentence } from "./escape.js";
import { gapsOf } from "./gaps.js";
import { enumerate, reviewerTitles } from "./wording.js";

const mostPaths = 20;

/** Empty for a complete review. */
export function incompleteBanner(review: Review): string {
  const gaps = gapsOf(review);
  if (!gaps) return "";
  const titleOf = reviewerTitles(review);
  return quoted(
    blocks(
      `**INCOMPLETE.** ${gaps.headline} What they would have found is not in this report.`,
      bullets(gaps.failures.map((failure) => failureLine(failure, titleOf))),
    ),
  );
}

function failureLine({ what, reason, paths }: Failure, titleOf: (id: string) => string): string {
  const who = enumerate(what.split(", ").map((id) => prose(titleOf(id))));
  const shown = paths.slice(0, mostPaths).map(code).join(", ");
  const more = paths.length - mostPaths;
  const where =
    paths.length === 0 ? "" : ` on ${shown}${more > 0 ? ` and ${more} more (see the JSON report)` : ""}`;
  return `${who}${where}: ${sentence(reason)}`;
}
