/** Which words of a Python file refer to something, and what its strings are made of. */
import { describe, expect, test } from "vitest";
import {
  calleeOf,
  docstringOf,
  hasKeywordSplat,
  keywordArgument,
  literalText,
  positionalArguments,
  stringParts,
} from "../../../src/syntax/python/ask.js";
import { outlineOf, parse } from "../outline-of.js";

test.each<[name: string, text: string, isReference: boolean]>([
  ["call", "target()\n", true],
  ["argument", "f(target)\n", true],
  ["object", "target.a\n", true],
  ["member", "a.target\n", false],
  ["member after a line break in brackets", "(a\n .target)\n", false],
  ["keyword", "f(target=1)\n", false],
  ["keyword on its own line", "f(\n    target=1,\n)\n", false],
  ["value of a keyword", "f(a=target)\n", true],
  ["comparison in a call", "f(target == 1)\n", true],
  ["function of the name", "def target(): pass\n", false],
  ["class of the name", "class target: pass\n", false],
  ["import of the name", "import target\n", false],
  ["import under another name", "import a as target\n", false],
  ["after a comment that ends in a full stop", "# Say it.\ntarget()\n", true],
  ["after a comment that ends in class", "# of the class\ntarget()\n", true],
  ["after an ellipsis", "...\ntarget()\n", true],
  ["decorator", "@target\ndef f(): pass\n", true],
  ["quoted annotation", 'def f(a: "target") -> None: pass\n', true],
  ["quoted union", 'x: "list[target] | None" = 1\n', true],
  ["in __all__", '__all__ = ["target"]\n', true],
  ["in prose", 'x = "hit the target, please!"\n', false],
  ["in a comment", "# target\n", false],
  ["in an f-string", 'f"{target}"\n', true],
  ["in a nested f-string", "f\"{f'{target}'}\"\n", true],
  ["in a pattern with a dot", "match x:\n    case target.A: pass\n", true],
])("reference: %s", (_, text, isReference) => {
  expect(outlineOf(text, "a.py").references.has("target")).toBe(isReference);
});

test("mentions are in ascending order, strings among them, and count astral characters as the text does", () => {
  const text = 's = "😀"\nx: "a" = a\n__all__ = ["a"]\na.b()\n';
  const offsets = outlineOf(text, "a.py").mentions.get("a") ?? [];
  expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  expect(offsets.map((offset) => text[offset])).toEqual(["a", "a", "a", "a"]);
});

test("comments are not those in strings", () => {
  const text = 'x = "# no"  # one\n"""\n# no\n"""\n# two\n';
  const { comments } = outlineOf(text, "a.py");
  expect(comments.map(({ start, end }) => text.slice(start, end))).toEqual(["# one", "# two"]);
});

test.each<[name: string, text: string, literals: string[] | null, expressions: string[]]>([
  ["plain", "'a'", ["a"], []],
  ["f-string", 'f"a{b}c{d!r:>3}"', ["a", "c"], ["b", "d"]],
  ["percent", '"a %s" % b', ["a %s"], ["b"]],
  ["percent with several", '"a %s %s" % (b, c)', ["a %s %s"], ["(b, c)"]],
  ["format", '"a {} {x}".format(b, x=c)', ["a {} {x}"], ["b", "c"]],
  ["sum", '"a" + b + "c"', ["a", "c"], ["b"]],
  ["side by side", "'a' f'{b}'", ["a"], ["b"]],
  ["in brackets", "('a' + b)", ["a"], ["b"]],
  ["sum that begins with a sum of names", "a + b + 'c' + d", ["c"], ["a + b", "d"]],
  ["sum that ends in a template", "'a' + 'b %s' % c", ["a", "b %s"], ["c"]],
  ["sum of names", "a + b", null, []],
  ["other operator", "'a' * 3", null, []],
  ["other call", "'a'.join(b)", null, []],
])("string parts: %s", (_, text, literals, expressions) => {
  const { tree } = parse(`x = ${text}\n`, "a.py");
  if (tree.family !== "python") throw new Error("wrong family");
  const parts = stringParts(tree.nodes("assignment")[0]?.field("right") ?? null);
  expect(parts?.literals ?? null).toEqual(literals);
  expect(parts?.expressions.map((node) => node.text()) ?? []).toEqual(expressions);
});

describe("calls", () => {
  const { tree } = parse("a.run(x, *y, 'z', shell=True, **more)\n", "a.py");
  const call = tree.family === "python" ? tree.nodes("call")[0] : undefined;
  if (!call) throw new Error("no call");

  test("callee and arguments", () => {
    expect(calleeOf(call)).toBe("a.run");
    expect(positionalArguments(call).map((node) => node.text())).toEqual(["x", "'z'"]);
    expect(keywordArgument(call, "shell")?.text()).toBe("True");
    expect(keywordArgument(call, "check")).toBeNull();
    expect(hasKeywordSplat(call)).toBe(true);
    expect(literalText(positionalArguments(call)[1] ?? null)).toBe("z");
  });
});

test("the module's docstring", () => {
  const { tree } = parse('# first\n"""Says."""\nx = 1\n', "a.py");
  if (tree.family !== "python") throw new Error("wrong family");
  expect(docstringOf(tree.root)?.text()).toBe('"""Says."""');
});

describe("trees of unusual depth", () => {
  test("a sum of 5,000 strings and names is taken apart", () => {
    const { tree } = parse(`x = ${Array(5000).fill("'a' + b").join(" + ")}\n`, "a.py");
    const sum = tree.family === "python" ? tree.nodes("assignment")[0]?.field("right") : undefined;
    const parts = stringParts(sum ?? null);
    expect([parts?.literals.length, parts?.expressions.length]).toEqual([5000, 5000]);
  });

  test.each<[name: string, text: string]>([
    ["a chain of 5,000 terms", `x = ${Array(5000).fill("a").join(" + ")}\n`],
    ["2,000 brackets in each other", `x = ${"(".repeat(2000)}a${")".repeat(2000)}\n`],
    ["a chain of 5,000 calls", `x = a${".b(a)".repeat(5000)}\n`],
  ])("%s", (_, text) => {
    const { parseErrors, references } = outlineOf(text, "a.py");
    expect(parseErrors).toEqual([]);
    expect(references.has("a")).toBe(true);
  });
});
