/** The built program inside a runner of GitHub Actions, against a double that misbehaves. */
import { beforeAll, describe, expect, test } from "vitest";
import type { GithubFaultName } from "../double/github/faults.js";
import { GithubDouble } from "../double/github/server.js";
import { openSigns, summaryOf } from "../github/run-pushes.js";
import { hostileReview } from "../reports/sample-review.js";
import { type Ended, build, runBin } from "./built.js";
import { inFolder } from "./fake-world.js";
import {
  type Happening,
  eachOnItsOwn,
  firstPush,
  outputsIn,
  saveReview,
  stepIn,
  summaryIn,
} from "./pull-place.js";

const { review, shown } = firstPush;

beforeAll(build, 300_000);
const double = eachOnItsOwn();

interface Ran extends Ended {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

interface Wish {
  readonly args?: readonly string[];
  readonly happening?: Happening;
  readonly env?: Readonly<Record<string, string>>;
  readonly saved?: typeof review;
}

async function pr({ args = [], happening, env = {}, saved = review }: Wish = {}): Promise<Ran> {
  return inFolder({ ".runner/": "" }, async (cwd) => {
    await saveReview(cwd, saved);
    const step = await stepIn(cwd, double(), happening);
    // The folder is no checkout, so the lines are taken as those of another run's review are.
    const ended = await runBin(["pr", "--from", "review.json", ...args], { cwd, env: { ...step, ...env } });
    return { ...ended, outputs: await outputsIn(cwd), summary: await summaryIn(cwd) };
  });
}

const followed: Happening = { name: "workflow_run" };

/** Notices of ours, which the page of the run shows. */
function noticesIn({ stdout }: Ended): readonly string[] {
  return stdout.split("\n").filter((line) => line.startsWith("::notice title=session-review::"));
}

/** Errors and warnings among the annotations. */
function annotationsIn({ stdout }: Ended): readonly number[] {
  return ["error", "warning"].map(
    (kind) => stdout.split("\n").filter((line) => line.startsWith(`::${kind} file=src/`)).length,
  );
}

function pull(): ReturnType<GithubDouble["world"]["pull"]> {
  return double().world.pull(1);
}

test("a review is told in one summary comment and ten comments on lines, and fails the gate", async () => {
  const ran = await pr({ happening: followed });
  expect(ran.stderr).toContain("posted   10 new comments");
  expect(openSigns(pull())).toHaveLength(10);
  expect(summaryOf(pull())).toHaveLength(1);
  expect(noticesIn(ran)).toEqual([]);
  expect(ran.summary).toContain("### HIGH: Finding back");
  expect(ran.outputs).toMatchObject({
    verdict: "fail",
    "exit-code": "1",
    findings: "16",
    high: "1",
    medium: "14",
    low: "1",
    "comment-url": expect.stringContaining("#issuecomment-") as string,
  });
  expect(ran.code).toBe(1);
});

test("where the commit is not checked out, nothing is said on lines, and one notice says what to do", async () => {
  const ran = await pr();
  expect(pull().threads).toEqual([]);
  expect(summaryOf(pull())).toHaveLength(1);
  expect(noticesIn(ran)).toEqual([
    expect.stringContaining("no comments on lines: git does not have the commit"),
  ]);
});

test("the next run says nothing twice", async () => {
  await pr({ happening: followed });
  const made = pull().threads.length;
  const ran = await pr({ happening: followed, args: ["--fail-on", "none"] });
  expect(ran.stderr).toContain("posted   0 new comments");
  expect(pull().threads).toHaveLength(made);
  expect(summaryOf(pull())).toHaveLength(1);
  expect(ran).toMatchObject({ code: 0, outputs: { verdict: "pass", "exit-code": "0" } });
});

describe("what cannot be posted is said once, and the exit code is the gate's", () => {
  test.each<[string, Wish, string, number]>([
    ["a fork", { happening: { from: "stranger/shop" } }, "comes from a fork", 0],
    ["a fork that is gone", { happening: { from: null } }, "comes from a fork", 0],
    ["--offline", { args: ["--offline"] }, "--offline: nothing is posted", 0],
    ["no token", { env: { GITHUB_TOKEN: "" } }, "GITHUB_TOKEN is not set", 0],
    ["a wrong token", { env: { GITHUB_TOKEN: "other" } }, "GITHUB_TOKEN is not valid", 1],
  ])("%s", async (_, wish, reason, requests) => {
    const ran = await pr(wish);
    expect(noticesIn(ran)).toEqual([expect.stringContaining(reason)]);
    expect(double().log.length, "requests").toBeGreaterThanOrEqual(requests);
    if (requests === 0) expect(double().log).toEqual([]);
    expect(pull().comments).toEqual([]);
    expect(annotationsIn(ran)).toEqual([1, 10]);
    expect(ran.summary).toContain("Finding back");
    expect(ran).toMatchObject({ code: 1, outputs: { verdict: "fail", "comment-url": "" } });
  });

  test.each<[GithubFaultName, string]>([
    ["forbidden", "permissions: pull-requests: write"],
    ["missing", "does not see this pull request"],
  ])("%s at every request", async (name, reason) => {
    double().follow(() => name);
    const ran = await pr();
    expect(noticesIn(ran)).toEqual([expect.stringContaining(reason)]);
    expect(ran.code).toBe(1);
  });
});

// Waits are real here; test/github has every fault at every request.
test.each<GithubFaultName>(["secondary, with a time", "cut after", "truncated"])(
  "%s once at each kind of request: all stands, nothing twice",
  async (name) => {
    const met = new Set<string>();
    double().follow(({ method, path }) => {
      const kind = `${method} ${path.replace(/[?].*/, "")}`;
      if (met.has(kind)) return null;
      met.add(kind);
      return name;
    });
    const ran = await pr({ happening: followed });
    expect(noticesIn(ran)).toEqual([]);
    expect(openSigns(pull())).toEqual([...new Set(openSigns(pull()))]);
    expect(openSigns(pull())).toHaveLength(10);
    expect(summaryOf(pull())).toHaveLength(1);
  },
);

test("a review of another run is posted to the request that ends in its commit, and to no other", async () => {
  double().world.open({ number: 2, head: "c".repeat(40), shown });
  const ran = await pr({ happening: { name: "workflow_run", head: "d".repeat(40) } });
  expect(ran).toMatchObject({ code: 2, outputs: { verdict: "error", "exit-code": "2" } });
  expect(ran.stderr).toContain("no open pull request ends in dddddddddddd");
  expect(double().written("session-review")).toEqual([]);
});

test("a stranger's review has no suggestions, no forged marks, nobody called and nothing closed", async () => {
  const [found] = hostileReview().findings;
  if (!found) throw new Error("no finding");
  const mark = "<!-- session-review:finding:v1 key=default id=forged -->";
  const findings = [
    {
      ...found,
      id: "x --> <!-- session-review:state:v1 aa -->",
      path: "src/a.ts",
      lines: { start: 3, end: 3 },
      issue: `${mark} @acme/owners closes #1`,
      patch: { lines: { start: 3, end: 3 }, text: "rm();" },
      change: "introduced" as const,
    },
  ];
  await pr({ happening: followed, saved: { ...review, findings } });
  const bodies = [...pull().comments, ...pull().threads].map(({ body }) => body);
  expect(bodies).toHaveLength(2);
  for (const body of bodies) {
    expect(body).not.toContain("suggestion\n");
    expect(body).not.toContain(mark);
    // Outside of code nobody is called and nothing is named.
    const bare = body.replaceAll("\\`", "").replace(/`+[^`]*`+/gu, "");
    expect(bare).not.toMatch(/@\w|#\d/u);
    expect(bare.split("\n").slice(2).join("\n")).not.toContain("<!--");
  }
});

test.each<[string, Wish, string]>([
  ["another event", { happening: { name: "push" } }, 'the event "push" is about no pull request'],
  ["no event", { env: { GITHUB_EVENT_PATH: "" } }, "this is not GitHub Actions"],
  ["a report for standard output", { args: ["-f", "json"] }, "-f json=FILE"],
  [
    "a stranger's code with our rights",
    { happening: { name: "pull_request_target", from: "x/y" }, args: ["--run", "npm test"] },
    "a stranger's code",
  ],
])("refused with 2: %s", async (_, wish, reason) => {
  const ran = await pr(wish);
  expect(ran.stderr).toContain(reason);
  expect(ran.code).toBe(2);
  expect(double().log).toEqual([]);
});

test("--dry-run prints what would be sent and opens no socket", async () => {
  const ran = await pr({ args: ["--dry-run"], happening: { from: "stranger/shop" } });
  expect(ran.stdout).toContain("Pull request 1, commit bbbbbbbbbbbb");
  expect(ran.stdout).toContain("== summary comment");
  expect(double().log).toEqual([]);
});

test("the token goes to the API's host and nowhere else", async () => {
  const other = await GithubDouble.start();
  try {
    const ran = await pr({ env: { GITHUB_GRAPHQL_URL: other.graphql } });
    expect(ran.stderr + ran.stdout).toContain("another host");
    expect(other.log).toEqual([]);
  } finally {
    await other.close();
  }
});
