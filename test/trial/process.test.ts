/** The built program with `--run`: interrupted, interrupted twice and killed, it leaves neither commands nor copies. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { build, ended, said, start } from "../cli/built.js";
import { clean } from "../cli/projects.js";
import { project } from "./project.js";

beforeAll(() => build(), 300_000);

/** Starts a review whose tests never end, and waits until they run. */
async function begin(command = 'echo $$ > "$OUT/pid"; pwd > "$OUT/copy"; echo begun; sleep 600') {
  const out = project();
  const cwd = project(clean);
  const child = start(["app", "--run", command.replaceAll("$OUT", out), "-f", "json"], { cwd });
  const end = ended(child);
  await said(child, "running: ");
  await expect.poll(() => existsSync(join(out, "copy")), { timeout: 20_000 }).toBe(true);
  const [pid, copy] = ["pid", "copy"].map((name) => readFileSync(join(out, name), "utf8").trim());
  return { child, end, pid: pid ?? "", copy: copy ?? "" };
}

function state(pid: string): string {
  return spawnSync("ps", ["-o", "stat=", "-p", pid], { encoding: "utf8" }).stdout.trim().replace(/^Z.*/, "");
}

describe.skipIf(process.platform === "win32")("while tests run", () => {
  test("an interrupt ends them; the report holds what is known, tests included", async () => {
    const { child, end, pid, copy } = await begin();
    child.kill("SIGINT");
    const { code, stdout } = await end;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({
      isInterrupted: true,
      testRuns: [{ outcome: "interrupted", passed: null, tail: expect.stringContaining("begun") as string }],
    });
    expect(state(pid)).toBe("");
    expect(existsSync(copy)).toBe(false);
  }, 60_000);

  test("a second interrupt ends the program at once, and its guard clears up", async () => {
    const deaf = 'trap "" TERM; echo $$ > "$OUT/pid"; pwd > "$OUT/copy"; while :; do sleep 0.2; done';
    const { child, end, pid, copy } = await begin(deaf);
    child.kill("SIGINT");
    await said(child, "stopping");
    child.kill("SIGINT");
    expect((await end).signal).toBe("SIGINT");
    await expect.poll(() => [state(pid), existsSync(copy)], { timeout: 20_000 }).toEqual(["", false]);
  }, 60_000);

  test("a kill that nobody can hear is cleared up after as well", async () => {
    const { child, end, pid, copy } = await begin();
    child.kill("SIGKILL");
    await end;
    await expect.poll(() => [state(pid), existsSync(copy)], { timeout: 20_000 }).toEqual(["", false]);
  }, 60_000);
});
