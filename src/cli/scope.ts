/** What every command that reviews asks for alike: which files, which reviewers, how sure, how many at once. */
import type { ReviewRequest } from "../review.js";
import type { ReviewOptions } from "./options.js";

type ScopeOptions = Pick<
  ReviewOptions,
  "include" | "exclude" | "reviewers" | "skipReviewers" | "title" | "minConfidence" | "concurrency"
>;

type Scope = Pick<
  ReviewRequest,
  "include" | "exclude" | "reviewers" | "skipReviewers" | "title" | "leastConfidence" | "concurrency"
>;

/** The part of a request that these options fill; what was not given is left out. */
export function scopeOf(options: ScopeOptions): Scope {
  const { include, exclude, reviewers, skipReviewers, title, minConfidence, concurrency } = options;
  return {
    ...(include ? { include } : {}),
    ...(exclude ? { exclude } : {}),
    ...(reviewers ? { reviewers } : {}),
    ...(skipReviewers ? { skipReviewers } : {}),
    ...(title === undefined ? {} : { title }),
    leastConfidence: minConfidence,
    concurrency,
  };
}
