/** Claims with the reviewer who made them, and the words for the ones that are not printed. */
import type { Claim, Dropped, Opinion } from "../model/finding.js";
import type { Notes } from "../model/plan.js";
import type { Proof } from "../model/query.js";

export interface AttributedClaim extends Omit<Claim, "opinion"> {
  readonly reviewers: readonly string[];
  /** What each of them calls it. */
  readonly opinions: readonly Opinion[];
  readonly proof: readonly Proof[];
}

/** What a step of judgement lets through, and what it does not. */
export interface Judged<T> {
  readonly kept: readonly T[];
  readonly dropped: readonly Dropped[];
}

/** All claims of all notes, each with its reviewer; the same claim made by several is one with several reviewers. */
export function collectClaims(
  notes: readonly Notes[],
  reviewerOf: (task: string) => string,
): readonly AttributedClaim[] {
  const byText = new Map<string, AttributedClaim>();
  for (const note of notes) {
    const reviewer = reviewerOf(note.task);
    for (const { opinion, ...claim } of note.claims) {
      const key = JSON.stringify(claim);
      const known = byText.get(key);
      const reviewers = [...new Set([...(known?.reviewers ?? []), reviewer])].sort();
      const opinions = [...(known?.opinions ?? []), { reviewer, severity: opinion ?? claim.severity }];
      byText.set(key, { ...claim, reviewers, opinions, proof: [] });
    }
  }
  return [...byText.values()];
}

export function drop(claim: AttributedClaim, stage: Dropped["stage"], reason: string): Dropped {
  const { title, path, lines, rule } = claim;
  return {
    title,
    path,
    lines,
    ...(rule === undefined ? {} : { rule }),
    reviewers: [...claim.reviewers],
    stage,
    reason,
  };
}
