/** What every command that reviews asks for alike: which files, which reviewers, how sure, how many at once. */
import { type Profile, limitOf } from "../model/profile.js";
import type { ReviewRequest } from "../review.js";
import type { ReviewOptions } from "./options.js";

type ScopeOptions = Pick<
  ReviewOptions,
  | "include"
  | "exclude"
  | "reviewers"
  | "skipReviewers"
  | "title"
  | "minConfidence"
  | "profile"
  | "concurrency"
>;

type Scope = Pick<
  ReviewRequest,
  "include" | "exclude" | "reviewers" | "skipReviewers" | "title" | "limit" | "concurrency"
>;

/**
 * The part of a request that these options fill; what was not given is left out.
 * @param usual the profile where none was asked for
 */
export function scopeOf(options: ScopeOptions, usual: Profile = "standard"): Scope {
  const {
    include,
    exclude,
    reviewers,
    skipReviewers,
    title,
    minConfidence,
    profile = usual,
    concurrency,
  } = options;
  return {
    ...(include ? { include } : {}),
    ...(exclude ? { exclude } : {}),
    ...(reviewers ? { reviewers } : {}),
    ...(skipReviewers ? { skipReviewers } : {}),
    ...(title === undefined ? {} : { title }),
    limit: limitOf(profile, minConfidence),
    concurrency,
  };
}
