/** Pages of reviewers and rubrics: a broken one names its file, field and line. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadReviewers, loadRubrics } from "../../src/catalog/load-pages.js";
import { loadPractices, loadRules, loadSignals } from "../../src/catalog/load-shelves.js";
import { UserError } from "../../src/model/errors.js";

let root: string;
let folder: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "session-review-pages-"));
});
beforeEach(async () => {
  folder = await mkdtemp(join(root, "own-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function write(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return [{ url: pathToFileURL(`${folder}/`), shownAs: "own/" }];
}

async function errorOf(loading: Promise<unknown>): Promise<UserError> {
  const error: unknown = await loading.then(
    () => new Error("nothing was thrown"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof UserError) return error;
  throw error;
}

const matter = "title: Naming\nlens: Do names say what things are?\ncategories: [consistency]\n";
const page = `---\n${matter}---\n# Page\n\nLook at names.\n`;

test("a reviewer's page", async () => {
  const reviewers = await loadReviewers(
    await write({ "naming.md": page, "README.md": "no page", "notes.txt": "" }),
  );
  expect(reviewers.at(-1)).toEqual({
    id: "naming",
    title: "Naming",
    lens: "Do names say what things are?",
    categories: ["consistency"],
    rules: [],
    order: [],
    severities: {},
    scope: "batch",
    questions: [],
    page: "# Page\n\nLook at names.",
  });
});

test.each<[name: string, text: string]>([
  ["CRLF", page.replaceAll("\n", "\r\n")],
  ["byte order mark", `\uFEFF${page}`],
  ["no final line end", page.trimEnd()],
])("is read with %s", async (_, text) => {
  expect((await loadReviewers(await write({ "naming.md": text }))).at(-1)?.title).toBe("Naming");
});

test("a rule that a page names must exist", async () => {
  const folders = await write({
    "x.md": `---\n${matter}rules: [unused-import]\norder:\n  - design\n  - unused-imprt\n---\npage\n`,
  });
  await expect(loadReviewers(folders)).resolves.toBeTruthy();
  await expect(
    loadReviewers(
      folders,
      [...(await loadRules()), ...(await loadPractices())].map(({ id }) => id),
    ),
  ).rejects.toThrow(
    /^own\/x\.md:\d+: field "order" names "unused-imprt", which is no rule; did you mean "unused-import"\?$/,
  );
});

describe("a broken reviewer", () => {
  test.each<[name: string, text: string, message: string | RegExp]>([
    ["nothing", "", 'own/x.md:1: field "front matter" is missing: the page must begin with ---'],
    [
      "no front matter",
      "# Page\n",
      'own/x.md:1: field "front matter" is missing: the page must begin with ---',
    ],
    ["front matter never ends", `---\n${matter}# Page\n`, /:1: field "front matter" is missing/],
    ["empty front matter", "---\n\n---\npage\n", 'own/x.md:1: field "title" is missing'],
    ["bad YAML", "---\ntitle: [Naming\n---\npage\n", /^own\/x\.md:2: field "front matter" is not YAML: /],
    [
      "tab for indentation",
      `---\n${matter}questions:\n\t- Why?\n---\npage\n`,
      /^own\/x\.md:6: field "front matter" is not YAML: /,
    ],
    [
      "field twice",
      `---\n${matter}title: Again\n---\npage\n`,
      /^own\/x\.md:5: field "front matter" is not YAML: .*unique/,
    ],
    [
      "alias to nowhere",
      `---\n${matter}questions: *none\n---\npage\n`,
      /^own\/x\.md:1: field "front matter" is not YAML: .*alias/,
    ],
    [
      "missing field",
      "---\ntitle: Naming\ncategories: [design]\n---\npage\n",
      'own/x.md:1: field "lens" is missing',
    ],
    [
      "empty field",
      "---\ntitle: Naming\nlens: ''\ncategories: [design]\n---\npage\n",
      'own/x.md:3: field "lens" must not be empty',
    ],
    [
      "empty list",
      "---\ntitle: Naming\nlens: Why?\ncategories: []\n---\npage\n",
      'own/x.md:4: field "categories" must not be empty',
    ],
    [
      "wrong type",
      "---\ntitle: 5\nlens: Why?\ncategories: [design]\n---\npage\n",
      'own/x.md:2: field "title" must be string',
    ],
    [
      "field without a value",
      "---\ntitle:\nlens: Why?\ncategories: [design]\n---\npage\n",
      'own/x.md:2: field "title" must be string',
    ],
    ["unknown field", `---\n${matter}colour: red\n---\npage\n`, 'own/x.md:5: field "colour" is not a field'],
    [
      "unknown field over lines",
      `---\n${matter}colour:\n  - red\n---\npage\n`,
      'own/x.md:5: field "colour" is not a field',
    ],
    [
      "wrong category",
      "---\ntitle: Naming\nlens: Why?\ncategories: [naming]\n---\npage\n",
      /^own\/x\.md:4: field "categories\.0" must be one of security, .*documentation$/,
    ],
    [
      "wrong category in a list",
      "---\ntitle: Naming\nlens: Why?\ncategories:\n  - design\n  - naming\n---\npage\n",
      /^own\/x\.md:6: field "categories\.1" must be one of/,
    ],
    [
      "wrong choice over lines",
      `---\n${matter}scope:\n  all: true\n---\npage\n`,
      /^own\/x\.md:5: field "scope" must be one of batch, project/,
    ],
    ["a list for front matter", "---\n- a\n---\npage\n", 'own/x.md:1: field "front matter" must be object'],
    ["empty page", `---\n${matter}---\n\n  \n`, 'own/x.md:6: field "page" is missing below the front matter'],
  ])("%s", async (_, text, message) => {
    const error = await errorOf(loadReviewers(await write({ "x.md": text })));
    expect(error.code).toBe("broken-reviewer");
    expect(error.message).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
  });
});

test("an id that is taken", async () => {
  const error = await errorOf(loadReviewers(await write({ "security.md": page })));
  expect(error.code).toBe("duplicate-id");
  expect(error.message).toBe('own/security.md: the id "security" is already taken by reviewers/security.md.');
});

test("a folder that is not there is an empty one", async () => {
  const missing = { url: pathToFileURL(`${folder}/none/`), shownAs: "none/" };
  expect(await loadReviewers([missing])).toEqual(await loadReviewers());
});

const rubricMatter = `title: Example
scale: 10
criteria:
  - id: safe
    weight: 6
    categories: [security]
  - id: tested
    weight: 4
    categories: [testing]
penalties: { critical: 1, high: 0.5, medium: 0.2, low: 0.05, info: 0 }
bands:
  - { min: 9, grade: A, stars: 5, verdict: good }
  - { min: 0, grade: C, stars: 1, verdict: poor }
`;
const rubricPage = `---\n${rubricMatter}---\n## safe\n\nNo holes.\n\n## tested\n\nTests.\n`;

test("a rubric's page", async () => {
  const rubric = (await loadRubrics(await write({ "example.md": rubricPage }))).at(-1);
  expect(rubric).toMatchObject({
    id: "example",
    caps: {},
    sections: { safe: "No holes.", tested: "Tests." },
  });
});

describe("a broken rubric", () => {
  test.each<[name: string, from: string, to: string, message: string | RegExp]>([
    [
      "weights off the scale",
      "weight: 6",
      "weight: 5",
      /field "criteria" have weights that sum to 9, not to the scale 10/,
    ],
    ["no lowest band", "min: 0", "min: 1", /field "bands" must end with one whose min is 0/],
    ["bands out of order", "min: 9", "min: 0", /field "bands" must go from best to worst/],
    ["no section", "## tested", "## testing", /field "criteria\.tested" has no "## tested" section/],
    ["empty section", "\n\nTests.", "\n", /field "criteria\.tested" has no "## tested" section/],
    ["a severity without a penalty", "low: 0.05, ", "", /^own\/x\.md:11: field "penalties\.low" is missing/],
    [
      "a penalty above the whole",
      "critical: 1,",
      "critical: 2,",
      /^own\/x\.md:11: field "penalties\.critical" /,
    ],
    ["no weight", "    weight: 6\n", "", /^own\/x\.md:\d+: field "criteria\.0\.weight" is missing/],
    [
      "unknown field of a criterion",
      "weight: 6",
      "weight: 6\n    colour: red",
      /^own\/x\.md:7: field "colour" is not a field/,
    ],
  ])("%s", async (...row) => {
    const [, from, to, message] = row;
    const error = await errorOf(loadRubrics(await write({ "x.md": rubricPage.replace(from, to) })));
    expect(error.code).toBe("broken-rubric");
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^own\/x\.md:\d+: /);
  });
});

/** Line 4 is the first criterion, line 7 the second. */
const measured = (signals: string, levels = "[]"): string =>
  rubricPage.replace("    categories: [testing]\n", `    signals: ${signals}\n    levels: ${levels}\n`);

describe("a rubric's signals and levels", () => {
  test.each<[name: string, text: string, message: RegExp]>([
    [
      "a signal that nobody wrote",
      measured("{ failures-testd: 1 }"),
      /^own\/x\.md:10: field "criteria\.tested\.signals" names "failures-testd", which is no signal; did you mean "failures-tested"\?$/,
    ],
    [
      "a criterion without evidence",
      rubricPage.replace("    categories: [testing]\n", ""),
      /^own\/x\.md:8: field "criteria\.tested" has neither categories nor signals/,
    ],
    [
      "levels out of order",
      measured(
        "{ failures-tested: 1 }",
        "[{min: 0.2, word: A, says: b}, {min: 0.5, word: A, says: b}, {min: 0, word: A, says: b}]",
      ),
      /^own\/x\.md:8: field "criteria\.tested\.levels" must go from best to worst/,
    ],
    [
      "no lowest level",
      measured("{ failures-tested: 1 }", "[{min: 0.2, word: A, says: b}]"),
      /^own\/x\.md:8: field "criteria\.tested\.levels" must end with one whose min is 0/,
    ],
    [
      "a share of nothing",
      measured("{ failures-tested: 0 }"),
      /^own\/x\.md:\d+: field "criteria\.1\.signals\.failures-tested" /,
    ],
  ])("%s", async (_, text, message) => {
    const folders = await write({ "x.md": text });
    const ids = (await loadSignals()).map(({ id }) => id);
    const error = await errorOf(loadRubrics(folders, ids));
    expect(error.message).toMatch(message);
  });

  test("are read", async () => {
    const folders = await write({ "x.md": measured("{ failures-tested: 2 }") });
    const rubric = (await loadRubrics(folders)).at(-1);
    expect(rubric).toMatchObject({
      id: "x",
      floor: 0,
      exponent: 1,
      criteria: [{}, { signals: { "failures-tested": 2 } }],
    });
  });
});
