/** The options that narrow a review to a change, from the command line to the exit code. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import type { Review } from "../../src/model/review.js";
import { reviewSchema } from "../../src/model/review.js";
import { inFolder, run } from "./fake-world.js";

const defect = "<<<<<<< HEAD\nexport const a = 1;\n=======\nexport const a = 2;\n>>>>>>> other\n";
const clean = "export const a = 1;\n";

function git(cwd: string, ...args: readonly string[]): void {
  const identity = ["-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...identity, ...args], { cwd, stdio: "pipe" });
}

function commit(cwd: string): void {
  git(cwd, "init", "-q");
  git(cwd, "add", "-A");
  git(cwd, "commit", "-qm", "all");
}

function readReview(stdout: string): Review {
  return reviewSchema.parse(JSON.parse(stdout));
}

describe("the gate", () => {
  test("holds a change to what it brings in, and to nothing else", () =>
    inFolder({ "old.yml": defect, "a.yml": clean }, async (cwd) => {
      commit(cwd);
      await writeFile(join(cwd, "old.yml"), `${defect}export const b = 1;\n`);
      const before = await run(["--uncommitted", "--fail-on", "info", "-f", "json"], { cwd });
      expect(before.code).toBe(0);
      expect(before.stderr).toContain("pre-existing");
      expect(readReview(before.stdout).preExisting).toHaveLength(1);
      await writeFile(join(cwd, "a.yml"), defect);
      const after = await run(["--uncommitted", "--fail-on", "info", "-f", "json"], { cwd });
      expect(after.code).toBe(1);
      expect(readReview(after.stdout).findings.map(({ path }) => path)).toEqual(["a.yml"]);
    }));

  test("a change without anything to read passes, and the report says what it was", () =>
    inFolder({ "a.ts": clean, "b.ts": clean }, async (cwd) => {
      commit(cwd);
      const nothing = await run(["--base", "HEAD"], { cwd });
      expect([nothing.code, nothing.stdout]).toEqual([0, expect.stringContaining("No file differs.")]);
      git(cwd, "rm", "-q", "a.ts");
      const gone = await run(["--staged"], { cwd });
      expect([gone.code, gone.stdout]).toEqual([0, expect.stringContaining("`a.ts` (deleted)")]);
    }));
});

test("a diff on standard input", () =>
  inFolder({ "a.ts": defect }, async (cwd) => {
    const diff = `--- a/a.ts\n+++ b/a.ts\n@@ -0,0 +1,5 @@\n${defect.replace(/^/gm, "+").replace(/\+$/, "")}`;
    const ran = await run(["--diff", "-", "-f", "json"], { cwd, stdin: Readable.from([diff]) });
    expect(readReview(ran.stdout).findings.map(({ change }) => change)).toEqual(["introduced"]);
  }));

test.each([
  [["--base", "main", "--staged"], "cannot be used with"],
  [["--base", "nowhere"], 'no commit "nowhere"'],
  [["--diff", "gone.diff"], 'no file or folder "gone.diff"'],
])("%j is refused", (args, reason) =>
  inFolder({ "a.ts": clean }, async (cwd) => {
    commit(cwd);
    const ran = await run(args, { cwd });
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining(reason)]);
  }),
);

test("outside of a repository a comparison with git says what to do instead", () =>
  inFolder({ "a.ts": clean }, async (cwd) => {
    const ran = await run(["--staged"], { cwd });
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining("--diff -")]);
  }));

test("the configuration of a branch does not decide on its own review", () =>
  inFolder({ "a.ts": clean, ".session-review/config.yml": "fail-on: low\n" }, async (cwd) => {
    commit(cwd);
    git(cwd, "branch", "start");
    await writeFile(join(cwd, ".session-review/config.yml"), "fail-on: none\n");
    await writeFile(join(cwd, "a.ts"), defect);
    const ran = await run(["--base", "start"], { cwd });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("as it lies in the work tree");
  }));
