/** Which findings a format shows. */
import { groupBy } from "../lib/group.js";
import type { Finding } from "../model/finding.js";
import type { Review } from "../model/review.js";
import { severityRank } from "../model/severity.js";

/** In the review of a change: it was there before. In any other review nothing is. */
export function isPreExisting({ change }: Pick<Finding, "change">): boolean {
  return change === "pre-existing";
}

/** What the author of a change is to hear of: what it brought in; in a review of whole files everything. */
export function ownFindings({ findings }: Review): readonly Finding[] {
  return findings.filter((finding) => !isPreExisting(finding));
}

/** The worst first; among equals the order of the review. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => severityRank(a.severity) - severityRank(b.severity));
}

/** By path, in the order in which paths are met. */
export function byPath(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  return groupBy(findings, ({ path }) => path);
}
