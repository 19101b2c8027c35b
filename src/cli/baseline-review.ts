/** The review behind `baseline create`, `update` and `prune`: as `session-review` would make it with the same options. */
import { loadCatalog } from "../catalog/catalog.js";
import { visible } from "../lib/visible.js";
import type { Review } from "../model/review.js";
import { type ReviewWorld, review } from "../review.js";
import { Opening } from "../ui/opening.js";
import { exemptionsFor } from "./baseline-of.js";
import { announced, consultantsFor } from "./consultants.js";
import type { BaselineCommandOptions } from "./options.js";
import { pagesFor } from "./own-pages.js";
import { progressOf } from "./progress.js";
import { scopeOf } from "./scope.js";
import { type World, readToolVersion } from "./world.js";

/** @throws as `review` */
export async function reviewForBaseline(
  paths: readonly string[],
  options: BaselineCommandOptions,
  { world, isNew }: { readonly world: World; readonly isNew: boolean },
): Promise<Review> {
  const toolVersion = await readToolVersion();
  const progress = progressOf(world, options);
  const opening = new Opening(progress.say);
  const listen = progress.listener(opening.say);
  for (const remark of options.remarks) opening.say(visible(remark));
  const consultants = await consultantsFor(options, world, { say: opening.say, listen });
  const greeting = `session-review ${toolVersion} · `;
  if (!consultants) opening.begin(`${greeting}offline engine: nothing leaves this machine`);
  const reviewWorld: ReviewWorld = {
    catalog: await loadCatalog(await pagesFor(world.cwd, options, opening.say)),
    toolVersion,
    ...(consultants ? { thinker: announced(consultants, (line) => opening.begin(greeting + line)) } : {}),
    listen,
    signal: world.interrupt,
  };
  const { cwd } = world;
  // The file as it lies is what is worked on, in the check of a pull request too.
  const lying = { ...options, before: undefined, baseline: isNew ? (false as const) : options.baseline };
  const exemptions = await exemptionsFor(lying, { cwd, paths }, opening.say);
  const request = {
    cwd,
    paths: paths.length === 0 ? ["."] : paths,
    sarif: options.sarif,
    ...scopeOf(options),
  };
  return progress
    .during(() => review({ ...request, ...exemptions }, reviewWorld), consultants === null)
    .finally(() => opening.release());
}
