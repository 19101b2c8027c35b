/** What a TypeScript file says about its functions and definitions. */
import { describe, expect, test } from "vitest";
import type { FunctionFact } from "../../../src/model/outline.js";
import { at, outlineOf } from "../outline-of.js";

function functionsOf(text: string): readonly FunctionFact[] {
  return outlineOf(text, "a.ts").functions;
}

test.each<[name: string, text: string, names: string[]]>([
  ["declaration", "function f() {}", ["f"]],
  ["variable", "const f = () => 1;", ["f"]],
  ["named expression", "const f = function g() {};", ["g"]],
  ["property", "const o = { f: () => 1, g() {}, get h() { return 1; } };", ["f", "g", "h"]],
  [
    "class",
    "class A { constructor() {} m() {} p = () => 1; #q() {} static s() {} }",
    ["constructor", "m", "p", "#q", "s"],
  ],
  ["assigned to a member", "exports.f = function () {};", ["f"]],
  ["assigned to a variable", "let f; f = () => 1;", ["f"]],
  ["assigned when missing", "let f; f ??= () => 1;", ["f"]],
  ["an alternative is no name", "a.b || function () {};", ["<anonymous>"]],
  ["callback", "list.map((x) => x);", ["<anonymous>"]],
  ["default export", "export default () => 1;", ["<anonymous>"]],
  [
    "overloads count once",
    "function f(a: string): void;\nfunction f(a: number): void;\nfunction f(a: unknown) {}",
    ["f"],
  ],
  ["no body", "declare function f(): void; abstract class A { abstract m(): void; }", []],
  ["decorated", "@d() class A { @log() m(@inject() a: string) {} }", ["m"]],
])("name: %s", (_, text, names) => {
  expect(functionsOf(text).map(({ name }) => name)).toEqual(names);
});

test("class names belong to what a class directly holds", () => {
  const text = "class A { m() { function inner() {} } p = () => 1; }\nconst B = class { n() {} };";
  const found = functionsOf(text).map(({ name, className }) => [name, className]);
  expect(found).toEqual([
    ["m", "A"],
    ["inner", null],
    ["p", "A"],
    ["n", "<anonymous>"],
  ]);
});

test("spans, parameters, return types and async", () => {
  const text = "export async function f<T>(a: T, b = 2, { c }: X, ...d: T[]): Promise<T> { return a; }";
  const [fact] = functionsOf(text);
  expect(fact && at(text, [fact.nameSpan, fact.bodySpan])).toEqual(["f", "{ return a; }"]);
  expect(fact?.parameters).toEqual([
    { name: "a", isTyped: true, hasDefault: false },
    { name: "b", isTyped: false, hasDefault: true },
    { name: "{ c }", isTyped: true, hasDefault: false },
    { name: "d", isTyped: true, hasDefault: false },
  ]);
  expect(fact).toMatchObject({ isAsync: true, isExported: true, hasReturnType: true });
});

test.each<[name: string, text: string, isExported: boolean]>([
  ["declaration", "export function f() {}", true],
  ["variable", "export const f = () => 1;", true],
  ["default", "export default function f() {}", true],
  ["default expression", "export default () => 1;", true],
  ["later", "function f() {}\nexport { f };", true],
  ["later, renamed", "const f = () => 1;\nexport { f as g };", true],
  ["later, default", "function f() {}\nexport default f;", true],
  ["not at all", "function f() {}", false],
  ["the same name of another module", 'function f() {}\nexport { f } from "m";', false],
])("exported: %s", (_, text, isExported) => {
  const { functions, definitions } = outlineOf(text, "a.ts");
  expect(functions[0]?.isExported).toBe(isExported);
  if (definitions[0]) expect(definitions[0].isExported).toBe(isExported);
});

test("a name inside a function is not exported for being called like one that is", () => {
  const { functions, definitions } = outlineOf(
    "function g() { function f() {} const x = 1; }\nconst x = 2;\nexport { f, x };",
    "a.ts",
  );
  expect(functions.map(({ isExported }) => isExported)).toEqual([false, false]);
  expect(
    definitions.filter(({ isExported }) => isExported).map(({ container, name }) => [container, name]),
  ).toEqual([[null, "x"]]);
});

test.each<[name: string, text: string, hasDocumentation: boolean]>([
  ["declaration", "/** Says. */\nexport function f() {}", true],
  ["variable", "/** Says. */\nexport const f = () => 1;", true],
  ["method", "class A {\n  /** Says. */\n  m() {}\n}", true],
  ["decorated method", "class A {\n  /** Says. */\n  @d()\n  m() {}\n}", true],
  ["arrow member", "class A {\n  /** Says. */\n  m = () => 1;\n}", true],
  ["property", "const o = {\n  /** Says. */\n  f: () => 1,\n};", true],
  ["assignment", "/** Says. */\nexports.f = function () {};", true],
  ["line comment", "// Says.\nfunction f() {}", false],
  ["plain block", "/* Says. */\nfunction f() {}", false],
  ["comment of something else", "/** Says. */\nconst a = 1;\nfunction f() {}", false],
  ["none", "function f() {}", false],
])("documentation: %s", (_, text, hasDocumentation) => {
  expect(functionsOf(text)[0]?.hasDocumentation).toBe(hasDocumentation);
});

describe("complexity and nesting, counted by hand", () => {
  test.each<[name: string, body: string, complexity: number, nesting: number]>([
    ["flat", "return 1;", 1, 0],
    ["if", "if (a) b();", 2, 1],
    ["if and else", "if (a) b(); else c();", 2, 1],
    ["else-if chain", "if (a) b(); else if (c) d(); else if (e) f(); else g();", 4, 1],
    ["else holding an if", "if (a) b(); else { if (c) d(); }", 3, 2],
    ["loops", "for (;;) {} for (const a in b) {} for (const a of b) {} while (a) {} do {} while (a);", 6, 1],
    ["nested", "for (const a of b) { if (a) { while (c) { d(); } } }", 4, 3],
    ["switch", "switch (a) { case 1: case 2: b(); break; default: c(); }", 3, 1],
    ["try", "try { a(); } catch { b(); } finally { c(); }", 2, 1],
    ["operators", "return a && b || c ?? d;", 4, 0],
    ["assignments that may not happen", "a ??= b; c ||= d; e &&= f;", 4, 0],
    ["conditional", "return a ? b : c ? d : e;", 3, 0],
    ["optional chaining is no branch", "return a?.b?.c;", 1, 0],
  ])("%s", (_, body, complexity, nesting) => {
    expect(functionsOf(`function f() { ${body} }`)[0]).toMatchObject({ complexity, nesting });
  });

  test.each<[name: string, text: string, complexities: number[]]>([
    ["inner functions", "function f() { if (a) {} function g() { if (b) { if (c) {} } } }", [2, 3]],
    ["conditional that ends in a function", "function f() { return a ? b : () => c; }", [2, 1]],
    ["operator that ends in a function", "function f() { return a || function () {}; }", [2, 1]],
    ["operator that begins with a function", "function f() { x = function () {} || a; }", [2, 1]],
    ["operator inside an arrow", "function f() { return () => a && b; }", [1, 2]],
    ["branch that ends in a function", "function f() { if (a) return () => 1 }", [2, 1]],
  ])("%s", (_, text, complexities) => {
    expect(functionsOf(text).map(({ complexity }) => complexity)).toEqual(complexities);
  });

  test("an inner function's nesting begins at its own body", () => {
    const text = "function f() { if (a) { if (b) { g(() => { if (c) {} }); } } }";
    expect(functionsOf(text).map(({ nesting }) => nesting)).toEqual([2, 1]);
  });
});

test("definitions by kind and container", () => {
  const text =
    "class A { m() { const x = 1; } }\ninterface I {}\ntype T = 1;\nenum E { a }\nconst v = 1;\nfunction f() {}";
  const found = outlineOf(text, "a.ts").definitions.map(({ name, kind, container }) => [
    name,
    kind,
    container,
  ]);
  expect(found).toEqual(
    expect.arrayContaining([
      ["A", "class", null],
      ["m", "method", "A"],
      ["x", "variable", "m"],
      ["I", "type", null],
      ["T", "type", null],
      ["E", "type", null],
      ["v", "variable", null],
      ["f", "function", null],
    ]),
  );
  expect(found).toHaveLength(8);
});
