/** The client: pages, waits, one word for every failure, and a token that goes nowhere else. */
import { createServer } from "node:http";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Connection, Client } from "../../src/github/client.js";
import { type FailureWord, GithubFailure, failureOf, waitIn } from "../../src/github/failure.js";
import { waitAfter } from "../../src/github/patience.js";
import { PullRequest } from "../../src/github/pull-request.js";
import { markFinding, markSummary } from "../../src/pull/markers.js";
import { type GithubFaultName, githubFaultNames } from "../double/github/faults.js";
import { GithubDouble } from "../double/github/server.js";
import { fastClock } from "./run-pushes.js";

const commit = "b".repeat(40);
const hunk = { start: 1, end: 500 };

let double: GithubDouble;
beforeEach(async () => {
  double = await GithubDouble.start({ pageSize: 3 });
  double.world.open({ number: 1, head: commit, shown: new Map([["a.ts", [hunk]]]) });
});
afterEach(async () => double.close());

function clientWith(part: Partial<Connection> = {}): Client {
  const { api, graphql } = double;
  return new Client({
    api,
    graphql,
    token: "t",
    send: fetch,
    timing: fastClock(),
    mostWait: 600_000,
    ...part,
  });
}

function pullWith(client: Client): PullRequest {
  return new PullRequest(client, { repository: "acme/shop", number: 1, commit, key: "default" });
}

async function wordOf(work: Promise<unknown>): Promise<FailureWord | "none"> {
  return work.then(
    () => "none" as const,
    (error: unknown) => {
      if (error instanceof GithubFailure) return error.word;
      throw error;
    },
  );
}

const comments = "/repos/acme/shop/issues/1/comments?per_page=100";

describe("pages", () => {
  test("are read to the last, however short the server makes them", async () => {
    const pull = double.world.pull(1);
    for (let i = 0; i < 10; i++) double.world.comment(pull, `comment ${i}`);
    expect(await clientWith().all(comments)).toHaveLength(10);
    expect(double.log).toHaveLength(4);
  });

  test("of threads too; comments of others, of another job and on the second line are not ours", async () => {
    const pull = double.world.pull(1);
    const ours = double.world.viewer;
    const post = (body: string, author = ours): void => {
      const [made] = double.world.review(pull, commit, [{ path: "a.ts", line: 1, side: "RIGHT", body }]);
      if (made && author !== ours) pull.threads.splice(pull.threads.indexOf(made), 1, { ...made, author });
    };
    for (let i = 0; i < 7; i++) post(`${markFinding("default", `f${i}`)}\ntext`);
    post(`${markFinding("default", "person")}\ntext`, { login: "mallory", isBot: false });
    post(`${markFinding("default", "namesake")}\ntext`, { login: "github-actions", isBot: false });
    post(`${markFinding("other", "job")}\ntext`);
    post(`> quoted\n${markFinding("default", "quoted")}`);
    double.world.comment(pull, `${markSummary("default", [])}\nforged`, { login: "mallory", isBot: false });
    double.world.comment(pull, `${markSummary("default", [])}\nours`);
    const { comments: found, summaries } = await pullWith(clientWith()).standing();
    expect(found.map(({ sign }) => sign)).toEqual(["f0", "f1", "f2", "f3", "f4", "f5", "f6"]);
    expect(summaries.map(({ body }) => body.split("\n")[2])).toEqual(["ours"]);
  });
});

describe("one word for every failure", () => {
  const words: Readonly<Record<GithubFaultName, FailureWord>> = {
    unknown: "unknown",
    forbidden: "forbidden",
    missing: "missing",
    refused: "refused",
    limited: "limited",
    secondary: "limited",
    "secondary, with a time": "limited",
    exhausted: "limited",
    "broken before": "broken",
    "broken after": "broken",
    "cut before": "unreachable",
    "cut after": "unreachable",
    half: "unreachable",
    truncated: "unreadable",
    "refused with 200": "unreadable",
  };

  test.each(githubFaultNames)("%s", async (name) => {
    double.follow(() => name);
    double.world.comment(double.world.pull(1), "a comment, so that there is something to cut");
    expect(await wordOf(clientWith().all(comments))).toBe(words[name]);
  });

  test("nobody there", async () => {
    const client = clientWith();
    await double.close();
    expect(await wordOf(client.all(comments))).toBe("unreachable");
    double = await GithubDouble.start();
  });

  test.each<[unknown, FailureWord | "none"]>([
    [{ data: {}, errors: [] }, "none"],
    [{ data: null, errors: [{ type: "RATE_LIMITED", message: "m" }] }, "limited"],
    [{ data: null, errors: [{ type: "FORBIDDEN", message: "m" }] }, "forbidden"],
    [{ data: null, errors: [{ type: "NOT_FOUND", message: "m" }] }, "missing"],
    [{ data: null, errors: [{ message: "m" }] }, "broken"],
    [{ data: null, errors: [{ type: "OTHER", message: "m" }] }, "refused"],
  ])("GraphQL says %j", async (answer, word) => {
    const send = (): Promise<Response> => Promise.resolve(Response.json(answer));
    expect(await wordOf(clientWith({ send }).query("query", {}))).toBe(word);
  });
});

describe("waits", () => {
  const now = Date.parse("2026-11-21T00:00:00Z");

  test.each<[Readonly<Record<string, string>>, number | null]>([
    [{}, null],
    [{ "retry-after": "7" }, 7000],
    [{ "retry-after": "Sat, 21 Nov 2026 00:00:30 GMT" }, 30_000],
    [{ "retry-after": "soon" }, null],
    [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now / 1000 + 60) }, 61_000],
    [{ "x-ratelimit-remaining": "12", "x-ratelimit-reset": String(now / 1000 + 60) }, null],
    [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" }, 1000],
  ])("%j", (headers, wait) => {
    expect(waitIn({ headers: new Headers(headers), now })).toBe(wait);
  });

  const failure = (word: FailureWord): GithubFailure => new GithubFailure(word, "m");

  test.each<[FailureWord, boolean, readonly (number | null)[]]>([
    ["limited", false, [60_000, 120_000, 240_000]],
    ["broken", true, [1000, 2000, 4000]],
    ["unreachable", true, [1000, 2000, 4000]],
    ["broken", false, [null]],
    ["unreadable", false, [null]],
    ["forbidden", true, [null]],
    ["refused", true, [null]],
  ])("%s, repeatable %s", (word, isRepeatable, expected) => {
    expect(expected.map((_, i) => waitAfter(failure(word), i + 1, isRepeatable))).toEqual(expected);
  });

  test("all together no longer than allowed", async () => {
    const timing = fastClock();
    double.follow(() => "secondary");
    expect(await wordOf(clientWith({ timing, mostWait: 200_000 }).all(comments))).toBe("limited");
    expect(timing.waited()).toBe(180_000);
  });

  test("a second between requests that write", async () => {
    const timing = fastClock();
    const pull = pullWith(clientWith({ timing }));
    for (let i = 0; i < 4; i++) await pull.tell("text");
    expect(timing.waited()).toBe(3000);
  });

  test("a limit in a GraphQL answer is waited for", async () => {
    let asked = 0;
    const timing = fastClock();
    const send = (): Promise<Response> => {
      asked += 1;
      const errors = asked === 1 ? [{ type: "RATE_LIMITED", message: "m" }] : [];
      return Promise.resolve(Response.json({ data: { ok: true }, errors }));
    };
    expect(await clientWith({ send, timing }).query("query", {})).toEqual({ ok: true });
    expect(timing.waited()).toBe(60_000);
  });
});

test("403 with a limit is one, and 403 without is none", () => {
  const of = (headers: Readonly<Record<string, string>>, message: string): FailureWord =>
    failureOf({ status: 403, headers: new Headers(headers), text: JSON.stringify({ message }), now: 0 }).word;
  expect(of({}, "Resource not accessible by integration")).toBe("forbidden");
  expect(of({ "x-ratelimit-remaining": "4000" }, "Must have admin rights")).toBe("forbidden");
  expect(of({}, "You have exceeded a secondary rate limit")).toBe("limited");
  expect(of({ "retry-after": "5" }, "")).toBe("limited");
});

describe("the token", () => {
  test("is not sent where GraphQL is on another host", () => {
    expect(() => clientWith({ graphql: "https://elsewhere.example/graphql" })).toThrow(/another host/u);
  });

  test.each(["redirect", "next page"])("is not sent where a %s leads away", async (kind) => {
    const seen: string[] = [];
    const elsewhere = createServer((request, response) => {
      seen.push(String(request.headers.authorization));
      response.end("[]");
    });
    elsewhere.listen(0, "127.0.0.1");
    await once(elsewhere, "listening");
    const address = elsewhere.address();
    const target = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/x`;
    const send = (): Promise<Response> =>
      Promise.resolve(
        kind === "redirect"
          ? new Response(null, { status: 302, headers: { location: target } })
          : Response.json([], { headers: { link: `<${target}>; rel="next"` } }),
      );
    expect(await wordOf(clientWith({ send }).all(comments))).toBe("moved");
    expect(seen).toEqual([]);
    elsewhere.close();
  });

  test("follows a repository that was renamed, on the same host", async () => {
    const asked: string[] = [];
    const send = (address: string): Promise<Response> => {
      asked.push(new URL(address).pathname);
      return Promise.resolve(
        asked.length === 1
          ? new Response(null, {
              status: 301,
              headers: { location: "/api/v3/repositories/7/issues/1/comments" },
            })
          : Response.json([]),
      );
    };
    expect(await clientWith({ send }).all(comments)).toEqual([]);
    expect(asked[1]).toBe("/api/v3/repositories/7/issues/1/comments");
  });
});
