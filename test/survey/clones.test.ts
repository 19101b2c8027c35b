/** Functions that are copies of each other once names and literals are set aside. */
import { expect, test } from "vitest";
import type { CloneGroup } from "../../src/model/survey.js";
import { surveyCode } from "../survey-code.js";

const body = (store: string, verb: string, limit: number): string => `
  const ${store}s = await list(${limit});
  for (const ${store} of ${store}s) {
    if (${store}.isOpen && ${store}.size > ${limit}) {
      await ${store}.${verb}("one", { retries: ${limit}, force: true });
      log("done", ${store}.id, ${store}.name);
    } else {
      throw new Error("not open: " + ${store}.id);
    }
  }
  return ${store}s.length;
`;
const first = `async function first() {${body("item", "save", 1)}}`;

async function places(files: Readonly<Record<string, string>>): Promise<readonly (readonly string[])[]> {
  const { clones } = await surveyCode(files);
  return clones.map((group: CloneGroup) => group.places.map(({ path, name }) => `${path} ${name}`));
}

test.each<[name: string, second: string, isCopy: boolean]>([
  ["the same", `async function second() {${body("item", "save", 1)}}`, true],
  ["other names and literals", `async function second() {${body("entry", "save", 9)}}`, true],
  ["other calls on objects", `async function second() {${body("item", "drop", 1)}}`, false],
  ["other order", `async function second() {${body("item", "save", 1).replace("&&", "||")}}`, false],
  [
    "comments",
    `async function second() {/* one */${body("item", "save", 1).replaceAll(";\n", "; // two\n")}}`,
    true,
  ],
  [
    "other white space",
    `async function second() {${body("item", "save", 1).replaceAll("\n", "\n\n\t")}}`,
    true,
  ],
])("%s", async (_, second, isCopy) => {
  const expected = isCopy ? [["a.ts first", "b.ts second"]] : [];
  expect(await places({ "a.ts": first, "b.ts": second })).toEqual(expected);
});

test("short functions repeat by chance", async () => {
  const short = "function f(a) { return a.b(1) + a.c(2); }";
  expect(await places({ "a.ts": short, "b.ts": short })).toEqual([]);
});

test("a copy inside a copied function is not listed again", async () => {
  const outer = (name: string): string =>
    `function ${name}() { const before = setUp(); ${first} return first(before); }`;
  const { clones } = await surveyCode({ "a.ts": outer("one"), "b.ts": outer("two") });
  expect(clones.map((group) => group.places.map(({ name }) => name))).toEqual([["one", "two"]]);
});

test("an inner copy that also stands elsewhere is listed", async () => {
  const outer = (name: string): string =>
    `function ${name}() { const before = setUp(); ${first} return first(before); }`;
  const found = await places({ "a.ts": outer("one"), "b.ts": outer("two"), "c.ts": first });
  expect(found).toEqual([
    ["a.ts one", "b.ts two"],
    ["a.ts first", "b.ts first", "c.ts first"],
  ]);
});

const python = (name: string, item: string, docstring: string): string => `
def ${name}(store):
    ${docstring}
    ${item}s = store.list(limit=10)  # ${name}
    for ${item} in ${item}s:
        def check(value):
            ${docstring}
            return value.size > 3 and value.kind == "${item}"
        if check(${item}) and ${item}.is_open and not ${item}.is_locked:
            store.save(${item}, retries=3, force=True)
            store.log("done", ${item}.id, ${item}.name)
        else:
            raise ValueError("not open: " + ${item}.id)
    return len(${item}s)
`;

test("Python: docstrings and comments are set aside, also those of inner functions", async () => {
  const files = {
    "a.py": python("first", "item", '"""Says."""'),
    "b.py": python("second", "entry", '"""Says\n    more."""'),
  };
  expect(await places(files)).toEqual([["a.py first", "b.py second"]]);
  const bare = { ...files, "b.py": python("second", "entry", "") };
  expect(await places(bare)).toEqual([["a.py first", "b.py second"]]);
});

test("the index answers for the spans of a group, and for nothing else", async () => {
  const { clones, index } = await surveyCode({ "a.ts": first, "b.ts": first });
  const spans = clones[0]?.places.map(({ path, span }) => ({ path, start: span.start, end: span.end })) ?? [];
  expect(index.answer({ ask: "duplicate", places: spans })).toMatchObject({
    holds: true,
    evidence: expect.stringMatching(/the same \d+ tokens/),
  });
  const moved = spans.map((span) => ({ ...span, start: span.start + 1 }));
  expect(index.answer({ ask: "duplicate", places: moved }).holds).toBe(false);
});
