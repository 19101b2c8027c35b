/** Surveying: what fails is named, and never the end of the run. */
import { expect, test } from "vitest";
import type { Language } from "../../src/model/language.js";
import { survey } from "../../src/survey/survey.js";
import { languages, sourceOf } from "../survey-code.js";

const never = new AbortController().signal;

test("files stay in the order they came in, parsed once", async () => {
  const sources = [sourceOf("a.ts", "const a = 1;"), sourceOf("b.py", "b = 1\n"), sourceOf("c.txt", "c")];
  const result = await survey(sources, languages, never);
  expect([...result.survey.files.keys()]).toEqual(["a.ts", "b.py", "c.txt"]);
  expect(result.failures).toEqual([]);
});

test("an aborted run names every file it did not reach", async () => {
  const sources = [sourceOf("a.ts", ""), sourceOf("b.ts", "")];
  const result = await survey(sources, languages, AbortSignal.abort());
  expect(result.survey.files.size).toBe(0);
  expect(result.failures).toEqual([
    { path: "a.ts", reason: "interrupted before it was looked at" },
    { path: "b.ts", reason: "interrupted before it was looked at" },
  ]);
  expect(result.survey.facts).toMatchObject({ files: 0, lines: 0, commentRatio: null });
});

test("an abort on the way keeps what was surveyed", async () => {
  const stop = new AbortController();
  const text = languages.find(({ id }) => id === "text");
  if (!text) throw new Error("no text");
  const stopping: Language = {
    ...text,
    loadParser: async () => {
      const parser = await text.loadParser();
      return {
        parse: (content, path) => {
          stop.abort();
          return parser.parse(content, path);
        },
      };
    },
  };
  const sources = [sourceOf("a.txt", ""), sourceOf("b.txt", "")];
  const result = await survey(sources, [stopping], stop.signal);
  expect([...result.survey.files.keys()]).toEqual(["a.txt"]);
  expect(result.failures.map(({ path }) => path)).toEqual(["b.txt"]);
});

function broken(message: string, where: "load" | "parse"): Language {
  const fail = (): never => {
    throw new Error(message);
  };
  return {
    id: "text",
    title: "broken",
    family: "text",
    extensions: [],
    isTestPath: () => false,
    importCandidates: () => [],
    loadParser: () =>
      where === "load" ? Promise.reject(new Error(message)) : Promise.resolve({ parse: fail }),
  };
}

test.each(["load", "parse"] as const)(
  "a parser that breaks at %s fails its files and no others",
  async (where) => {
    const others = languages.filter(({ id }) => id !== "text");
    const sources = [sourceOf("a.txt", ""), sourceOf("b.ts", "const b = 1;")];
    const result = await survey(sources, [...others, broken("out of order", where)], never);
    expect([...result.survey.files.keys()]).toEqual(["b.ts"]);
    expect(result.failures).toEqual([{ path: "a.txt", reason: "could not be parsed: out of order" }]);
  },
);

test("a language that is not on the shelf is a failure", async () => {
  const result = await survey([{ ...sourceOf("a.ts", ""), language: "cobol" }], languages, never);
  expect(result.failures[0]?.reason).toContain('no language "cobol" on the shelf');
});

test.each<[name: string, path: string, text: string]>([
  ["brackets", "a.ts", `x = ${"(".repeat(20_000)}1${")".repeat(20_000)};`],
  ["blocks", "a.ts", `${"{".repeat(20_000)}${"}".repeat(20_000)}`],
])(
  "code nested too deep for the compiler (%s) is a failure, not the end of the run",
  async (_, path, text) => {
    const result = await survey([sourceOf(path, text), sourceOf("b.ts", "const b = 1;")], languages, never);
    expect([...result.survey.files.keys()]).toEqual(["b.ts"]);
    expect(result.failures).toEqual([
      { path, reason: expect.stringMatching(/^could not be parsed: Maximum call stack/) },
    ]);
  },
);

test("broken code is in the survey, with its parse errors", async () => {
  const result = await survey([sourceOf("a.ts", "f("), sourceOf("b.py", "f(")], languages, never);
  expect([...result.survey.files.values()].map(({ outline }) => outline.parseErrors.length > 0)).toEqual([
    true,
    true,
  ]);
  expect(result.failures).toEqual([]);
});
