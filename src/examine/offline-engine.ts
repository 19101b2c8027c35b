/** The engine that needs no key: a reviewer answers with the leads of its own categories. */
import type { Category } from "../model/category.js";
import type { Engine } from "../model/plan.js";
import type { Reviewer } from "../model/reviewer.js";

export function offlineEngine(reviewers: readonly Reviewer[]): Engine {
  const categories = new Map(
    reviewers.map((reviewer) => [reviewer.id, new Set<Category>(reviewer.categories)]),
  );
  return async (task, leads) => {
    const own = categories.get(task.reviewer) ?? new Set<Category>();
    const paths = new Set(task.paths);
    const examined = new Set(leads.examined);
    const isOwn = (claim: { readonly path: string; readonly category: Category }): boolean =>
      paths.has(claim.path) && own.has(claim.category);
    return Promise.resolve({
      task: task.id,
      reviewed: task.paths.filter((path) => examined.has(path)),
      claims: leads.claims.filter(isOwn),
      practices: leads.practices.filter(isOwn),
    });
  };
}
