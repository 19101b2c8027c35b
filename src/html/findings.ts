/** The findings of a review: a filter bar, and the tiers with their cards. */
import { gapsOf } from "../markdown/gaps.js";
import { nothingFound } from "../markdown/nothing-found.js";
import { type Tier, tiersOf } from "../markdown/tiers.js";
import { reviewerTitles } from "../markdown/wording.js";
import type { Review } from "../model/review.js";
import { type Html, markup } from "./escape.js";
import { filterBar } from "./filters.js";
import { findingCard } from "./finding-card.js";
import { blocksOf } from "./from-markdown.js";
import { inline } from "./inline.js";

/** All of them, worst first; the page's script hides what does not fit a filter, and nothing else ever does. */
export function findingsOf(review: Review): Html {
  if (review.findings.length === 0) return blocksOf(nothingFound(review).split("\n"), "Findings");
  const titleOf = reviewerTitles(review);
  const none = gapsOf(review) ? "None in what was looked at." : "None.";
  const tiers = tiersOf(review).map(
    (tier) =>
      markup`<section class="tier" aria-labelledby="${tier.one}s">
        <h3 id="${tier.one}s">${inline(headingOf(tier))}</h3>
        ${tier.remarks.length === 0 ? markup`<p>${none}</p>` : tier.remarks.map((remark) => findingCard(remark, titleOf))}
      </section>
`,
  );
  return markup`${filterBar(review.findings, titleOf)}
    <p class="none" id="none" hidden>No finding fits the filter.</p>
    ${tiers}`;
}

function headingOf({ heading }: Tier): string {
  return heading.replace(/^#+ /u, "");
}
