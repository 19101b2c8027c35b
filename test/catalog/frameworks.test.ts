/** Framework pages: a broken one names its file, field and line. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { loadFrameworks } from "../../src/catalog/load-frameworks.js";
import { frameworkFileSchema } from "../../src/model/framework.js";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "session-review-frameworks-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function load(text: string, name = "own-framework.yml") {
  const folder = await mkdtemp(join(root, "own-"));
  await writeFile(join(folder, name), text);
  return loadFrameworks([{ url: pathToFileURL(`${folder}/`), shownAs: "own/" }]);
}

const page = "title: Own\nfamily: typescript\npackages: [own]\n";

test("a page", async () => {
  expect((await load(`${page}sinks:\n  - harm: sql\n    call: ["own.Client().query"]\n`)).at(-1)).toEqual({
    id: "own-framework",
    title: "Own",
    family: "typescript",
    packages: ["own"],
    sources: [],
    propagators: [],
    sanitizers: [],
    sinks: [{ harm: "sql", call: ["own.Client().query"] }],
    validators: [],
  });
});

test.each<[name: string, text: string, message: string | RegExp]>([
  ["nothing", "", 'own/own-framework.yml:1: field "title" is missing'],
  ["no YAML", "title: [", /own-framework\.yml:1: field "page" is not YAML/],
  ["an unknown field", `${page}sink: []\n`, 'own/own-framework.yml:4: field "sink" is not a field'],
  [
    "an unknown harm",
    `${page}sinks:\n  - harm: sqli\n`,
    /^own\/own-framework\.yml:5: field "sinks\.0\.harm" must be one of command/,
  ],
  [
    "a broken origin",
    `${page}sinks:\n  - harm: sql\n    call:\n      - "a.{b"\n`,
    /yml:7: .* is not an origin/,
  ],
  [
    "an id that is taken",
    page,
    /own\/express\.yml: the id "express" is already taken by frameworks\/express\.yml/,
  ],
])("%s", async (name, text, message) => {
  const loading = load(text, name === "an id that is taken" ? "express.yml" : undefined);
  await expect(loading).rejects.toThrow(message);
});

test("what is read of a page at once is what its parser reads", async () => {
  const shelf = new URL("../../frameworks/", import.meta.url);
  const parsed = await Promise.all(
    (await loadFrameworks()).map(async ({ id }) => {
      const text = await readFile(new URL(`${id}.yml`, shelf), "utf8");
      const { family, packages = [] } = frameworkFileSchema.parse(parse(text, { merge: true }));
      return { id, family, packages };
    }),
  );
  const read = (await loadFrameworks()).map(({ id, family, packages }) => ({ id, family, packages }));
  expect(read).toEqual(parsed);
});
