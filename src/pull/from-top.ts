/** Names the files of a review from the repository's topmost folder, as a server knows them. */
import type { Finding, Place } from "../model/finding.js";
import type { Review } from "../model/review.js";

/** @param prefix from the topmost folder to where the review was made: `packages/shop/`, or nothing */
export function fromTop(review: Review, prefix: string): Review {
  if (prefix === "") return review;
  const named = (path: string): string => `${prefix}${path}`;
  const place = <P extends Pick<Place, "path">>(each: P): P => ({ ...each, path: named(each.path) });
  const finding = (each: Finding): Finding => ({
    ...place(each),
    also: each.also.map(place),
    ...(each.steps ? { steps: each.steps.map(place) } : {}),
  });
  const { change, coverage, failures, findings, suppressions, dropped, skippedFiles } = review;
  return {
    ...review,
    findings: findings.map(finding),
    ...(review.baseline
      ? {
          baseline: {
            ...review.baseline,
            accepted: review.baseline.accepted.map((each) => ({ ...each, finding: finding(each.finding) })),
          },
        }
      : {}),
    ...(review.preExisting ? { preExisting: review.preExisting.map(finding) } : {}),
    coverage: { ...coverage, files: coverage.files.map(place) },
    failures: failures.map((failure) => ({ ...failure, paths: failure.paths.map(named) })),
    suppressions: suppressions.map(place),
    dropped: dropped.map(place),
    skippedFiles: skippedFiles.map(place),
    ...(change
      ? {
          change: {
            ...change,
            files: change.files.map((file) => ({
              ...place(file),
              before: file.before === null ? null : named(file.before),
            })),
            affected: change.affected.map(named),
          },
        }
      : {}),
  };
}
