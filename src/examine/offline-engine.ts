/** The engine that needs no key: a reviewer answers with the leads of its own categories. */
import type { Claim } from "../model/finding.js";
import type { Engine } from "../model/plan.js";
import { type Reviewer, owns } from "../model/reviewer.js";

export function offlineEngine(reviewers: readonly Reviewer[]): Engine {
  const byId = new Map(reviewers.map((reviewer) => [reviewer.id, reviewer]));
  return async ({ id, reviewer: name, paths }, leads) => {
    const reviewer = byId.get(name);
    if (!reviewer) throw new Error(`there is no reviewer "${name}"`);
    const own = new Set(paths);
    const examined = new Set(leads.examined);
    return Promise.resolve({
      task: id,
      reviewed: paths.filter((path) => examined.has(path)),
      claims: leads.claims
        .filter((claim) => own.has(claim.path) && owns(reviewer, claim))
        .map((claim) => weigh(claim, reviewer)),
      practices: leads.practices.filter(
        (claim) => own.has(claim.path) && owns(reviewer, { ...claim, rule: claim.practice }),
      ),
    });
  };
}

/** A reviewer whose page answers the severity questions otherwise says so; the rule's own answer stays beside it. */
function weigh(claim: Claim, { severities }: Reviewer): Claim {
  const opinion = severities[claim.rule ?? ""];
  return opinion === undefined ? claim : { ...claim, opinion };
}
