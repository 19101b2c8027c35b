/** Runs ten pushes against the double, with a fault wherever a script wants one, and counts what stands afterwards. */
import { type Delivery, deliver } from "../../src/github/deliver.js";
import { Client, type Timing } from "../../src/github/client.js";
import { PullRequest } from "../../src/github/pull-request.js";
import { findingOf, isSummaryOf } from "../../src/pull/markers.js";
import type { Message } from "../../src/pull/standing.js";
import type { GithubFaultName } from "../double/github/faults.js";
import { GithubDouble } from "../double/github/server.js";
import type { HeldComment, HeldPull } from "../double/github/world.js";
import { type Push, pushes } from "./pushes.js";

const key = "default";

/** A clock that waiting moves. */
export function fastClock(): Timing & { readonly waited: () => number } {
  let now = Date.parse("2026-11-21T00:00:00Z");
  const began = now;
  return {
    now: () => now,
    sleep: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
    waited: () => now - began,
  };
}

export function clientFor(double: GithubDouble, timing: Timing = fastClock()): Client {
  const { api, graphql } = double;
  return new Client({ api, graphql, token: "t", send: fetch, timing, mostWait: 600_000 });
}

export function messageOf({ review, head }: Push, part: Partial<Message> = {}): Message {
  return {
    review,
    limits: { comments: 10, severity: "medium", characters: 65_000 },
    key,
    at: {
      repository: "https://github.test/acme/shop",
      commit: head,
      run: "https://github.test/acme/shop/actions/runs/7",
    },
    gate: { isHit: true, reason: 'findings at or above "high"' },
    isForeign: false,
    shifted: new Set(),
    ...part,
  };
}

export async function push(one: Push, double: GithubDouble, timing?: Timing): Promise<Delivery> {
  const held = double.world.pulls.get(1) ?? double.world.open({ number: 1, head: one.head });
  held.head = one.head;
  held.shown = one.shown;
  const client = clientFor(double, timing);
  const pull = new PullRequest(client, { repository: "acme/shop", number: 1, commit: one.head, key });
  return deliver(messageOf(one), pull, { telling: "always", wait: async (ms) => client.wait(ms) });
}

/** What stands on the request, counted from what the server holds and what its log says was done. */
export interface Result {
  readonly requests: number;
  /** Requests that met the fault. */
  readonly met: number;
  /** Comments of ours made for each finding; more than one is a finding said twice. */
  readonly made: ReadonlyMap<string, number>;
  readonly summariesMade: number;
  readonly pull: HeldPull;
  readonly failures: number;
}

export type FaultAt = (push: number, call: number) => GithubFaultName | null;

export async function tenPushes(faultAt: FaultAt, pageSize = 3): Promise<Result> {
  const double = await GithubDouble.start({ pageSize });
  try {
    let failures = 0;
    for (const [i, one] of pushes.entries()) {
      double.follow(({ number }) => faultAt(i + 1, number));
      failures += (await push(one, double)).failures.length;
    }
    const pull = double.world.pull(1);
    return {
      requests: double.log.length,
      met: double.log.filter(({ fault }) => fault !== null).length,
      made: countSigns(double),
      summariesMade: double.log.filter(({ isDone, method, path, body }) => {
        return (
          isDone && method === "POST" && path.endsWith("/issues/1/comments") && body.includes(":summary:")
        );
      }).length,
      pull,
      failures,
    };
  } finally {
    await double.close();
  }
}

/** From the log: every body of a comment on a line that the server took. */
function countSigns({ log }: GithubDouble): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { isDone, method, path, body } of log) {
    if (!isDone || method !== "POST" || !/\/pulls\/1\/(?:reviews|comments)$/u.test(path)) continue;
    const value = JSON.parse(body) as { body?: string; comments?: readonly { body: string }[] };
    for (const each of value.comments ?? [{ body: value.body ?? "" }]) {
      const sign = findingOf(key, each.body) ?? "?";
      counts.set(sign, (counts.get(sign) ?? 0) + 1);
    }
  }
  return counts;
}

export function summaryOf({ comments }: HeldPull): readonly HeldComment[] {
  return comments.filter(({ body }) => isSummaryOf(key, body));
}

/** Signs of findings with an open comment on their line. */
export function openSigns({ threads }: HeldPull): readonly string[] {
  return threads.flatMap(({ body, isHidden }) => (isHidden ? [] : [findingOf(key, body) ?? "?"])).sort();
}
