/** Every command that README and docs/ show does what they say, and every option that they name is there. */
import { mkdir, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UserError, errorCodes } from "../src/model/errors.js";
import { build, runShell } from "./cli/built.js";
import { run } from "./cli/fake-world.js";
import { type Shown, callIn, codeInProse, commandsOf } from "./docs/commands.js";
import { readOptions, unknownOptions } from "./docs/options.js";
import { places } from "./docs/places.js";
import { Double } from "./double/server.js";
import { root } from "./house/read-code.js";

const top = fileURLToPath(root);
const names = [
  "README.md",
  ...(await readdir(join(top, "docs"), { recursive: true }))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name.replaceAll("\\", "/")}`)
    .sort(),
];
const pages = await Promise.all(
  names.map(async (name) => [name, await readFile(join(top, name), "utf8")] as const),
);
const options = await readOptions();
const oneCommand = 240_000;

let folder = "";
let double: Double;

beforeAll(async () => {
  await build();
  folder = await mkdtemp(join(tmpdir(), "session-review-docs-"));
  double = await Double.start();
}, 300_000);

afterAll(async () => {
  await double.close();
  await rm(folder, { recursive: true, force: true });
});

/** Where a person would have an address and a key, the test has its double. */
async function inProcess(words: readonly string[], cwd: string): Promise<number> {
  const call = callIn(words);
  if (!call) throw new Error(`no command of ours: ${words.join(" ")}`);
  const args = call.args.map((word, i) => (call.args[i - 1] === "--base-url" ? double.openaiUrl : word));
  const addresses = { ANTHROPIC_BASE_URL: double.url, OPENAI_BASE_URL: double.openaiUrl };
  const isAsking = call.variables.length > 0;
  const keys = Object.fromEntries(call.variables.map((name) => [name, "key-of-nobody"]));
  // A server at another address than the provider's has no usual model.
  const model = call.variables.includes("OPENAI_API_KEY") ? ["--model", "local-model"] : [];
  const { PATH = "" } = process.env;
  const env = { PATH, XDG_CACHE_HOME: join(cwd, "../cache"), ...(isAsking ? { ...keys, ...addresses } : {}) };
  const { code, stderr } = await run([...args, ...model], { cwd, env });
  told = stderr;
  return code;
}

let told = "";

async function underShell(text: string, cwd: string): Promise<number | null> {
  const names =
    'session-review() { "$NODE" "$BIN" "$@"; }; npx() { while [ "${1%%@*}" != session-review ]; do shift; done; "$@"; }';
  const line = text.replaceAll(/\bsession-review@[\d.]+/g, "session-review");
  const { code, stderr } = await runShell(`${names}; ${line}`, { cwd });
  told = stderr;
  return code;
}

describe.each(pages)("%s", (name, page) => {
  const shown = commandsOf(page);
  const isRun = ({ notRun }: Shown): boolean => notRun === null;
  const cwd = (): string => join(folder, name.replaceAll("/", "-"), "work");

  if (shown.some(isRun))
    beforeAll(async () => {
      const fill = places[name];
      if (!fill) throw new Error(`no project for the commands of ${name}: add one in test/docs/places.ts`);
      await mkdir(cwd(), { recursive: true });
      await fill(cwd());
    });

  // In order: a later command may read what an earlier one wrote.
  for (const { line, text, words, needsShell, code } of shown.filter(isRun))
    test(
      `line ${line}: ${text} ends with ${code}`,
      async () => {
        const ended = needsShell ? await underShell(text, cwd()) : await inProcess(words, cwd());
        expect(ended, told).toBe(code);
      },
      oneCommand,
    );

  test("names only options that there are", () => {
    const inBlocks = shown.flatMap(({ line, words }) => misnamed(line, words));
    const inProse = codeInProse(page).flatMap(({ line, code }) => misnamed(line, code.split(/\s+/)));
    expect([...inBlocks, ...inProse]).toEqual([]);
  });
});

const isOption = (word: string): boolean => /^(?:-\w|--[a-z][\w-]*(?:=.*)?)$/i.test(word);

function misnamed(line: number, words: readonly string[]): readonly string[] {
  const [first = ""] = words;
  const args = callIn(words)?.args ?? (options.of.has(first) ? words : null);
  if (args) return unknownOptions(args, options).map((option) => `${line}: ${option}`);
  if (!isOption(first)) return [];
  const own = words.filter(isOption).map((word) => word.replace(/=.*$/, ""));
  return own.filter((word) => !options.all.has(word)).map((option) => `${line}: ${option}`);
}

test("the index leads to every page", async () => {
  const index = await readFile(join(top, "docs/README.md"), "utf8");
  const listed = Array.from(
    index.matchAll(/^- \[[^\]]+\]\(([^)]+)\)/gm),
    (match) => `docs/${match[1] ?? ""}`,
  );
  const own = names.filter((name) => /^docs\/[^/]+\.md$/.test(name) && name !== "docs/README.md");
  expect([...listed].sort()).toEqual(own);
});

/** What only somebody who changes this project can meet. */
const ofContributors = new Set(["broken-shelf-entry", "duplicate-id"]);
/** What a message says only sometimes, or in a bracket. */
const optional = new Set(["nearest", "isShallow", "skipped", "problems"]);

describe("docs/troubleshooting.md", () => {
  const [, page = ""] = pages.find(([name]) => name === "docs/troubleshooting.md") ?? [];
  const usage = new Set(["usage"]); // its text is made where it is thrown

  test.each(errorCodes.filter((code) => !ofContributors.has(code) && !usage.has(code)))(
    "knows %s",
    (code) => {
      const details = new Proxy({}, { get: (_, name) => (optional.has(String(name)) ? undefined : "…") });
      const { message } = new UserError(code, details);
      expect(page.includes(`\`${message}\``), message).toBe(true);
    },
  );
});
