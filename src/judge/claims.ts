/** Claims with the reviewer who made them, and the words for the ones that are not printed. */
import type { Claim, Dropped, Opinion } from "../model/finding.js";
import type { Notes } from "../model/plan.js";
import type { Proof } from "../model/query.js";

export interface AttributedClaim extends Omit<Claim, "opinion" | "because"> {
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
    for (const { opinion, because, models, ...claim } of note.claims) {
      const key = JSON.stringify(claim);
      const known = byText.get(key);
      const reviewers = [...new Set([...(known?.reviewers ?? []), reviewer])].sort();
      const said = opinionsOf({ opinion, because, models, ...claim }, reviewer);
      const opinions = [...(known?.opinions ?? []), ...said];
      const sayers = claim.origin === "model" ? union(known?.models, models) : [];
      byText.set(key, { ...claim, ...modelsOf(sayers), reviewers, opinions, proof: [] });
    }
  }
  return [...byText.values()];
}

function opinionsOf(
  {
    opinion,
    because: reason,
    models = [],
    severity: own,
  }: Pick<Claim, "opinion" | "because" | "models" | "severity">,
  reviewer: string,
): readonly Opinion[] {
  const severity = opinion ?? own;
  const said = { reviewer, severity, ...(reason === undefined ? {} : { reason }) };
  return models.length === 0 ? [said] : models.map((model) => ({ ...said, model }));
}

function union(a: readonly string[] = [], b: readonly string[] = []): readonly string[] {
  return [...new Set([...a, ...b])].sort();
}

/** The field of that name, left out where no model said anything. */
export function modelsOf(models: readonly string[]): { models?: string[] } {
  return models.length === 0 ? {} : { models: [...new Set(models)].sort() };
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
