/** Measures of the reviewed code; what cannot be measured is null. */
import { expect, test } from "vitest";
import type { Facts } from "../../src/model/survey.js";
import { surveyCode } from "../survey-code.js";

async function factsOf(files: Readonly<Record<string, string>>): Promise<Facts> {
  return (await surveyCode(files)).facts;
}

test("nothing parsed: nothing measured", async () => {
  expect(await factsOf({ "notes.txt": "one\ntwo\n" })).toMatchObject({
    files: 1,
    lines: 2,
    functions: 0,
    classes: 0,
    longestFunctionLines: null,
    medianFunctionLines: null,
    highestComplexity: null,
    deepestNesting: null,
    commentRatio: null,
    annotationRatio: null,
    testLinesPerCodeLine: null,
    cloneGroups: 0,
  });
});

test("no functions: their measures are null, the others are not", async () => {
  expect(await factsOf({ "a.ts": "const a = 1;\n" })).toMatchObject({
    longestFunctionLines: null,
    annotationRatio: null,
    commentRatio: 0,
    testLinesPerCodeLine: 0,
  });
});

test("counted by hand", async () => {
  const facts = await factsOf({
    "a.ts":
      "// one\nclass A {\n  m(a: string, b) {\n    if (a) {\n      b();\n    }\n  }\n}\nfunction f(): void {}\n/* two\nthree */\n",
    "a.test.ts": "f();\n",
    "b.py": "def g(self, x: int) -> int:\n    return x  # four\n",
    "notes.txt": "one\n",
  });
  expect(facts).toMatchObject({
    files: 4,
    lines: 15,
    functions: 3,
    classes: 1,
    longestFunctionLines: 5,
    medianFunctionLines: 2,
    highestComplexity: 2,
    deepestNesting: 1,
    // Four of fourteen parsed lines hold a comment.
    commentRatio: 0.29,
    // m: a yes, b no, return no; f: return yes; g: x yes, return yes.
    annotationRatio: 0.67,
    testLinesPerCodeLine: 0.08,
  });
  expect(facts.languages.map(({ files, lines, isParsed }) => [files, lines, isParsed])).toEqual([
    [2, 12, true],
    [1, 2, true],
    [1, 1, false],
  ]);
});

test.each<[name: string, files: Record<string, string>, ratio: number | null]>([
  ["callbacks take theirs from the context", { "a.ts": "list.map((x) => x);" }, null],
  ["plain JavaScript has none to give", { "a.js": "function f(a) {}" }, null],
  ["Elixir has none to write", { "a.ex": "def f(a), do: a\n" }, null],
  ["tests do not count", { "a.test.ts": "function f(a) {}" }, null],
  ["constructors return nothing", { "a.ts": "class A { constructor(a: string) {} }" }, 1],
  ["self needs no type", { "a.py": "class A:\n    def __init__(self, a): pass\n" }, 0],
])("annotations: %s", async (_, files, ratio) => {
  expect((await factsOf(files)).annotationRatio).toBe(ratio);
});

test("the median of an even number is the mean of the middle two", async () => {
  const facts = await factsOf({ "a.ts": "function f() {}\nfunction g() {\n  a();\n  b();\n}\n" });
  expect(facts.medianFunctionLines).toBe(2.5);
});
