/** Every shelf, loaded. */
import type { Framework } from "../model/framework.js";
import type { Language } from "../model/language.js";
import type { Reviewer } from "../model/reviewer.js";
import type { PracticeRule, Rule } from "../model/rule.js";
import type { Rubric } from "../model/rubric.js";
import type { Signal } from "../model/signal.js";
import { loadFrameworks } from "./load-frameworks.js";
import { loadReviewers, loadRubrics } from "./load-pages.js";
import { loadLanguages, loadPractices, loadRules, loadSignals } from "./load-shelves.js";
import type { PageFolder } from "./page-folders.js";

export interface Catalog {
  readonly languages: readonly Language[];
  readonly rules: readonly Rule[];
  readonly practices: readonly PracticeRule[];
  readonly reviewers: readonly Reviewer[];
  readonly rubrics: readonly Rubric[];
  readonly signals: readonly Signal[];
  readonly frameworks: readonly Framework[];
}

/** Folders of the user's own pages. */
export interface OwnPages {
  readonly reviewers?: readonly PageFolder[];
  readonly rubrics?: readonly PageFolder[];
  readonly frameworks?: readonly PageFolder[];
}

/** @throws UserError for a page or shelf entry that cannot be read, naming file and line */
export async function loadCatalog(own: OwnPages = {}): Promise<Catalog> {
  const [languages, rules, practices, signals, frameworks] = await Promise.all([
    loadLanguages(),
    loadRules(),
    loadPractices(),
    loadSignals(),
    loadFrameworks(own.frameworks),
  ]);
  const known = [...rules, ...practices].map(({ id }) => id);
  const reviewers = await loadReviewers(own.reviewers, known);
  const rubrics = await loadRubrics(
    own.rubrics,
    signals.map(({ id }) => id),
  );
  return { languages, rules, practices, reviewers, rubrics, signals, frameworks };
}
