/** The review behind `baseline create`, `update` and `prune`: as `session-review` would make it with the same options. */
import type { Review } from "../model/review.js";
import { review } from "../review.js";
import { exemptionsFor } from "./baseline-of.js";
import { nothingLeaves, openRun } from "./open-run.js";
import type { BaselineCommandOptions } from "./options.js";
import { scopeOf } from "./scope.js";
import type { World } from "./world.js";

/** @throws as `review` */
export async function reviewForBaseline(
  paths: readonly string[],
  options: BaselineCommandOptions,
  { world, isNew }: { readonly world: World; readonly isNew: boolean },
): Promise<Review> {
  const { consultants, reviewWorld, say, greet, during } = await openRun(options, world);
  if (!consultants) greet(nothingLeaves);
  const { cwd } = world;
  // The file as it lies is what is worked on, in the check of a pull request too.
  const lying = { ...options, before: undefined, baseline: isNew ? (false as const) : options.baseline };
  const exemptions = await exemptionsFor(lying, { cwd, paths }, say);
  const request = {
    cwd,
    paths: paths.length === 0 ? ["."] : paths,
    sarif: options.sarif,
    ...scopeOf(options),
  };
  return during(() => review({ ...request, ...exemptions }, reviewWorld));
}
