/** Which findings a format shows, and in which order. */
import { groupBy } from "../lib/group.js";
import type { Finding } from "../model/finding.js";
import type { Review } from "../model/review.js";
import { severityRank } from "../model/severity.js";

/** In the review of a change: it was there before. In any other review nothing is. */
export function isPreExisting({ change }: Pick<Finding, "change">): boolean {
  return change === "pre-existing";
}

/** The change's own first, each part in the order of the review. */
export function allFindings({ findings, preExisting = [] }: Review): readonly Finding[] {
  return [...findings, ...preExisting];
}

/** The change's own first, each part with the worst first. */
export function mostUrgentFirst({ findings, preExisting = [] }: Review): readonly Finding[] {
  return [...worstFirst(findings), ...worstFirst(preExisting)];
}

/** The worst first; among equals the order of the review. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => severityRank(a.severity) - severityRank(b.severity));
}

/** By path, in the order in which paths are met. */
export function byPath(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  return groupBy(findings, ({ path }) => path);
}
