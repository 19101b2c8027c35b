/** A runner of GitHub Actions as far as a step sees it: an event, files to write to, and addresses of a double. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Review } from "../../src/model/review.js";
import { afterEach, beforeEach } from "vitest";
import { GithubDouble } from "../double/github/server.js";
import { type Push, pushes } from "../github/pushes.js";

export const head = "b".repeat(40);
export const base = "a".repeat(40);

/** The push that the pull request of `eachOnItsOwn` consists of. */
export const firstPush: Push = pushes[0] ?? neverPushed();

function neverPushed(): never {
  throw new Error("no push");
}

/** A double for each test of a file, with one pull request open; ask it within tests alone. */
export function eachOnItsOwn(): () => GithubDouble {
  let double: GithubDouble;
  beforeEach(async () => {
    double = await GithubDouble.start({ token: "of-the-job" });
    double.world.open({ number: 1, head, shown: firstPush.shown });
  });
  afterEach(async () => double.close());
  return () => double;
}

export interface Happening {
  readonly name?: "pull_request" | "pull_request_target" | "workflow_run" | "push";
  readonly number?: number;
  /** Repository that the change is from. */
  readonly from?: string | null;
  readonly head?: string;
  readonly base?: string;
  /** The merge that the builder made, where it checks that out. */
  readonly merge?: string;
}

/** What GitHub writes into the file of the event, as far as it is read. */
export function eventOf({
  name = "pull_request",
  number = 1,
  from = "acme/shop",
  ...commits
}: Happening): unknown {
  const { head: last = head, base: first = base } = commits;
  if (name === "push") return { ref: "refs/heads/main" };
  if (name === "workflow_run")
    return {
      workflow_run: { head_sha: last, head_branch: "change", head_repository: from && { full_name: from } },
    };
  return {
    pull_request: {
      number,
      head: { sha: last, repo: from === null ? null : { full_name: from } },
      base: { sha: first, ref: "main", repo: { full_name: "acme/shop" } },
    },
  };
}

/** Writes the event and gives the environment of a step in `cwd`. */
export async function stepIn(
  cwd: string,
  double: Pick<GithubDouble, "api" | "graphql" | "origin">,
  happening: Happening = {},
): Promise<Record<string, string>> {
  const file = (name: string): string => join(cwd, ".runner", name);
  await writeFile(file("event.json"), JSON.stringify(eventOf(happening)));
  for (const name of ["summary.md", "output"]) await writeFile(file(name), "");
  return {
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_EVENT_NAME: happening.name ?? "pull_request",
    GITHUB_EVENT_PATH: file("event.json"),
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_RUN_ID: "7",
    GITHUB_SHA: happening.merge ?? happening.head ?? head,
    GITHUB_SERVER_URL: double.origin,
    GITHUB_API_URL: double.api,
    GITHUB_GRAPHQL_URL: double.graphql,
    GITHUB_STEP_SUMMARY: file("summary.md"),
    GITHUB_OUTPUT: file("output"),
    GITHUB_TOKEN: "of-the-job",
    RUNNER_TEMP: join(cwd, ".runner"),
  };
}

export async function summaryIn(cwd: string): Promise<string> {
  return readFile(join(cwd, ".runner/summary.md"), "utf8");
}

/** Outputs by name. */
export async function outputsIn(cwd: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(join(cwd, ".runner/output"), "utf8");
  const lines = text.split("\n").filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

export async function saveReview(cwd: string, review: Review): Promise<void> {
  await writeFile(join(cwd, "review.json"), JSON.stringify(review));
}
