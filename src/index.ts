/** The public API: review code from a program, and render the result. */

/**
 * `review` runs the whole pipeline and resolves to the one result document; `prepare` stops before any reviewer looks.
 * Both reject with a `UserError` for what the caller can mend; a reviewer or file that fails is in the result instead.
 *
 * @example
 * const catalog = await loadCatalog();
 * const result = await review({ cwd: ".", paths: ["src"] }, { catalog, toolVersion: await readToolVersion() });
 * const markdown = (await loadReports()).find(({ id }) => id === "batch")?.render(result);
 */
export { prepare } from "./review/prepare.js";
export { review } from "./review.js";
export type { Prepared, ReviewRequest, ReviewWorld } from "./review.js";

/** `compare` reviews and measures each candidate, ranks them by a rubric and names what to build on. */
export { compare } from "./compare.js";
export type { CompareRequest, CompareWorld } from "./compare.js";

/** `followUp` reviews what is there now and says what became of each finding of an earlier review. */
export { followUp } from "./follow-up.js";
export type { FollowUpRequest } from "./follow-up.js";

/** Every shelf, loaded; `loadReports` gives the report formats, each a pure function of a review. */
export { loadCatalog } from "./catalog/catalog.js";
export type { Catalog } from "./catalog/catalog.js";
export { loadComparisonReports, loadReports } from "./catalog/load-shelves.js";
export { readToolVersion } from "./cli/world.js";

/** Check a saved review or comparison (`-f json`) and give it its type. */
export { comparisonSchema } from "./model/comparison.js";
export { reviewSchema } from "./model/review.js";
export { UserError } from "./model/errors.js";
export type { ErrorCode } from "./model/errors.js";

/** The words a result is made of. */
export type { Comparison } from "./model/comparison.js";
export type { Category } from "./model/category.js";
export type { Listen, ReviewEvent } from "./model/event.js";
export type { Claim, Dropped, Finding, Practice, PracticeClaim } from "./model/finding.js";
export type { Engine, Leads, Notes, Plan, Task } from "./model/plan.js";
export type { Proof } from "./model/query.js";
export type { ComparisonReport, Report } from "./model/report.js";
export type { Coverage, Failure, Review, Suppression } from "./model/review.js";
export type { Reviewer } from "./model/reviewer.js";
export type { Rubric, Scorecard } from "./model/rubric.js";
export type { PracticeRule, Rule } from "./model/rule.js";
export type { Signal } from "./model/signal.js";
export type { Severity } from "./model/severity.js";
export type { FollowUp } from "./model/follow-up.js";
export type { Facts } from "./model/survey.js";
