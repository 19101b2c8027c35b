/** What a Python file says about its functions and definitions. */
import { describe, expect, test } from "vitest";
import type { FunctionFact } from "../../../src/model/outline.js";
import { at, outlineOf } from "../outline-of.js";

function functionsOf(text: string): readonly FunctionFact[] {
  return outlineOf(text, "a.py").functions;
}

test("names, classes and visibility", () => {
  const text =
    "def f():\n    def inner(): pass\nclass A:\n    def m(self): pass\n    def _p(self):\n        def g(): pass\n    class B:\n        def n(self): pass\ndef _h(): pass\n";
  const found = functionsOf(text).map(({ name, className, isExported }) => [name, className, isExported]);
  expect(found).toEqual([
    ["f", null, true],
    ["inner", null, false],
    ["m", "A", true],
    ["_p", "A", false],
    ["g", null, false],
    ["n", "B", true],
    ["_h", null, false],
  ]);
});

test("spans, parameters, return types and async", () => {
  const text = "@d\nasync def f(a, /, b: int, c=1, *args, d: str = 'x', **more: int) -> int:\n    return 1\n";
  const [fact] = functionsOf(text);
  expect(fact && at(text, [fact.nameSpan, fact.bodySpan])).toEqual(["f", "return 1"]);
  expect(fact?.span.start).toBe(3);
  expect(fact?.parameters).toEqual([
    { name: "a", isTyped: false, hasDefault: false },
    { name: "b", isTyped: true, hasDefault: false },
    { name: "c", isTyped: false, hasDefault: true },
    { name: "args", isTyped: false, hasDefault: false },
    { name: "d", isTyped: true, hasDefault: true },
    { name: "more", isTyped: true, hasDefault: false },
  ]);
  expect(fact).toMatchObject({ isAsync: true, hasReturnType: true });
});

test("a bare star and a slash are no parameters", () => {
  expect(functionsOf("def f(a, /, *, b): pass\n")[0]?.parameters.map(({ name }) => name)).toEqual(["a", "b"]);
});

test.each<[name: string, text: string, hasDocumentation: boolean]>([
  ["docstring", 'def f():\n    """Says."""\n    pass\n', true],
  ["after a comment", 'def f():\n    # first\n    "Says."\n', true],
  ["joined strings", 'def f():\n    "Says " "so."\n', true],
  ["string further down", 'def f():\n    x = 1\n    """Says."""\n', false],
  ["assigned string", 'def f():\n    x = """Says."""\n', false],
  ["comment", "def f():\n    # Says.\n    pass\n", false],
])("documentation: %s", (_, text, hasDocumentation) => {
  expect(functionsOf(text)[0]?.hasDocumentation).toBe(hasDocumentation);
});

describe("complexity and nesting, counted by hand", () => {
  test.each<[name: string, body: string, complexity: number, nesting: number]>([
    ["flat", "return 1", 1, 0],
    ["if", "if a:\n        b()", 2, 1],
    [
      "else-if chain",
      "if a:\n        b()\n    elif c:\n        d()\n    elif e:\n        f()\n    else:\n        g()",
      4,
      1,
    ],
    ["else holding an if", "if a:\n        b()\n    else:\n        if c:\n            d()", 3, 2],
    ["loops", "for a in b:\n        pass\n    while a:\n        pass", 3, 1],
    ["async loops", "async for a in b:\n        if a:\n            pass", 3, 2],
    [
      "try",
      "try:\n        a()\n    except B:\n        pass\n    except (C, D) as e:\n        pass\n    finally:\n        pass",
      3,
      1,
    ],
    ["except*", "try:\n        a()\n    except* B:\n        pass", 2, 1],
    ["operators", "return a and b or not c", 3, 0],
    ["conditional", "return a if b else c", 2, 0],
    ["comprehension with a condition", "return [a for a in b if a]", 2, 0],
    [
      "match",
      "match a:\n        case 1:\n            pass\n        case b if c:\n            pass\n        case _:\n            pass",
      4,
      1,
    ],
    ["with", "with a:\n        with b:\n            pass", 1, 2],
  ])("%s", (_, body, complexity, nesting) => {
    expect(functionsOf(`async def f():\n    ${body}\n`)[0]).toMatchObject({ complexity, nesting });
  });

  test("inner functions do not count for outer ones", () => {
    const text =
      "def f():\n    if a:\n        def g():\n            if b:\n                if c:\n                    pass\n    return 1\n";
    expect(functionsOf(text).map(({ complexity, nesting }) => [complexity, nesting])).toEqual([
      [2, 1],
      [3, 2],
    ]);
  });
});

test("definitions by kind and container", () => {
  const text =
    "LIMIT = 1\n_x: int = 2\nclass A:\n    y = 1\n    def m(self):\n        z = 1\n        def g(): pass\ndef f(): pass\n";
  const { definitions } = outlineOf(text, "a.py");
  expect(
    definitions.map(({ name, kind, container, isExported }) => [name, kind, container, isExported]),
  ).toEqual([
    ["m", "method", "A", true],
    ["g", "function", "m", false],
    ["f", "function", null, true],
    ["A", "class", null, true],
    ["LIMIT", "variable", null, true],
    ["_x", "variable", null, false],
  ]);
});
