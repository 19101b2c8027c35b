/** Every shelf, loaded. */
import type { Language } from "../model/language.js";
import type { Reviewer } from "../model/reviewer.js";
import type { PracticeRule, Rule } from "../model/rule.js";
import type { Rubric } from "../model/rubric.js";
import { type PageFolder, loadReviewers, loadRubrics } from "./load-pages.js";
import { loadLanguages, loadPractices, loadRules } from "./load-shelves.js";

export interface Catalog {
  readonly languages: readonly Language[];
  readonly rules: readonly Rule[];
  readonly practices: readonly PracticeRule[];
  readonly reviewers: readonly Reviewer[];
  readonly rubrics: readonly Rubric[];
}

/** @param ownReviewers folders of the user's own reviewer pages */
export async function loadCatalog(ownReviewers: readonly PageFolder[] = []): Promise<Catalog> {
  const [languages, rules, practices, rubrics] = await Promise.all([
    loadLanguages(),
    loadRules(),
    loadPractices(),
    loadRubrics(),
  ]);
  const known = [...rules, ...practices].map(({ id }) => id);
  const reviewers = await loadReviewers(ownReviewers, known);
  return { languages, rules, practices, reviewers, rubrics };
}
