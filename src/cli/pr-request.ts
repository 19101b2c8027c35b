/** Which pull request a run is about, and whether it may be told anything. */
import { throughProxy } from "../providers/proxy.js";
import { type Event, type Pull, readEvent } from "../github/event.js";
import { Client } from "../github/client.js";
import { findPull } from "../github/find-pull.js";
import { UserError } from "../model/errors.js";
import type { Setting } from "./pr-options.js";
import { usualWaits } from "./waits.js";

export interface Assignment {
  readonly pull: Pull;
  /** True where the review was made by a run that the author of the change could alter. */
  readonly isForeign: boolean;
  /** Null where nothing can or may be posted. */
  readonly client: Client | null;
  /** Why there is no client. */
  readonly because: string | null;
}

/** All waits for GitHub together; the job's own time is dearer than a comment. */
const mostWait = 5 * 60_000;

/** @throws UserError no-pull-request, usage */
export async function assignmentFor(setting: Setting): Promise<Assignment> {
  const event = await readEvent(setting.world.env);
  if (event.kind === "none") throw new UserError("no-pull-request", { problem: event.problem });
  refuseRunning(event, setting);
  const because = reasonForSilence(event, setting);
  const client = because === null ? connect(setting) : null;
  if (event.kind === "pull") {
    const { base = event.pull.base } = setting.options;
    return { pull: { ...event.pull, base }, isForeign: false, client, because };
  }
  if (setting.options.from === undefined)
    throw new UserError("usage", {
      problem:
        "After another workflow there is no change to review; name the review it made: --from review.json.",
    });
  const found = client && (await findPull(client, setting.runner.repository, event.run));
  if (client && !found)
    throw new UserError("no-pull-request", {
      problem: `no open pull request ends in ${event.run.head.slice(0, 12)}, which was reviewed; a newer push has a run of its own`,
    });
  const { head } = event.run;
  const pull = found ?? { number: 0, head, base: head, branch: null, isFork: true };
  return { pull, isForeign: true, client, because };
}

/** With a token that writes, nothing that a stranger wrote may run. */
function refuseRunning(event: Event, { options }: Setting): void {
  const runs = options.run.length > 0 || options.tools;
  if (event.kind === "pull" && event.isTrusted && event.pull.isFork && runs)
    throw new UserError("usage", {
      problem: "--run and --tools would run a stranger's code with the rights of pull_request_target.",
    });
}

function reasonForSilence(event: Event, { options, runner }: Setting): string | null {
  const instead = "what was found stands in the annotations and on the page of the run";
  if (options.offline) return `--offline: nothing is posted; ${instead}`;
  if (event.kind === "pull" && event.pull.isFork && !event.isTrusted)
    return `the change comes from a fork, whose runs may not comment; ${instead} (docs/ci/README.md has a workflow that posts it)`;
  if (runner.token === "") return `GITHUB_TOKEN is not set, so nothing is posted; ${instead}`;
  return null;
}

function connect({ runner, world }: Setting): Client {
  const { sleep } = (world.waits ?? usualWaits).timing;
  const { api, graphql, token } = runner;
  return new Client({
    ...{ api, graphql, token, mostWait },
    send: throughProxy(world.env),
    timing: { now: () => Date.now(), sleep: async (milliseconds) => sleep(milliseconds, world.interrupt) },
    signal: world.interrupt,
  });
}
