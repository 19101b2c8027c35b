/** How the (file × reviewer) pairs of each reviewer ended. */
import type { PairStatus, Review } from "../model/review.js";

/** By reviewer id, in the order of the review; a status that no pair has is absent. */
export function pairCounts({
  reviewers,
  coverage,
}: Review): ReadonlyMap<string, ReadonlyMap<PairStatus, number>> {
  const counts = new Map(reviewers.map(({ id }) => [id, new Map<PairStatus, number>()]));
  for (const { status, reviewers: ids } of coverage.files.flatMap(({ pairs }) => pairs)) {
    for (const id of ids) {
      const own = counts.get(id) ?? new Map<PairStatus, number>();
      counts.set(id, own.set(status, (own.get(status) ?? 0) + 1));
    }
  }
  return counts;
}
