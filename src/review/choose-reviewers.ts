/** Who takes part in a review: those who were asked for, where there is something for them to look at. */
import { nearest } from "../lib/nearest.js";
import { UserError } from "../model/errors.js";
import type { Reviewer } from "../model/reviewer.js";
import type { Gathered } from "../model/source.js";

interface Asked {
  readonly reviewers?: readonly string[];
  readonly skipReviewers?: readonly string[];
}

export interface Chosen {
  readonly reviewers: readonly Reviewer[];
  /** Asked for by name: they join even where none of their languages is present, and the ledger says so. */
  readonly areNamed: boolean;
}

/** @throws UserError unknown-reviewer, no-reviewers-left */
export function chooseReviewers(all: readonly Reviewer[], { reviewers, skipReviewers = [] }: Asked): Chosen {
  const ids = all.map(({ id }) => id);
  for (const name of [...(reviewers ?? []), ...skipReviewers]) {
    if (!ids.includes(name))
      throw new UserError("unknown-reviewer", { name, nearest: nearest(name, ids) ?? "" });
  }
  const chosen = all.filter(({ id }) => (reviewers?.includes(id) ?? true) && !skipReviewers.includes(id));
  if (chosen.length === 0) throw new UserError("no-reviewers-left");
  return { reviewers: chosen, areNamed: reviewers !== undefined };
}

/** A reviewer of some languages joins only when a file of one of them is there. */
export function joining(
  { reviewers, areNamed }: Chosen,
  { sources }: Pick<Gathered, "sources">,
): readonly Reviewer[] {
  if (areNamed) return reviewers;
  const present = new Set(sources.map(({ language }) => language));
  const joined = reviewers.filter(({ languages }) => languages?.some((id) => present.has(id)) ?? true);
  if (sources.length > 0 && joined.length === 0) throw new UserError("no-reviewers-left");
  return joined;
}
