/** Completion: what a real bash offers for words on its line; zsh and fish read their scripts where they are. */
import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, test } from "vitest";
import { inFolder, run } from "./fake-world.js";

const scripts = new Map<string, string>();

beforeAll(async () => {
  await inFolder({}, async (cwd) => {
    for (const shell of ["bash", "zsh", "fish"]) {
      const { code, stdout, stderr } = await run(["completion", shell], { cwd });
      expect([code, stderr]).toEqual([0, ""]);
      scripts.set(shell, stdout);
    }
  });
});

function isHere(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}

/** What bash offers for the last of these words, as readline would ask for it. */
function offered(words: readonly string[]): readonly string[] {
  const line = `
    ${scripts.get("bash") ?? ""}
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    _session_review
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", line, "bash", "session-review", ...words], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((word) => word !== "");
}

const hasBash = isHere("bash");
if (!hasBash) console.warn("skipped: there is no bash here");

describe.runIf(hasBash)("bash", () => {
  test.each<[words: readonly string[], offers: readonly string[]]>([
    [["com"], ["compare", "completion"]],
    [["bro"], ["browse"]],
    [
      ["--fail-on", ""],
      ["critical", "high", "medium", "low", "info", "none"],
    ],
    [["review", "--fail-on", "c"], ["critical"]],
    [["--fail-on", "=", "c"], ["critical"]],
    [
      ["--fail-on", "="],
      ["critical", "high", "medium", "low", "info", "none"],
    ],
    [["--kind", "p"], ["personas"]],
    [["-f", "mark"], ["markdown"]],
    [["src", "--profile", "str"], ["strict"]],
    [["--reviewers", "sec"], ["security"]],
    [["--reviewers", "qa,sec"], ["qa,security"]],
    [["compare", "--rubric", "imp"], ["implementation"]],
    [["explain", "swallowed"], ["swallowed-error"]],
    [
      ["cache", ""],
      ["info", "clear"],
    ],
    [["config", "p"], ["print"]],
    [
      ["completion", ""],
      ["bash", "zsh", "fish"],
    ],
    [
      ["init", "--workflow", "git"],
      ["github", "gitlab"],
    ],
    [["init", "--w"], ["--workflow"]],
    [["compare", "--ta"], ["--task"]],
    [["report", "--ta"], []],
    [["--title", "c"], []],
    [["-o", "c"], []],
    [["src", "com"], []],
    [["compare", "com"], []],
  ])("%j", (words, offers) => {
    expect(offered(words)).toEqual(offers);
  });

  test("what is not known is left to bash, which completes files", () => {
    expect(scripts.get("bash")).toContain(
      "complete -o bashdefault -o default -F _session_review session-review",
    );
  });
});

test("every command and option of the program is in every script", async () => {
  await inFolder({}, async (cwd) => {
    const { stdout } = await run(["--help"], { cwd });
    const names = [...stdout.matchAll(/^ {2}([a-z][a-z-]+) /gm)]
      .map(([, name = ""]) => name)
      .filter((name) => name !== "session-review" && name !== "help");
    const options = [...stdout.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)]
      .map(([, name = ""]) => name)
      .filter((name) => name !== "version");
    expect(names.length).toBeGreaterThan(9);
    for (const script of scripts.values())
      for (const name of [...names, ...options]) expect(script).toContain(name);
  });
});

for (const [shell, check] of [
  ["zsh", ["-n"]],
  ["fish", ["--no-execute"]],
] as const) {
  const has = isHere(shell);
  if (!has) console.warn(`skipped: there is no ${shell} here`);
  test.runIf(has)(`${shell} reads its script`, () => {
    const { status, stderr } = spawnSync(shell, [...check, "/dev/stdin"], {
      input: scripts.get(shell),
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([0, ""]);
  });
}

test("another shell: which there are, exit 2", async () => {
  await inFolder({}, async (cwd) => {
    const { code, stderr } = await run(["completion", "tcsh"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("bash, zsh, fish");
  });
});
