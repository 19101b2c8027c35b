/** An earlier review as a follow-up sees it, whatever document it was read from. */
import type { Place, Practice } from "./finding.js";
import type { FollowUp, FollowUpStatus, FollowedFinding, Measures } from "./follow-up.js";
import type { Severity } from "./severity.js";

export type Acceptance = NonNullable<FollowedFinding["acceptance"]>;

export interface EarlierFinding {
  /** As that review names it; made from rule, path and text where it has no name. */
  readonly id: string;
  /** Whatever may be the id of the same finding in a later review. */
  readonly fingerprints: readonly string[];
  readonly title: string;
  readonly severity: Severity;
  readonly category: string;
  /** Null for what only a model found. */
  readonly rule: string | null;
  /** Whose rule or model found it. */
  readonly tool: string;
  readonly reviewers: readonly string[];
  /** An empty quote where the document holds no code. */
  readonly place: Place;
  /** Files of its other places, one entry a place; none for most. */
  readonly also: readonly string[];
  readonly acceptance: Acceptance | null;
  /** What the earlier review, itself a follow-up, said of it; null where it was found there for the first time. */
  readonly last: FollowUpStatus | null;
}

export interface EarlierReview {
  readonly path: string;
  readonly title: string;
  readonly tool: string;
  /** Null where the document does not say. */
  readonly toolVersion: string | null;
  readonly format: FollowUp["earlier"]["format"];
  readonly isComplete: boolean;
  readonly findings: readonly EarlierFinding[];
  /** Files that it looked at; null where the document does not say. */
  readonly files: readonly string[] | null;
  readonly practices: readonly Practice[];
  readonly measures: Measures | null;
  readonly history: FollowUp["history"];
}

/** What became of a file of the earlier review that is not among those reviewed now. */
export interface Whereabouts {
  /** False: it is not on the disk. Null: nobody could tell. */
  readonly exists: boolean | null;
  /** True when it lies, or would lie, in a folder that was reviewed whole. */
  readonly isInScope: boolean;
  /** Where git says it went. */
  readonly renamedTo: string | null;
}
