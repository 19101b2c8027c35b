/** The project's own tools, asked on a copy: who is found, what is read, and what a failure says. */
import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadTools } from "../../src/catalog/load-shelves.js";
import { findTools, runTools } from "../../src/trial/run-tools.js";
import { type Files, inFolder } from "../cli/fake-world.js";

const tools = await loadTools();
const script = (lines: string): string => `#!/bin/sh\n${lines}\n`;
const eslint = "node_modules/.bin/eslint";

const message = '[{"ruleId":"no-eval","severity":2,"message":"Bad.","line":1}]';
const working = script(`printf '[{"filePath":"%s/src/a.js","messages":%s}]' "$PWD" '${message}'`);

async function ask(files: Files, names: readonly string[] = [eslint]) {
  return inFolder(files, async (folder) => {
    for (const name of names) chmodSync(join(folder, name), 0o755);
    const ready = findTools(tools, folder);
    const options = {
      env: { PATH: process.env["PATH"], ANTHROPIC_API_KEY: "of-the-user" },
      signal: new AbortController().signal,
    };
    const logs = await runTools(ready, folder, { ...options, limits: { milliseconds: 20_000 } });
    return { logs, isTouched: existsSync(join(folder, "touched")) };
  });
}

describe.skipIf(process.platform === "win32")("with programs in the project", () => {
  test("what it says is read, with paths of the project and not of the copy", async () => {
    const { logs } = await ask({ [eslint]: working, "eslint.config.js": "", "src/a.js": "eval(x);\n" });
    expect(logs).toMatchObject([
      {
        tool: "ESLint",
        source: "node_modules/.bin/eslint --format json .",
        problem: null,
        results: [{ path: "src/a.js", rule: "no-eval", lines: { start: 1, end: 1 } }],
      },
    ]);
  });

  test("what it writes stays in the copy", async () => {
    const { isTouched } = await ask({ [eslint]: script("touch touched; echo '[]'"), "eslint.config.js": "" });
    expect(isTouched).toBe(false);
  });

  test("no key of the user is in its environment", async () => {
    const telling = script(
      `printf '[{"filePath":"a%s.js","messages":%s}]' "$ANTHROPIC_API_KEY" '${message}'`,
    );
    const { logs } = await ask({ [eslint]: telling, "eslint.config.js": "" });
    expect(logs).toMatchObject([{ results: [{ path: "a.js" }] }]);
  });

  test("a failure is a problem with its last words, and the next tool is asked all the same", async () => {
    const tsc = "node_modules/.bin/tsc";
    const { logs } = await ask(
      {
        [eslint]: script("echo 'cannot find the plugin' >&2; exit 2"),
        "eslint.config.js": "",
        [tsc]: script("echo 'src/a.ts(1,1): error TS2322: No.'; exit 1"),
        "tsconfig.json": "{}",
      },
      [eslint, tsc],
    );
    expect(logs).toMatchObject([
      {
        tool: "ESLint",
        results: [],
        problem: expect.stringMatching(/ended with 2 .*cannot find the plugin/),
      },
      { tool: "tsc", results: [{ rule: "TS2322" }], problem: null },
    ]);
  });
});

describe("a tool is asked only where the project has it and has set it up", () => {
  test.each([
    ["installed and configured", { [eslint]: "", "eslint.config.js": "" }, ["eslint"]],
    ["not installed", { "eslint.config.js": "" }, []],
    ["not configured", { [eslint]: "" }, []],
    ["a tool chain's own", { "Cargo.toml": "", "go.mod": "" }, ["clippy", "go-vet"]],
    ["in a virtual environment", { ".venv/bin/ruff": "", "pyproject.toml": "" }, ["ruff"]],
  ])("%s", async (_what, files, expected) => {
    const found = await inFolder(files, (folder) => Promise.resolve(findTools(tools, folder)));
    expect(found.map(({ tool }) => tool.id)).toEqual(expected);
  });
});
