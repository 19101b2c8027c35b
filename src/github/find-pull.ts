/** Finds the pull request that another run reviewed, by what GitHub says of that run and never by what the run wrote. */
import { z } from "zod";
import type { Client } from "./client.js";
import { type Followed, type Pull, pullOf, pullSchema } from "./event.js";
import { GithubFailure } from "./failure.js";

/**
 * The open request of the branch whose last commit is the one that was reviewed; null where a newer push took its place.
 * @throws GithubFailure
 */
export async function findPull(client: Client, repository: string, run: Followed): Promise<Pull | null> {
  const head = encodeURIComponent(`${run.owner}:${run.branch}`);
  const found = await client.all(`/repos/${repository}/pulls?state=open&per_page=100&head=${head}`);
  const parsed = z.array(pullSchema).safeParse(found);
  if (!parsed.success) throw new GithubFailure("unreadable", "the list of pull requests has another shape");
  return parsed.data.map(pullOf).find((pull) => pull.head === run.head) ?? null;
}
