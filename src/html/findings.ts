/** The findings of a review: a filter bar, and the lists of the report with a card for each remark. */
import { nothingFound } from "../markdown/nothing-found.js";
import { reviewerTitles } from "../markdown/wording.js";
import type { Review } from "../model/review.js";
import { type Html, markup } from "./escape.js";
import { filterBar } from "./filters.js";
import { type CardStyle, findingCard } from "./finding-card.js";
import { blocksOf, type Section } from "./from-markdown.js";
import { inline } from "./inline.js";
import { type Listing, listingsOf } from "./listing.js";

/**
 * All of them; the page's script hides what does not fit a filter, and nothing else ever does.
 * @param sections those of the Markdown report that list findings
 */
export function findingsOf(review: Review, sections: readonly Section[]): Html {
  if (review.findings.length === 0) return blocksOf(nothingFound(review).split("\n"), "Findings");
  const titleOf = reviewerTitles(review);
  const listings = listingsOf(review, sections);
  const [only] = listings;
  if (only && listings.length === 1)
    return markup`${filterBar(review.findings, titleOf)}${noneFits}
      <div class="tier">${listed(only, { titleOf, level: 3, first: 0 })}</div>`;
  let first = 0;
  const tiers = listings.map((listing, i) => {
    const style = { titleOf, level: 4, first } as const;
    first += listing.remarks.length;
    return tier(listing, i + 1, style);
  });
  return markup`${filterBar(review.findings, titleOf)}${noneFits}${tiers}`;
}

const noneFits = markup`<p class="none" id="none" hidden>No finding fits the filter.</p>\n`;

interface ListStyle extends Omit<CardStyle, "anchor"> {
  /** How many cards stand before this list. */
  readonly first: number;
}

function tier(listing: Listing, position: number, style: ListStyle): Html {
  const heading = listing.heading === "" ? "Other findings of this review" : listing.heading;
  return markup`<section class="tier" aria-labelledby="tier-${position}">
    <h3 id="tier-${position}">${inline(heading)}</h3>
    ${listed(listing, style)}
  </section>
`;
}

function listed({ intro, remarks }: Listing, { first, ...style }: ListStyle): Html {
  const cards = remarks.map((remark, i) => findingCard(remark, { ...style, anchor: `r-${first + i + 1}` }));
  return markup`${blocksOf(intro, "Findings")}${cards}`;
}
