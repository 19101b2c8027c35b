/** Which state of the base a pull request is measured against. */
import { fetchedTip, mergedInto } from "../gather/checkout.js";
import type { Pull, Runner } from "../github/event.js";
import type { World } from "./world.js";

/**
 * What the event says may be as old as the pull request itself (github/docs issue 431), and what came into the branch
 * with a merge since would be called the change's. So what this run merged with counts, then the base's branch as it was
 * fetched, and what the event says where neither is here. Nothing that the change's author could choose is believed.
 */
export async function startFor(
  { head, base, branch }: Pull,
  { server, repository }: Runner,
  { cwd, env }: Pick<World, "cwd" | "env">,
): Promise<string> {
  const merged = await mergedInto(cwd, { commit: env["GITHUB_SHA"], head });
  if (merged !== undefined || branch === null) return merged ?? base;
  const name = { repository: `${new URL(server).host}/${repository}`, name: branch };
  return (await fetchedTip(cwd, name)) ?? base;
}
