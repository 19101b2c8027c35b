/** Commands that behave and commands that do not, run for real: what is said of them, and what they leave behind. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { TestRun } from "../../src/model/test-run.js";
import type { TrialOptions } from "../../src/trial/run-tests.js";
import { type Files, project, tryOut } from "./project.js";

const isLinux = process.platform === "linux";
const node = JSON.stringify(process.execPath);

const passing: Files = {
  "a.test.mjs":
    'import test from "node:test";\ntest("adds", () => {});\ntest("later", { skip: true }, () => {});\n',
};
const failing: Files = {
  ...passing,
  "b.test.mjs":
    'import test from "node:test";\ntest("breaks", () => { throw new Error("one is not two"); });\n',
};

interface Case {
  readonly name: string;
  readonly command: string;
  readonly files?: Files;
  readonly limits?: TrialOptions["limits"];
  readonly expected: Partial<TestRun>;
  readonly tail?: RegExp;
}

const none = { passed: null, failed: null, skipped: null, failures: [] };

/** The tail of a command that printed something else than results. */
function unknown(exitCode: number, output: string): string {
  return `session-review: the command ended with ${exitCode} and gave no results that are known here.\n${output}`;
}

const cases: readonly Case[] = [
  {
    name: "passes",
    command: `${node} --test`,
    files: passing,
    expected: { outcome: "passed", exitCode: 0, passed: 1, failed: 0, skipped: 1, failures: [], tail: "" },
  },
  {
    name: "fails",
    command: `${node} --test --test-reporter=tap`,
    files: failing,
    expected: {
      outcome: "failed",
      format: "tap",
      exitCode: 1,
      passed: 1,
      failed: 1,
      failures: [{ name: "breaks", message: "one is not two", path: null }],
    },
  },
  {
    name: "says nothing",
    command: "true",
    expected: { outcome: "no results", exitCode: 0, format: null, ...none },
  },
  {
    name: "fails without results",
    command: "echo broken build >&2; exit 3",
    expected: {
      outcome: "failed",
      exitCode: 3,
      format: null,
      ...none,
      tail: unknown(3, "broken build"),
    },
  },
  {
    name: "is not there",
    command: "no-such-command-here",
    expected: { outcome: "could not start", exitCode: 127, ...none },
    tail: /no-such-command-here.*not found/,
  },
  {
    name: "may not be run",
    command: "./data.txt",
    files: { "data.txt": "x" },
    expected: { outcome: "could not start", exitCode: 126, ...none },
  },
  {
    name: "hangs",
    command: "echo begun; sleep 600",
    limits: { milliseconds: 300 },
    expected: { outcome: "timed out", ...none, tail: "session-review: ended after 0.3 seconds.\nbegun" },
  },
  {
    name: "hangs and hears no polite signal",
    command: "trap '' TERM; while :; do sleep 0.1; done",
    limits: { milliseconds: 300 },
    expected: { outcome: "timed out", ...none },
  },
  {
    name: "waits for input",
    command: 'read -r answer; echo "got $?"',
    expected: { outcome: "no results", exitCode: 0, tail: unknown(0, "got 1") },
  },
  {
    name: "floods its output",
    command: "yes flood",
    limits: { output: 200_000 },
    expected: { outcome: "too much output", ...none },
    tail: /printed more than 0 MiB\.\n(?:flood\n)+/,
  },
  {
    name: "deletes its own folder",
    command: 'rm -rf "$PWD"; echo "1..1"; echo "ok 1 - gone"',
    files: passing,
    expected: { outcome: "passed", format: "tap", passed: 1, failed: 0 },
  },
  {
    name: "locks its folders",
    command: "mkdir -p locked/in && chmod 000 locked; echo done",
    expected: { outcome: "no results", tail: unknown(0, "done") },
  },
  {
    name: "is killed by somebody",
    command: "kill -KILL $$",
    expected: { outcome: "failed", exitCode: null },
    tail: /was ended by SIGKILL/,
  },
  {
    name: "ends well although a test failed",
    command: 'printf "1..1\\nnot ok 1 - sum\\n"',
    expected: { outcome: "failed", exitCode: 0, failed: 1 },
    tail: /ended with 0 although 1 test failed/,
  },
  {
    name: "ends badly although no test failed",
    command: 'printf "1..1\\nok 1 - sum\\n"; echo "coverage too low"; exit 9',
    expected: { outcome: "failed", exitCode: 9, passed: 1, failed: 0 },
    tail: /ended with 9 although no test failed\.\n[^]*coverage too low/,
  },
  {
    name: "writes JUnit's XML",
    command:
      'mkdir -p out/test-results && printf \'<testsuite><testcase name="a"/><testcase name="b"><failure message="no"/></testcase></testsuite>\' > out/test-results/all.xml; exit 1',
    expected: {
      outcome: "failed",
      format: "junit",
      passed: 1,
      failed: 1,
      skipped: 0,
      failures: [{ name: "b", message: "no", path: null }],
    },
  },
  {
    name: "leaves an old result as it was",
    command: "true",
    files: { "junit.xml": '<testsuite><testcase name="old"/></testsuite>' },
    expected: { outcome: "no results", ...none },
  },
  {
    name: "writes what only looks like JUnit's XML",
    command: "printf '<testsuite><testcase>' > junit.xml",
    expected: { outcome: "no results", ...none },
    tail: /junit\.xml: <testcase> is not closed/,
  },
  {
    name: "prints colours and controls",
    command: "printf '\\033[31mred\\033[0m \\007bell\\r\\n'; exit 1",
    expected: { outcome: "failed", tail: unknown(1, "red \\x07bell") },
  },
  {
    name: "names the place of its copy",
    command: 'echo "at $PWD/src/a.js in $PWD and $HOME"; exit 1',
    expected: { outcome: "failed", tail: unknown(1, "at src/a.js in . and ~") },
  },
  ...(isLinux
    ? [
        {
          name: "takes too much memory",
          command: `${node} -e "const held = []; setInterval(() => held.push(Buffer.alloc(8e6, 1)), 5)"`,
          limits: { memory: 150 * 1024 * 1024 },
          expected: { outcome: "out of memory" as const, ...none },
          tail: /held more than 150 MiB/,
        },
        {
          name: "starts too many processes",
          command: "for i in 1 2 3 4 5 6 7 8 9 10; do sleep 60 & done; wait",
          limits: { processes: 5 },
          expected: { outcome: "too many processes" as const, ...none },
          tail: /more than 5 processes/,
        },
      ]
    : []),
];

test.each(cases)("a command that $name", async ({ command, files = {}, limits, expected, tail = /^/ }) => {
  const folder = project(files);
  const before = contents(folder);
  const run = await tryOut(command, folder, limits ? { limits } : {});
  expect(run).toMatchObject({ source: command, ...expected });
  expect(run.tail).toMatch(tail);
  expect(contents(folder)).toEqual(before);
});

describe("what a command starts", () => {
  const outlive = {
    "in the background": 'sleep 300 & echo $! > "$OUT/pid"',
    "deaf to polite signals": '(trap "" TERM HUP; exec sleep 300) & echo $! > "$OUT/pid"',
    ...(isLinux
      ? {
          "in a session of its own": "setsid sh -c 'echo $$ > \"$OUT/pid\"; exec sleep 300' & sleep 0.3",
          "and orphans at once": "(setsid sh -c 'echo $$ > \"$OUT/pid\"; exec sleep 300' &) ; sleep 0.3",
        }
      : {}),
  };

  test.each(Object.entries(outlive))("%s is ended with it", async (_, line) => {
    const out = project();
    await tryOut(line.replaceAll("$OUT", out), project());
    const pid = Number(readFileSync(join(out, "pid"), "utf8"));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  test.each(Object.entries(outlive))("%s is ended when time is up", async (_, line) => {
    const out = project();
    const run = await tryOut(`${line.replaceAll("$OUT", out)}; sleep 300`, project(), {
      limits: { milliseconds: 800 },
    });
    expect(run.outcome).toBe("timed out");
    const pid = Number(readFileSync(join(out, "pid"), "utf8"));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
});

test("an interrupt ends the command and removes the copy", async () => {
  const interrupt = new AbortController();
  const out = project();
  const running = tryOut(`pwd > "${out}/copy"; echo $$ > "${out}/pid"; sleep 300`, project(), {
    signal: interrupt.signal,
  });
  await expect.poll(() => existsSync(join(out, "pid"))).toBe(true);
  interrupt.abort("SIGINT");
  expect(await running).toMatchObject({ outcome: "interrupted", passed: null });
  expect(isAlive(Number(readFileSync(join(out, "pid"), "utf8")))).toBe(false);
  expect(existsSync(readFileSync(join(out, "copy"), "utf8").trim())).toBe(false);
});

test("an interrupt beforehand starts nothing", async () => {
  const out = project();
  const run = await tryOut(`touch "${out}/ran"`, project(), { signal: AbortSignal.abort("SIGINT") });
  expect(run).toMatchObject({ outcome: "interrupted", exitCode: null });
  expect(existsSync(join(out, "ran"))).toBe(false);
});

test("the original stays as it is, byte for byte, when its copy is rewritten and deleted", async () => {
  const folder = project({ "src/a.js": "a", "src/deep/b.js": "b", "c.txt": "c" });
  const before = contents(folder);
  const run = await tryOut(
    "echo changed > src/a.js; rm -r src/deep; mv c.txt d.txt; chmod 000 src; touch new; ls",
    folder,
  );
  expect(run.tail).toBe(unknown(0, "d.txt\nnew\nsrc"));
  expect(contents(folder)).toEqual(before);
});

describe("the environment", () => {
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: join(tmpdir(), "nobody"),
    ANTHROPIC_API_KEY: "k",
    GITHUB_TOKEN: "t",
    NODE_OPTIONS: "--import=./spy.mjs",
    LANG: "C",
  };

  test("holds a few names and no key", async () => {
    const { tail } = await tryOut("env | sed 's/=.*//' | sort | tr '\\n' ' '", project(), { env });
    const [, line = ""] = tail.split("\n");
    const names = line
      .trim()
      .split(" ")
      .filter((name) => !/^(?:_|PWD|OLDPWD|SHLVL)$/.test(name));
    expect(names).toEqual([
      ...[
        "CI",
        "GRADLE_OPTS",
        "HOME",
        "LANG",
        "NO_COLOR",
        "PATH",
        "PYTHONDONTWRITEBYTECODE",
        "SESSION_REVIEW_RUN",
      ],
      ...["TEMP", "TERM", "TMP", "TMPDIR", "USERPROFILE"],
    ]);
  });

  test("has a home and a temporary folder that go with the copy", async () => {
    const out = project();
    await tryOut(`touch "$HOME/a" "$TMPDIR/b" && echo "$HOME" "$TMPDIR" > "${out}/places"`, project(), {
      env,
    });
    const places = readFileSync(join(out, "places"), "utf8").trim().split(" ");
    expect(places.length).toBe(2);
    expect(places.filter((place) => existsSync(place))).toEqual([]);
  });

  test("finds the tools that lie in the folder in its copy", async () => {
    const folder = project({ "node_modules/.bin/": "" });
    const path = `${join(folder, "node_modules/.bin")}:${env.PATH}`;
    const { tail } = await tryOut('echo "$PATH"', folder, { env: { ...env, PATH: path } });
    expect(tail).toBe(unknown(0, `node_modules/.bin:${env.PATH}`));
  });
});

describe("a folder that cannot be copied", () => {
  test("is not there", async () => {
    expect(await tryOut("true", join(project(), "gone"))).toMatchObject({ outcome: "could not start" });
  });

  test.each([
    ["files", { entries: 2 }, /more than 2 files/],
    ["bytes", { copy: 2 * 1024 * 1024 }, /more than 2 MiB/],
  ])("has too many %s", async (_, limits, reason) => {
    const folder = project({ "a.txt": "x".repeat(2 * 1024 * 1024), "b.txt": "b", "c.txt": "c" });
    const run = await tryOut("echo ran", folder, { limits });
    expect(run).toMatchObject({ outcome: "could not start", exitCode: null });
    expect(run.tail).toMatch(reason);
  });
});

/** A dead process that nobody has asked about yet, as in containers without a real init, does not live. */
function isAlive(pid: number): boolean {
  return (
    spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" })
      .stdout.trim()
      .replace(/^Z.*/, "") !== ""
  );
}

/** Every path with its mode, time and bytes. */
function contents(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    paths.map((path) => {
      const stats = statSync(join(folder, path));
      const text = stats.isFile() ? readFileSync(join(folder, path), "utf8") : "";
      return [path, `${stats.mode} ${stats.mtimeMs} ${text}`];
    }),
  );
}
