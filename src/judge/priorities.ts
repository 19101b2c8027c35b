/** What each reviewer would see mended first, by its own order of importance. */
import type { Finding } from "../model/finding.js";
import type { Review } from "../model/review.js";
import type { Reviewer } from "../model/reviewer.js";
import { type Severity, severityRank } from "../model/severity.js";

/** More would be the report over again. */
const mostNamed = 3;

/**
 * Ids of the reviewer's weightiest findings: by the severity it gives them itself, then by its order, in which a rule
 * stands before the category around it and what is not named comes last; then as ranked.
 * @param findings as ranked for the report
 */
export function prioritiesOf({ id, order }: Reviewer, findings: readonly Finding[]): readonly string[] {
  const places = new Map(order.map((name, place) => [name, place]));
  const placeOf = ({ rule = "", category }: Finding): number =>
    places.get(rule) ?? places.get(category) ?? order.length;
  return findings
    .filter(({ reviewers }) => reviewers.includes(id))
    .sort(
      (a, b) =>
        severityRank(severityFor(a, id)) - severityRank(severityFor(b, id)) || placeOf(a) - placeOf(b),
    )
    .slice(0, mostNamed)
    .map((finding) => finding.id);
}

function severityFor({ severity, opinions = [] }: Finding, reviewer: string): Severity {
  return opinions.find((opinion) => opinion.reviewer === reviewer)?.severity ?? severity;
}

/** The reviewers as the document shows them. */
export function introduce(reviewers: readonly Reviewer[], findings: readonly Finding[]): Review["reviewers"] {
  return reviewers.map((reviewer) => {
    const { id, title, lens, categories } = reviewer;
    return { id, title, lens, categories: [...categories], first: [...prioritiesOf(reviewer, findings)] };
  });
}
