/** What of ours stands on a pull request already, and where the request is. */
import type { Review } from "../model/review.js";
import type { Severity } from "../model/severity.js";

/** A summary comment; there is one unless two runs raced. */
export interface StandingSummary {
  /** Number by which the comment is changed. */
  readonly number: number;
  /** Name by which it is hidden. */
  readonly node: string;
  readonly address: string;
  readonly body: string;
}

/** A comment on a line. */
export interface StandingComment {
  readonly node: string;
  readonly address: string;
  /** Sign of the finding it is about. */
  readonly sign: string;
  readonly path: string;
  readonly isHidden: boolean;
}

export interface Standing {
  /** Oldest first. */
  readonly summaries: readonly StandingSummary[];
  /** Oldest first. */
  readonly comments: readonly StandingComment[];
}

/** Where a reader finds what a comment speaks of. */
export interface Whereabouts {
  /** `https://github.com/owner/name`. */
  readonly repository: string;
  /** The commit that was reviewed. */
  readonly commit: string;
  /** Page of the run, with its summary and files; null outside of one. */
  readonly run: string | null;
}

/** How much is said, and where. */
export interface Limits {
  /** Findings with a comment on their line. */
  readonly comments: number;
  /** What is milder gets no comment on its line. */
  readonly severity: Severity;
  /** UTF-16 units of a comment. */
  readonly characters: number;
}

/** The API takes 65,536 characters; the rest is for what a proxy or an editor may add. */
export const mostCharacters = 65_000;

/** What is to be told about one review. */
export interface Message {
  readonly review: Review;
  readonly limits: Limits;
  /** Tells our comments from those of another job of ours on the same pull request. */
  readonly key: string;
  readonly at: Whereabouts;
  /** What the exit code is and why. */
  readonly gate: { readonly isHit: boolean; readonly reason: string };
  /** True where the review was made by a run that the author of the pull request could change. */
  readonly isForeign: boolean;
  /** Files whose lines are not those of the commit, so that no comment may stand on them; null for all. */
  readonly shifted: ReadonlySet<string> | null;
}
