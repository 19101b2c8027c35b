/** Offsets, parse errors and trees of unusual shape. */
import { describe, expect, test } from "vitest";
import { stringParts, textOf, walk } from "../../../src/syntax/typescript/ask.js";
import { outlineOf, parse } from "../outline-of.js";

test.each<[name: string, text: string, path: string]>([
  ["JSX in .js", "const a = <p>hi</p>;", "a.js"],
  ["JSX in .tsx", "const a = <p>hi</p>;", "a.tsx"],
  ["cast in .ts", "const a = <string>b;", "a.ts"],
  ["generic arrow in .ts", "const f = <T>(a: T) => a;", "a.ts"],
  ["decorators", "@d() class A { @e accessor b = 1; }", "a.ts"],
  ["satisfies, using", "const a = {} satisfies B; { using c = d(); }", "a.ts"],
  ["hashbang", "#!/usr/bin/env node\nrun();", "a.js"],
  ["top-level await", "await f();", "a.mts"],
  ["empty", "", "a.ts"],
])("parses %s", (_, text, path) => {
  expect(outlineOf(text, path).parseErrors).toEqual([]);
});

test.each<[name: string, text: string, at: number]>([
  ["missing bracket", "f(1;\n", 3],
  ["missing brace", "function f() {\n", 15],
  ["stray brace", "a;\n}\n", 3],
  ["unterminated string", "const a = 'x\n", 12],
  ["missing operand", "const a = ;", 10],
  ["conflict marker", "a;\n<<<<<<< HEAD\nb;\n", 3],
  ["offset with CRLF", "a;\r\nb;\r\n}\r\n", 8],
])("refuses %s at the right offset", (_, text, at) => {
  expect(outlineOf(text, "a.ts").parseErrors[0]?.at).toBe(at);
});

test("CRLF and astral characters count as they stand in the text", () => {
  const text = "const s = '😀';\r\nfunction größe() { return s; }\r\n";
  const { functions, mentions, references } = outlineOf(text, "a.ts");
  expect(functions[0]?.span.start).toBe(text.indexOf("function"));
  expect(mentions.get("s")).toEqual([6, text.lastIndexOf("s;")]);
  expect(references.get("s")).toEqual([text.lastIndexOf("s;")]);
  expect(mentions.has("größe")).toBe(true);
});

test.each<[name: string, text: string, names: string[]]>([
  ["members and keys are none", "a.b; const c = { d: e };", ["a", "e"]],
  ["shorthand is one", "f({ a });", ["a", "f"]],
  ["declarations are none", "const a = 1; function b(c) {} class D {}", []],
  ["export of a name is one", "const a = 1; export { a }; export default a;", ["a"]],
  ["types count", "let a: B.C<D>;", ["B", "D"]],
  ["taking apart reads only defaults", "const { a: b = c } = d;", ["c", "d"]],
  ["imports are none", 'import { a } from "m";', []],
])("references: %s", (_, text, names) => {
  expect([...outlineOf(text, "a.ts").references.keys()].sort()).toEqual(names);
});

test("tags refer to their component, and to React", () => {
  const { references } = outlineOf("const a = <Foo.Bar baz={qux} />;", "a.tsx");
  expect([...references.keys()].sort()).toEqual(["Foo", "React", "qux"]);
});

describe("trees of unusual depth", () => {
  test("a chain of 5,000 terms is parsed and walked", () => {
    const text = `const x = ${Array(5000).fill("a").join(" + ")};`;
    const { tree, outline } = parse(text, "a.ts");
    expect(outline.parseErrors).toEqual([]);
    expect(outline.references.get("a")).toHaveLength(5000);
    if (tree.family !== "typescript") throw new Error("wrong family");
    let visited = 0;
    walk(tree, tree.root, () => {
      visited++;
      return undefined;
    });
    expect(visited).toBeGreaterThan(10_000);
  });

  test("a sum of 5,000 strings and names is taken apart", () => {
    const { tree } = parse(`x = ${Array(5000).fill("'a' + b").join(" + ")};`, "a.ts");
    if (tree.family !== "typescript") throw new Error("wrong family");
    const [assignment] = tree.nodes(tree.ts.SyntaxKind.BinaryExpression);
    const parts = assignment ? stringParts(tree, assignment.right) : null;
    expect([parts?.literals.length, parts?.expressions.length]).toEqual([5000, 5000]);
  });

  test("a chain of 5,000 calls is parsed", () => {
    expect(outlineOf(`x${".then(f)".repeat(5000)};`, "a.ts").calls).toHaveLength(5000);
  });

  test("walk goes in source order and leaves branches out", () => {
    const { tree } = parse("f(a, g(b), c);", "a.ts");
    if (tree.family !== "typescript") throw new Error("wrong family");
    const seen: string[] = [];
    walk(tree, tree.root, (node) => {
      if (tree.ts.isIdentifier(node)) seen.push(textOf(tree, node));
      return !(tree.ts.isCallExpression(node) && textOf(tree, node).startsWith("g"));
    });
    expect(seen).toEqual(["f", "a", "c"]);
  });
});

test.each<[name: string, text: string, literals: string[] | null, expressions: string[]]>([
  ["plain", "'a'", ["a"], []],
  ["template", "`a${b}c`", ["a", "c"], ["b"]],
  ["sum", "'a' + b + 'c'", ["a", "c"], ["b"]],
  ["sum that begins with a sum of names", "a + b + 'c' + d", ["c"], ["a + b", "d"]],
  ["sum in brackets", "('a' + (b)) as string", ["a"], ["(b)"]],
  ["numbers", "1 + b", null, []],
  ["name", "b", null, []],
])("string parts: %s", (_, text, literals, expressions) => {
  const { tree } = parse(`x = ${text};`, "a.ts");
  if (tree.family !== "typescript") throw new Error("wrong family");
  const [assignment] = tree.nodes(tree.ts.SyntaxKind.BinaryExpression);
  const parts = assignment ? stringParts(tree, assignment.right) : null;
  expect(parts?.literals ?? null).toEqual(literals);
  expect(parts?.expressions.map((node) => textOf(tree, node)) ?? []).toEqual(expressions);
});
