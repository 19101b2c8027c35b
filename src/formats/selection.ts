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

/** What was there before the change. */
export function oldFindings({ findings, preExisting = [] }: Review): readonly Finding[] {
  return [...findings.filter(isPreExisting), ...preExisting];
}

/** The change's own first, each part in the order of the review. */
export function allFindings(review: Review): readonly Finding[] {
  return [...ownFindings(review), ...oldFindings(review)];
}

/** The change's own first, each part with the worst first. */
export function mostUrgentFirst(review: Review): readonly Finding[] {
  return [...worstFirst(ownFindings(review)), ...worstFirst(oldFindings(review))];
}

/** The worst first; among equals the order of the review. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => severityRank(a.severity) - severityRank(b.severity));
}

export interface Exempt {
  /** Accepted by the baseline. */
  readonly accepted: number;
  /** Silenced by comments in the code. */
  readonly silenced: number;
}

/** What was found and counts nowhere. */
export function exemptFrom({ baseline, dropped }: Review): Exempt {
  return {
    accepted: baseline?.accepted.length ?? 0,
    silenced: dropped.filter(({ stage }) => stage === "suppress").length,
  };
}

/** `2 accepted by the baseline`, `1 silenced by comments`; nothing for none. */
export function exemptParts(review: Review): readonly string[] {
  const { accepted, silenced } = exemptFrom(review);
  return [
    ...(accepted > 0 ? [`${accepted} accepted by the baseline`] : []),
    ...(silenced > 0 ? [`${silenced} silenced by comments`] : []),
  ];
}

/** By path, in the order in which paths are met. */
export function byPath(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  return groupBy(findings, ({ path }) => path);
}
