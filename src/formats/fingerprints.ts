/** Ids that a reader holds to be unique within one document. */
import type { Finding } from "../model/finding.js";

/** The finding's own id; one that comes again gets a number, in the order of the review. */
export function uniqueIds(findings: readonly Pick<Finding, "id">[]): readonly string[] {
  const counts = new Map<string, number>();
  return findings.map(({ id }) => {
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    return count === 1 ? id : `${id}-${count}`;
  });
}
