/** What the configuration does to a run: it fills what was not typed, and can do nothing that only users may. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { changeTarget } from "../../src/cli/change-target.js";
import { chooseEngines } from "../../src/cli/choose-engine.js";
import { configuredCommands, keysOf } from "../../src/configuration/schema.js";
import { type Ran, inFolder, run } from "./fake-world.js";
import { clean, flawed } from "./projects.js";

const path = ".session-review/config.yml";

function withConfig(
  text: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return inFolder({ ...flawed, [path]: text }, (cwd) => run(args, { cwd, env }));
}

/** Value and origin of a setting as they are printed. */
async function printed(text: string, words: readonly string[], env = {}): Promise<(key: string) => string> {
  const { stdout } = await withConfig(text, ["config", "print", ...words], env);
  const rows = new Map(stdout.split("\n").map((line) => [line.split(/\s/)[0], line.replace(/^\S+\s+/, "")]));
  return (key) => (rows.get(key) ?? "missing").replace(/ {2,}/g, " | ");
}

test.each([...configuredCommands])("each setting of %s is an option of it", async (command) => {
  const { stdout } = await inFolder(clean, (cwd) => run([command, "--help"], { cwd }));
  expect(keysOf(command).filter((key) => !stdout.includes(`--${key} `))).toEqual([]);
});

test.each([
  ["the gate", "fail-on: none\n", ["app"], 0],
  ["a section before the top", "fail-on: none\nreview:\n  fail-on: medium\n", ["app"], 1],
  ["what was typed before the file", "fail-on: none\n", ["app", "--fail-on", "medium"], 1],
  ["also when it is the usual value", "fail-on: none\n", ["app", "--fail-on", "high"], 1],
  ["another command's section is not this one's", "compare:\n  fail-on: none\n", ["app"], 1],
])("%s", async (_, text, args, code) => {
  expect((await withConfig(text, args)).code).toBe(code);
});

test("a run says what it took from the file, after where the code goes", async () => {
  const { stderr } = await withConfig("kind: personas\nfail-on: none\n", ["app", "--fail-on", "low"]);
  const [first, second] = stderr.split("\n");
  expect(first).toContain("nothing leaves this machine");
  expect(second).toBe(`configuration ${path}: kind`);
});

test("a broken file stops every command that reviews, and no other", async () => {
  expect(await withConfig("fail_on: low\n", ["app"])).toMatchObject({ code: 2, stdout: "" });
  expect(await withConfig("fail_on: low\n", ["compare", "app", "app"])).toMatchObject({
    code: 2,
    stdout: "",
  });
  expect((await withConfig("fail_on: low\n", ["reviewers"])).code).toBe(0);
});

describe("config print", () => {
  const text =
    "fail-on: low\nmodel: [a, b]\nredact: [all]\ncompare:\n  fail-on: none\nbase-url: http://h/v1\n";

  interface Asked {
    readonly words: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  }

  test.each<readonly [string, Asked, string, string]>([
    ["from the file", { words: [], env: {} }, "fail-on", `low | ${path}:1`],
    ["a list", { words: [], env: {} }, "model", `a,b | ${path}:2`],
    ["all", { words: [], env: {} }, "redact", `emails, hosts, ips, phones | ${path}:3`],
    ["typed", { words: ["--fail-on", "info"], env: {} }, "fail-on", "info | option"],
    ["from a section", { words: ["compare"], env: {} }, "fail-on", `none | ${path}:5`],
    ["typed for another command", { words: ["compare", "--rubric", "x"], env: {} }, "rubric", "x | option"],
    ["nowhere", { words: [], env: {} }, "concurrency", "4 | default"],
    ["an address from the file", { words: [], env: {} }, "base-url", `http://h/v1 | ${path}:6`],
    [
      "the environment is nearer",
      { words: [], env: { OPENAI_BASE_URL: "http://e" } },
      "base-url",
      "http://e | environment OPENAI_BASE_URL",
    ],
    [
      "no key is shown",
      { words: [], env: { OPENAI_API_KEY: "x" } },
      "OPENAI_API_KEY",
      "set, not shown | environment only",
    ],
  ])("%s", async (_, { words, env }, key, line) => {
    expect((await printed(text, words, env))(key)).toBe(line);
  });

  test.each([
    [["config"], "missing required argument"],
    [["config", "show"], "invalid"],
    [["config", "print", "revew"], 'Did you mean "review"?'],
    [["config", "print", "--fail"], "Unknown option '--fail'"],
    [["config", "print", "--fail-on", "hihg"], "Allowed choices are"],
  ])("%s", async (args, said) => {
    const { code, stderr } = await withConfig(text, args);
    expect(code).toBe(2);
    expect(stderr.toLowerCase()).toContain(said.toLowerCase());
  });
});

describe("a stranger's file", () => {
  const asked = { engine: "auto", model: "m", baseUrl: "http://h/v1", isAddressFromFile: true };
  const env = { OPENAI_API_KEY: "k", ANTHROPIC_API_KEY: "k" };

  test("gets no key sent to the address it names", () => {
    expect(chooseEngines(asked, env)).toEqual([
      { kind: "openai", model: "m", apiKey: "", baseUrl: "http://h/v1" },
    ]);
    expect(() => chooseEngines({ ...asked, engine: "anthropic" }, env)).toThrow("No key is sent");
  });

  test("but one that was typed does", () => {
    expect(chooseEngines({ ...asked, isAddressFromFile: false }, env)).toMatchObject([{ apiKey: "k" }]);
  });

  test("names no plan behind a link that leads out", async () => {
    const said = await inFolder({ ...clean, [path]: "plan: [plans/plan.md]\n" }, async (cwd) => {
      const outside = `${cwd}-outside`;
      mkdirSync(outside);
      writeFileSync(join(outside, "plan.md"), "- it must work\n");
      symlinkSync(outside, join(cwd, "plans"));
      return run(["app"], { cwd }).finally(() =>
        import("node:fs").then(({ rmSync }) => rmSync(outside, { recursive: true })),
      );
    });
    expect(said.stderr).toContain(`${path}:1:1: "plan" names a link that leads out of this folder`);
  });
});

test.each([
  ["nobody", {}, null],
  ["a push", { GITHUB_BASE_REF: "" }, null],
  ["GitHub", { GITHUB_BASE_REF: "main" }, "main"],
  ["Azure", { SYSTEM_PULLREQUEST_TARGETBRANCH: "refs/heads/main" }, "main"],
  [
    "GitLab",
    { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "trunk", CI_MERGE_REQUEST_DIFF_BASE_SHA: "0123abcd" },
    "trunk",
  ],
  ["no commit", { CI_MERGE_REQUEST_DIFF_BASE_SHA: "--help" }, null],
])("%s speaks of a pull request to %s", (_, env, name) => {
  expect(changeTarget(env)?.name ?? null).toBe(name);
});
