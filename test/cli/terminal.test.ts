/** The live view and the browser in a real terminal: what stands on the screen, and how the terminal is left. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { build, runBin } from "./built.js";
import { type Files, writeFiles } from "./fake-world.js";
import { Pane, type PaneOptions, hasTmux } from "./pane.js";
import { clean, flawed } from "./projects.js";
import { Repository } from "./pull-repository.js";

const escape = "\u001b";
let top = "";
let pane: Pane | null = null;

if (!hasTmux) console.warn("skipped: there is no tmux here to make a terminal with");

/** Long enough to be watched: several seconds on any machine. */
function bigProject(): Files {
  const one = (file: number, i: number): string =>
    `export function work${file}x${i}(input: string[]): number {\n  let total = ${i};\n  for (const item of input) if (item.length > ${i}) total += ${file};\n  return total;\n}\n`;
  return Object.fromEntries(
    Array.from({ length: 1500 }, (_, file) => [
      `big/part-${file % 30}/file-${file}.ts`,
      Array.from({ length: 10 }, (_, i) => one(file, i)).join("\n"),
    ]),
  );
}

/** A checkout in which everything but one file is the change, and what a runner tells of it; `CI` is not set. */
async function pullRequest(): Promise<Pick<PaneOptions, "cwd" | "env">> {
  const cwd = join(top, "pull");
  await writeFiles(cwd, clean);
  const repository = new Repository(cwd);
  repository.git("init", "-q", "-b", "main");
  const repo = { full_name: "acme/shop" };
  const base = { repo, sha: await repository.commit({}) };
  const head = { repo, sha: await repository.commit(bigProject()) };
  const event = JSON.stringify({ pull_request: { number: 7, head, base } });
  await writeFiles(cwd, { ".git/event.json": event });
  const env = {
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_EVENT_PATH: join(cwd, ".git/event.json"),
    GITHUB_REPOSITORY: repo.full_name,
    RUNNER_TEMP: join(top, "runner"),
  };
  return { cwd, env };
}

function open(options: Partial<PaneOptions> = {}): Pane {
  pane = new Pane({ cwd: top, ...options });
  return pane;
}

/** With a store of its own: what another test had it learn would end the run before anything is shown. */
const program = 'XDG_CACHE_HOME="$(mktemp -d "$PWD/store-XXXXXX")" "$NODE" "$BIN"';

describe.runIf(hasTmux)("in a terminal", () => {
  beforeAll(async () => {
    await build();
    top = await mkdtemp(join(tmpdir(), "session-review-terminal-"));
    await writeFiles(top, {
      ...flawed,
      ...bigProject(),
      "edit.sh": '#!/bin/sh\nprintf "%s\\n" "$@" >edited\n',
    });
    await runBin(["app", "-q", "-o", "review.json"], { cwd: top });
  }, 300_000);

  afterAll(async () => {
    await rm(top, { recursive: true, force: true });
  });

  afterEach(() => {
    pane?.close();
    pane = null;
  });

  describe("the live view", () => {
    test("comes, goes, and leaves what was there before", async () => {
      const shown = open({ rows: 30 });
      await shown.run("echo before");
      await shown.run(`${program} big --fail-on none -f digest; echo "code $?"`);
      expect(await shown.shows("elapsed")).toMatch(
        /offline engine: nothing leaves this machine\n1,500 files|reading the folder/,
      );
      const end = await shown.shows("code 0");
      expect(end).not.toContain("elapsed");
      expect(end).toMatch(/\n1,500 files · [\d,]+ lines · \d+ reviewers · 0:\d\d\n/);
      expect(end).toMatch(/\ngrade /);
      expect(shown.everything).toContain("before");
      expect(shown.isCursorShown).toBe(true);
    });

    test("of a comparison it names the candidate", async () => {
      const shown = open();
      await shown.run(`clear; ${program} compare app big --fail-on none; echo "code $?"`);
      await shown.shows("(2 of 2) · 1,500 files");
      const end = await shown.shows("code 0");
      expect(end).not.toContain("elapsed");
      expect(end).toMatch(/\nreviewed app\nreviewed big\n2 candidates · \d:\d\d\n/);
      expect(shown.isCursorShown).toBe(true);
    });

    test("of the check of a pull request it is the same; its lines come after it", async () => {
      const { cwd, env } = await pullRequest();
      const shown = open({ cwd, env, columns: 120 });
      await shown.run(`clear; ${program} pr --offline --no-annotations --fail-on none; echo "code $?"`);
      await shown.shows("elapsed");
      const end = await shown.shows("code 0");
      expect(end).not.toContain("elapsed");
      expect(end).toMatch(/ reviewers · \d:\d\d\nwrote .*\n/);
      expect(end).toMatch(/\nexit 0: .*\ncode 0\n/);
      expect(shown.isCursorShown).toBe(true);
    });

    test("Ctrl-C: the view goes, the report says what is missing, exit 130", async () => {
      const shown = open();
      await shown.run(`${program} big -f digest; echo "code $?"`);
      await shown.shows(" of 1,500 files");
      shown.press("C-c");
      const end = await shown.shows("code 130");
      expect(end).toContain("stopping; writing what is known so far");
      expect(end).toContain("INCOMPLETE");
      expect(end).not.toContain("elapsed");
      expect(shown.isCursorShown).toBe(true);
    });

    test("Ctrl-Z and fg: a clean line and a cursor for the shell, then the view again", async () => {
      const shown = open();
      await shown.run(`${program} big -f digest`);
      await shown.shows(" of 1,500 files");
      shown.press("C-z");
      expect(await shown.shows("Stopped")).not.toContain("elapsed");
      expect(shown.isCursorShown).toBe(true);
      await shown.run("clear; fg");
      await shown.shows("elapsed");
      shown.press("C-c");
      await shown.shows("exit 130");
    });

    test("another size: no rest of the old rows, down to one line", async () => {
      const shown = open({ columns: 100, rows: 30 });
      await shown.run(`${program} big -f digest`);
      await shown.shows(" of 1,500 files");
      for (const [columns, rows] of [
        [50, 20],
        [120, 30],
        [45, 10],
      ] as const) {
        shown.resize(columns, rows);
        await shown.shows("elapsed");
        await new Promise((done) => setTimeout(done, 400));
        expect(shown.screen.match(/elapsed/g)?.length ?? 0, `${columns} columns`).toBeLessThanOrEqual(1);
      }
      shown.press("C-c");
      await shown.shows("130");
    });

    test("the report goes where it was sent, whole", async () => {
      const shown = open();
      await shown.run(`${program} big --fail-on none >report.md; echo "code $?"`);
      await shown.shows("elapsed");
      await shown.shows("code 0");
      const report = await readFile(join(top, "report.md"), "utf8");
      expect(report).toMatch(/^# Code review of big\n/);
      expect(report).not.toContain(escape);
    });

    test.each([
      ["colours", {}, "", true],
      ["NO_COLOR", { NO_COLOR: "1" }, "", false],
      ["--no-color", {}, "--no-color", false],
    ] as const)("%s", async (_, env, option, hasColour) => {
      const shown = open({ env });
      await shown.run(`clear; ${program} big -f digest ${option}`);
      await shown.shows("elapsed");
      const style = new RegExp(`${escape}\\[[\\d;]*[1-9][\\d;]*m`);
      expect(style.test(shown.everything)).toBe(hasColour);
      shown.press("C-c");
    });

    test.each([
      ["in CI", { CI: "true" }, "", "[1/4] gathered 3 files"],
      ["a dumb terminal", {}, "TERM=dumb", "[1/4] gathered 3 files"],
      ["a run that is over soon", {}, "", "nothing leaves this machine"],
    ] as const)("none %s", async (_, env, variable, line) => {
      const shown = open({ env });
      await shown.run(`${variable} ${program} app --fail-on none -f digest; echo "code $?"`);
      const end = await shown.shows("code 0");
      expect(end).toContain(line);
      expect(end).not.toMatch(/elapsed|reviewers · 0:/);
    });

    test("nothing at all with --quiet", async () => {
      const shown = open();
      await shown.run(`clear; ${program} app -q --fail-on none >/dev/null; echo "code $?"`);
      expect((await shown.shows("code 0")).split("\n").slice(0, 2)).toEqual(["code 0", "ready$"]);
    });
  });

  describe("the browser", () => {
    test("reads, filters, hands the terminal to an editor, and leaves it as it was", async () => {
      const shown = open({ env: { EDITOR: "sh edit.sh" } });
      await shown.run("echo before");
      await shown.run(`${program} browse review.json; echo "code $?"`);
      await shown.shows("? help  q quit");
      shown.press("Enter");
      await shown.shows("Why it matters");
      shown.press("e");
      await expect.poll(() => readFile(join(top, "edited"), "utf8").catch(() => "")).toContain("app/load.py");
      await shown.shows("Why it matters");
      shown.press("Escape");
      await shown.shows("enter read");
      shown.press("/");
      await shown.shows("search: _");
      shown.press("z", "z", "z");
      await shown.shows("no finding passes these filters");
      shown.press("Escape");
      await shown.shows("? help  q quit");
      shown.press("q");
      const end = await shown.shows("code 0");
      expect(end).toContain("before");
      expect(end).not.toContain("findings");
      expect(shown.isCursorShown).toBe(true);
      await shown.run("stty -a | grep -c ' echo '");
      await shown.shows("\n1\n");
    });

    test("Ctrl-C leaves it, exit 130", async () => {
      const shown = open();
      await shown.run(`${program} browse review.json; echo "code $?"`);
      await shown.shows("q quit");
      shown.press("C-c");
      await shown.shows("code 130");
    });

    test("Ctrl-Z and fg", async () => {
      const shown = open();
      await shown.run(`${program} browse review.json`);
      await shown.shows("q quit");
      shown.press("C-z");
      expect(await shown.shows("Stopped")).not.toContain("q quit");
      await shown.run("fg");
      await shown.shows("q quit");
      shown.press("q");
      await shown.shows("ready$");
    });

    test("a very small terminal", async () => {
      const shown = open({ columns: 20, rows: 5 });
      await shown.run(`clear; ${program} browse review.json`);
      await shown.shows("> ");
      shown.press("?");
      await shown.shows("any key goes back");
      shown.press("q");
      await shown.shows("ready$");
    });
  });
});
