/** `cache info` and `cache clear`, as a user sees them. */
import { chmod, mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { storePlace } from "../../src/cli/cache-command.js";
import { openStore } from "../../src/store/store.js";
import { finishedTask, keyOf } from "../store/sample.js";
import { inFolder, run } from "./fake-world.js";

const escape = "\u001b";

/** Keeps tasks in the store of a world whose cache folder is `cwd`. */
async function keepTwo(env: Readonly<Record<string, string>>): Promise<string> {
  const place = storePlace({ env });
  const store = openStore({ place, warn: (line) => expect.unreachable(line), now: () => 0 });
  for (const page of ["a", "b"]) await store.keep(keyOf(page), finishedTask());
  const folder = join(place?.folder ?? "", "tasks");
  await utimes(join(folder, `${keyOf("a")}.json`), 1_700_000_000, 1_700_000_000);
  return folder;
}

// Windows has a folder of its own for this; where it lies there is in usual-folder.test.ts.
describe.runIf(process.platform !== "win32")("cache", () => {
  test("of a machine that has kept nothing yet", async () => {
    await inFolder({}, async (cwd) => {
      const env = { HOME: cwd };
      const shown = `place    ${cwd}/.cache/session-review\nentries  0\nsize     0 B of at most 256 MB\noldest   none\nfiles    0 reviews, 0 B of at most 512 MB\n`;
      expect(await run(["cache", "info"], { cwd, env })).toEqual({ code: 0, stdout: shown, stderr: "" });
      expect(await run(["cache"], { cwd, env })).toEqual({ code: 0, stdout: shown, stderr: "" });
      expect(await run(["cache", "clear"], { cwd, env })).toEqual({
        code: 0,
        stdout: `removed 0 finished tasks (0 B) from ${cwd}/.cache/session-review\n`,
        stderr: "",
      });
      expect(await readdir(cwd)).toEqual([]);
    });
  });

  test("with tasks in it, then cleared", async () => {
    await inFolder({}, async (cwd) => {
      const env = { XDG_CACHE_HOME: cwd };
      const folder = await keepTwo(env);
      const { stdout } = await run(["cache", "info"], { cwd, env });
      expect(stdout).toMatch(
        /^place {4}.*\/session-review\nentries {2}2\nsize {5}1\.\d kB of at most 256 MB\noldest {3}last used 2023-11-14\nfiles {4}0 reviews, 0 B of at most 512 MB\n$/,
      );
      const cleared = await run(["cache", "clear"], { cwd, env });
      expect(cleared.stdout).toMatch(/^removed 2 finished tasks \(1\.\d kB\) from /);
      expect(await readdir(folder)).toEqual([]);
      expect((await run(["cache", "info"], { cwd, env })).stdout).toContain("entries  0");
    });
  });

  test("without any place", async () => {
    await inFolder({}, async (cwd) => {
      const why = "no home or cache folder is set, so finished tasks are not kept\n";
      expect((await run(["cache", "info"], { cwd })).stdout).toBe(`place    ${why}`);
      expect(await run(["cache", "clear"], { cwd })).toEqual({
        code: 0,
        stdout: `nothing to remove: ${why}`,
        stderr: "",
      });
    });
  });

  test.each(["info", "clear"])(
    "%s of a store that cannot be trusted: said with a way out, exit 2",
    async (action) => {
      await inFolder({}, async (cwd) => {
        const env = { XDG_CACHE_HOME: cwd };
        const folder = await keepTwo(env);
        await chmod(folder, 0o777);
        const { code, stdout, stderr } = await run(["cache", action], { cwd, env });
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toContain(
          'cannot be used: other users may write to "tasks" in it.\nhint: Give it a folder',
        );
        expect(await readdir(folder)).toHaveLength(2);
      });
    },
  );

  test("what is not an action is refused with the ones there are", async () => {
    await inFolder({}, async (cwd) => {
      const { code, stderr } = await run(["cache", "celar"], { cwd });
      expect(code).toBe(2);
      expect(stderr).toContain("info, clear");
    });
  });

  test("a folder of that name is mentioned", async () => {
    await inFolder({ "cache/a.py": "x = 1\n" }, async (cwd) => {
      expect((await run(["cache"], { cwd })).stderr).toContain("session-review ./cache");
    });
  });

  test("a place with an odd name cannot move the cursor", async () => {
    await inFolder({}, async (cwd) => {
      const home = join(cwd, `${escape}[31m`);
      await mkdir(join(home, "session-review"), { recursive: true });
      await writeFile(join(home, "session-review/tasks"), "a file");
      for (const XDG_CACHE_HOME of [home, join(home, "new")]) {
        const { stdout, stderr } = await run(["cache", "info"], { cwd, env: { XDG_CACHE_HOME } });
        expect(stdout + stderr).toContain("\\x1b[31m");
        expect(stdout + stderr).not.toContain(escape);
      }
    });
  });
});
