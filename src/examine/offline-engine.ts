/** The engine that needs no key: a reviewer answers with the leads of its own categories. */
import { groupBy } from "../lib/group.js";
import type { Claim, PracticeClaim } from "../model/finding.js";
import type { Engine, Leads } from "../model/plan.js";
import { type Reviewer, owns } from "../model/reviewer.js";

export function offlineEngine(reviewers: readonly Reviewer[]): Engine {
  const byId = new Map(reviewers.map((reviewer) => [reviewer.id, reviewer]));
  const byPath = new WeakMap<Leads, LeadsByPath>();
  return async ({ id, reviewer: name, paths }, leads) => {
    const reviewer = byId.get(name);
    if (!reviewer) throw new Error(`there is no reviewer "${name}"`);
    const known = byPath.get(leads) ?? sortByPath(leads);
    byPath.set(leads, known);
    return Promise.resolve({
      task: id,
      reviewed: paths.filter((path) => known.examined.has(path)),
      claims: inPaths(known.claims, paths)
        .filter((claim) => owns(reviewer, claim))
        .map((claim) => weigh(claim, reviewer)),
      practices: inPaths(known.practices, paths).filter((claim) =>
        owns(reviewer, { ...claim, rule: claim.practice }),
      ),
    });
  };
}

/** Leads where a task finds its own: going through all of them for each task would grow with the square of the files. */
interface LeadsByPath {
  readonly examined: ReadonlySet<string>;
  readonly claims: ReadonlyMap<string, readonly Numbered<Claim>[]>;
  readonly practices: ReadonlyMap<string, readonly Numbered<PracticeClaim>[]>;
}

/** A claim and its place in the order of the leads. */
type Numbered<T> = readonly [place: number, claim: T];

function sortByPath({ examined, claims, practices }: Leads): LeadsByPath {
  return {
    examined: new Set(examined),
    claims: groupBy(numbered(claims), ([, { path }]) => path),
    practices: groupBy(numbered(practices), ([, { path }]) => path),
  };
}

function numbered<T>(claims: readonly T[]): readonly Numbered<T>[] {
  return claims.map((claim, place) => [place, claim]);
}

/** What is said about these files, in the order of the leads. */
function inPaths<T>(claims: ReadonlyMap<string, readonly Numbered<T>[]>, paths: readonly string[]): T[] {
  return paths
    .flatMap((path) => claims.get(path) ?? [])
    .sort(([a], [b]) => a - b)
    .map(([, claim]) => claim);
}

/** A reviewer whose page answers the severity questions otherwise says so; the rule's own answer stays beside it. */
function weigh(claim: Claim, { severities }: Reviewer): Claim {
  const opinion = severities[claim.rule ?? ""];
  return opinion === undefined ? claim : { ...claim, opinion };
}
