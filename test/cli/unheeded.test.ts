/** In a job of GitHub Actions no name and no text of reviewed files is an order, whichever stream it comes out on. */
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { obeyed } from "../formats/runner.js";
import { run, writeFiles } from "./fake-world.js";
import { stepIn } from "./pull-place.js";
import { clean, flawed } from "./projects.js";

const tags = flawed["app/tags.py"] ?? "";
const page = `---
title: "##[error]forged"
lens: "##[error]forged"
categories: [design]
---
# Own

Look.
`;

let cwd = "";
let base = "";

function git(...args: readonly string[]): string {
  const own = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...own, ...args], { cwd, encoding: "utf8" }).trim();
}

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "session-review-unheeded-"));
  git("init", "-q", "-b", "main");
  await writeFiles(cwd, { ...clean, ".session-review/reviewers/own.md": page });
  git("add", "-A");
  git("commit", "-q", "-m", "first");
  base = git("rev-parse", "HEAD");
  await writeFiles(cwd, {
    "::error::forged.py": tags,
    "##[error]forged.py": tags,
    "x\n::error::forged.py": "def broken(:\n",
    "\r##[error]forged.py": "def broken(:\n",
    "##[group]a/tags.py": tags,
    "::group::b/load.py": flawed["app/load.py"] ?? "",
    "##[error]forged.md": "- [ ] ::error::forged\n- [ ] ##[error]forged\n",
    "##[error]forged.yml": "fail-on: ##[error]forged\n::error::forged: 1\n",
  });
  git("add", "-A");
  git("commit", "-q", "-m", "::error::forged ##[error]forged");
  await writeFiles(cwd, { ".runner/": "" });
}, 60_000);

afterAll(async () => rm(cwd, { recursive: true, force: true }));

const rows: readonly (readonly string[])[] = [
  ["review"],
  ["review", "--base", "main~1"],
  ["review", "--dry-run"],
  ["review", "-f", "json"],
  ["review", "-f", "github"],
  ["review", "-f", "json=.runner/##[error]forged.json", "-f", "digest"],
  ["review", "--plan", "##[error]forged.md", "--kind", "readiness"],
  ["review", "missing/\n::error::forged"],
  ["review", "##[error]forged"],
  ["review", "--config", "##[error]forged.yml"],
  ["review", "--reviewers", "##[error]forged"],
  ["review", "--##[error]forged"],
  ["::error::forged"],
  ["review", "--base", "##[error]forged", "--debug"],
  ["review", "--sarif", "##[error]forged.md"],
  ["compare", "##[group]a", "::group::b"],
  ["compare", "##[group]a", "##[error]forged.none"],
  ["follow-up", "##[error]forged.md"],
  ["report", "##[error]forged.md"],
  ["explain", "##[error]forged"],
  ["reviewers"],
  ["reviewers", "--json"],
  ["baseline", "create", "--reason", "##[error]forged"],
  ["baseline", "show"],
  ["config", "print"],
  ["doctor"],
  ["pr"],
  ["pr", "--dry-run"],
  ["pr", "-f", "jsonl=.runner/##[error]forged.jsonl", "--comment-key", "##[error]forged"],
];

describe("no order of theirs", () => {
  test.each(rows.map((args) => [args.join(" "), args] as const))("%s", async (_, args) => {
    const nobody = "http://127.0.0.1:9";
    const double = { api: nobody, graphql: nobody, origin: nobody };
    const step = await stepIn(cwd, double, { base, head: git("rev-parse", "HEAD") });
    const ran = await run(args, { cwd, env: { ...step, GITHUB_TOKEN: "" } });
    const orders = [...obeyed(ran.stdout), ...obeyed(ran.stderr)];
    const own = orders.filter(({ name, data }) => name !== "group" && !data.startsWith("forged"));
    expect(orders).toEqual(own);
    expect(`${ran.stdout}${ran.stderr}`, "something was said").not.toBe("");
  });
});

test("a line of progress with an order in it is still readable", async () => {
  const args = ["review", "app", "--fail-on", "none", "-o", ".runner/##[error]forged.md"];
  const ran = await run(args, { cwd, env: { GITHUB_ACTIONS: "true" } });
  expect(ran.stderr).toContain("wrote .runner/##\\x5berror]forged.md");
});
