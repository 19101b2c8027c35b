/** Every question to the symbol index, answered both ways, with evidence a reader can check. */
import { describe, expect, test } from "vitest";
import type { Query } from "../../src/model/query.js";
import { surveyCode } from "../survey-code.js";

type Files = Readonly<Record<string, string>>;

async function ask(files: Files, query: Query) {
  const { index } = await surveyCode(files);
  const { holds, evidence } = index.answer(query);
  return { holds, evidence };
}

describe("unused-in-file", () => {
  test.each<[name: string, path: string, text: string, holds: boolean, evidence: RegExp]>([
    ["import without use", "a.ts", 'import { x } from "m";', true, /0 references to `x` in a\.ts/],
    ["import with use", "a.ts", 'import { x } from "m"; x();', false, /1 reference to `x` in a\.ts/],
    ["use in a type", "a.ts", 'import { x } from "m"; let y: x;', false, /1 reference/],
    ["only a member of the name", "a.ts", 'import { x } from "m"; y.x;', true, /0 references/],
    ["in documentation", "a.js", 'import { x } from "m";\n/** @type {x} */\nlet y;', false, /comment/],
    ["in prose of a comment", "a.ts", 'import { x } from "m";\n// the x is large\n', true, /0 references/],
    ["Python type comment", "a.py", "from m import x\ny = []  # type: list[x]\n", false, /comment/],
    ["Python, quoted annotation", "a.py", 'from m import x\ny: "x" = 1\n', false, /1 reference/],
    ["Python, unused", "a.py", "from m import x\n", true, /0 references to `x` in a\.py/],
  ])("%s", async (_, path, text, ...expected) => {
    const [holds, evidence] = expected;
    const answer = await ask({ [path]: text }, { ask: "unused-in-file", path, name: "x" });
    expect(answer).toEqual({ holds, evidence: expect.stringMatching(evidence) });
  });
});

describe("unused-anywhere", () => {
  const home = "export function x() {}\n";
  test.each<[name: string, files: Files, holds: boolean, evidence: RegExp]>([
    ["nowhere", { "a.ts": home, "b.ts": "y();" }, true, /no reference to `x` in any of 2 reviewed files/],
    ["in another file", { "a.ts": home, "b.ts": 'import { x } from "./a.js";' }, false, /used in b\.ts/],
    ["in its own file", { "a.ts": `${home}x();` }, false, /used in a\.ts/],
    ["as a member elsewhere", { "a.ts": home, "b.ts": "y.x();" }, false, /used in b\.ts/],
    ["as a member of this", { "a.ts": "class A { x() {} y() { this.x(); } }" }, false, /used in a\.ts/],
    ["in a string", { "a.ts": home, "b.ts": 'call("x");' }, false, /used in b\.ts/],
    [
      "as part of a longer word",
      { "a.ts": home, "b.ts": "xy();", "c.txt": "x1 yx" },
      true,
      /3 reviewed files/,
    ],
    ["in a configuration file", { "a.ts": home, "c.txt": "handler: a.x\n" }, false, /used in c\.txt/],
    ["in a file that does not parse", { "a.ts": home, "b.ts": "x(" }, false, /used in b\.ts/],
    ["in a file that is not there", { "b.ts": "y();" }, false, /not among the reviewed/],
  ])("%s", async (_, files, holds, evidence) => {
    const answer = await ask(files, { ask: "unused-anywhere", path: "a.ts", name: "x" });
    expect(answer).toEqual({ holds, evidence: expect.stringMatching(evidence) });
  });

  test.each<[name: string, text: string, holds: boolean]>([
    ["called on self", "class A:\n    def x(self): pass\n    def y(self): self.x()\n", false],
    ["passed as a keyword's value", "def x(): pass\nf(y=x)\n", false],
    ["in __all__", 'def x(): pass\n__all__ = ["x"]\n', false],
    ["nowhere", "def x(): pass\n", true],
  ])("Python, %s", async (_, text, holds) => {
    expect((await ask({ "a.py": text }, { ask: "unused-anywhere", path: "a.py", name: "x" })).holds).toBe(
      holds,
    );
  });
});

describe("untested", () => {
  const code = "export function x() {}\n";
  test.each<[name: string, files: Files, holds: boolean, evidence: RegExp]>([
    ["no test names it", { "a.ts": code, "a.test.ts": "y();" }, true, /no mention of `x` in 1 test file$/],
    ["a test names it", { "a.ts": code, "a.test.ts": "x();" }, false, /`x` is named in a\.test\.ts/],
    ["there are no tests", { "a.ts": code }, false, /no test file/],
    ["only other code names it", { "a.ts": code, "b.ts": "x();", "a.test.ts": "" }, true, /1 test file/],
  ])("%s", async (_, files, holds, evidence) => {
    const answer = await ask(files, { ask: "untested", path: "a.ts", name: "x" });
    expect(answer).toEqual({ holds, evidence: expect.stringMatching(evidence) });
  });
});

describe("undefined-in-file", () => {
  test.each<[name: string, path: string, text: string, holds: boolean]>([
    ["nothing of the name", "a.ts", "x();", true],
    ["only a member", "a.ts", "y.x(); const z = { x: 1 };", true],
    ["variable", "a.ts", "const x = 1;", false],
    ["function inside a function", "a.ts", "function y() { function x() {} }", false],
    ["import", "a.ts", 'import { y as x } from "m";', false],
    ["parameter", "a.ts", "const y = (x: number) => x;", false],
    ["taken apart", "a.ts", "const { y: x } = z;", false],
    ["caught", "a.ts", "try {} catch (x) {}", false],
    ["type parameter", "a.ts", "type Y<x> = x;", false],
    ["file that does not parse", "a.ts", "x(", false],
    ["Python, nothing of the name", "a.py", "x()\n", true],
    ["Python, only a keyword", "a.py", "f(x=1)\n", true],
    ["Python, local variable", "a.py", "def f():\n    x = 1\n", false],
    ["Python, parameter", "a.py", "def f(x): return x\n", false],
    ["Python, lambda", "a.py", "f(lambda x: x)\n", false],
    ["Python, loop", "a.py", "for y, (x, z) in w: pass\n", false],
    ["Python, comprehension", "a.py", "[x for x in y]\n", false],
    ["Python, with", "a.py", "with y as x: pass\n", false],
    ["Python, except", "a.py", "try:\n    y()\nexcept E as x:\n    pass\n", false],
    ["Python, walrus", "a.py", "if (x := f()): pass\n", false],
    ["Python, match", "a.py", "match y:\n    case [x, _]: pass\n", false],
    ["Python, import", "a.py", "import y as x\n", false],
    ["Python, everything of a module", "a.py", "from y import *\nx()\n", false],
  ])("%s", async (_, path, text, holds) => {
    expect((await ask({ [path]: text }, { ask: "undefined-in-file", path, name: "x" })).holds).toBe(holds);
  });
});

describe("mentions and imports", () => {
  const files = {
    "a.ts": 'import { x } from "./b.js";\nx.y();',
    "b.ts": "export const x = 1;",
    "c.py": "y = 1\n",
  };

  test("mentions", async () => {
    const { index } = await surveyCode(files);
    expect(index.mentions("x")).toEqual([
      { path: "a.ts", offsets: [9, 28] },
      { path: "b.ts", offsets: [13] },
    ]);
    expect(index.mentions("y").map(({ path }) => path)).toEqual(["a.ts", "c.py"]);
    expect(index.mentions("constructor")).toEqual([]);
  });

  test("imports both ways", async () => {
    const { index } = await surveyCode(files);
    expect(index.importsOf("a.ts")).toEqual(["b.ts"]);
    expect(index.importersOf("b.ts")).toEqual(["a.ts"]);
    expect(index.importersOf("a.ts")).toEqual([]);
    expect(index.importsOf("none.ts")).toEqual([]);
  });
});

test.each(["unused-in-file", "unused-anywhere", "undefined-in-file"] as const)(
  "%s of a file that was not reviewed does not hold",
  async (question) => {
    const answer = await ask({ "a.ts": "" }, { ask: question, path: "z.ts", name: "x" });
    expect(answer).toEqual({ holds: false, evidence: "the file is not among the reviewed ones" });
  },
);
