/** What settling an earlier finding goes by, and what comes of it. */
import type { Acceptance, EarlierFinding, EarlierReview, Whereabouts } from "../model/earlier.js";
import type { Place } from "../model/finding.js";
import type { FollowUpStatus } from "../model/follow-up.js";
import type { Review } from "../model/review.js";
import type { Lookers } from "./looked.js";
import type { Match } from "./match.js";

/** Everything that is known when a finding is settled. */
export interface Settlement extends Lookers {
  readonly review: Review;
  readonly earlier: EarlierReview;
  readonly matches: ReadonlyMap<EarlierFinding, Match>;
  /** The path as it would be here had nothing been renamed. */
  readonly aligned: (path: string) => string;
  /** Where the file is now. */
  readonly pathOf: (path: string) => string;
  /** The line where its code should be now. */
  readonly expectedLine: (finding: EarlierFinding) => number;
  readonly whereabouts: ReadonlyMap<string, Whereabouts>;
  /** `YYYY-MM-DD`; acceptances run out. */
  readonly today: string;
}

export interface Verdict {
  readonly status: FollowUpStatus;
  readonly reason: string;
  readonly after?: Place | null;
  readonly now?: string;
  readonly acceptance?: Acceptance | null;
}
