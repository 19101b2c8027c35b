/** An assertion that compares a thing with itself or a constant with itself: it passes whatever the code does. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import * as typescript from "../../syntax/typescript/ask.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "low",
  // Both sides are the same text without a call in it, so they are the same value.
  confidence: 0.9,
  judged: { right: 5, arguable: 3, wrong: 0, projects: 0 },
  title: "Assertion that cannot fail",
  risk: "The line counts as a check and is none: the case it stands for is untested.",
  fix: "Compare with the value that is expected; to mark a place as unreachable, fail there.",
  trial: {
    name: "the test can fail",
    arrange: "the code under test changed so that it does the wrong thing",
    act: "run {it}",
    assert: "the test is red",
  },
  fold: "file",
  tests: "only",
  match: {
    typescript: inTypeScript,
    python: inPython,
    rust: ({ tree }) =>
      constants(
        [...tree.nodes("macro_invocation"), ...tree.nodes("call_expression")],
        /^assert\s*!?\s*\(\s*true\s*[,)]/,
      ),
    java: ({ tree }) =>
      constants(tree.nodes("method_invocation"), /^(?:Assert(?:ions)?\.)?assertTrue\(\s*true\s*[,)]/),
    elixir: ({ tree }) => constants(tree.nodes("call"), /^assert(?:\s+true|\(\s*true\s*\))$/),
  },
  examples: [
    {
      language: "typescript",
      path: "test/cart.test.ts",
      bad: "it('adds', () => {\n  const cart = add(1);\n  expect(cart.total).toBe(cart.total);\n});\n",
      good: "it('adds', () => {\n  const cart = add(1);\n  expect(cart.total).toBe(1);\n  expect(next()).not.toBe(next());\n  expect(cart).not.toBe(cart);\n  expect(next()).toBe(next());\n});\n",
    },
    {
      language: "javascript",
      path: "test/cart.test.js",
      bad: "it('adds', () => {\n  const cart = add(1);\n  expect(cart.total).toBe(1);\n  assert.equal(cart.name, cart.name);\n});\n",
      good: "it('adds', () => {\n  expect(true).toBe(true);\n});\nit('throws', () => {\n  try {\n    add();\n  } catch {\n    expect(true).toBe(true);\n  }\n  expect(add(true)).toBe(true);\n});\n",
    },
    {
      language: "python",
      path: "tests/test_cart.py",
      bad: "def test_adds():\n    cart = add(1)\n    assert cart.total == cart.total\n",
      good: "def test_adds():\n    cart = add(1)\n    assert cart.total == 1\n    assert cart == cart\n    assert next(cart) == next(cart)\n    assert cart.total == cart.count\n",
    },
    {
      language: "python",
      path: "tests/test_cart.py",
      bad: "def test_adds():\n    cart = add(1)\n    assert (cart.total == 2, 'two in the cart')\n",
      good: "def test_adds():\n    cart = add(1)\n    assert cart.total == 2, ('two', 'in the cart')\n    assert (cart.total == 2)\n    assert True\n",
    },
    {
      language: "rust",
      path: "tests/cart.rs",
      bad: "#[test]\nfn adds() {\n    add(1);\n    assert!(true);\n}\n",
      good: "#[test]\nfn adds() {\n    assert!(add(1), true);\n    assert_eq!(true, add(1));\n}\n",
    },
    {
      language: "java",
      path: "src/test/java/CartTest.java",
      bad: "class CartTest {\n  @Test\n  void adds() {\n    add(1);\n    assertTrue(true);\n  }\n}\n",
      good: "class CartTest {\n  @Test\n  void adds() {\n    assertTrue(add(1));\n    try {\n      add(2);\n      fail();\n    } catch (IllegalStateException expected) {\n      assertTrue(true);\n    }\n  }\n}\n",
    },
    {
      language: "elixir",
      path: "test/cart_test.exs",
      bad: 'defmodule CartTest do\n  use ExUnit.Case\n\n  test "adds" do\n    Cart.add(1)\n    assert true\n  end\nend\n',
      good: 'defmodule CartTest do\n  use ExUnit.Case\n\n  test "adds" do\n    assert true == Cart.add(1)\n    assert Cart.open?(true)\n  end\nend\n',
    },
  ],
});

/** Where an error is expected, a constant marks that the place was reached. */
function* constants(nodes: readonly SgNode[], isConstant: RegExp): Iterable<Hit> {
  for (const node of nodes) {
    if (!isConstant.test(node.text()) || ancestor(node, "catch_clause", "rescue_block")) continue;
    yield { at: spanOf(node), issue: "A constant is asserted, which holds whatever the code does." };
  }
}

/** A path of names with at least one dot or index: a lone name compared with itself mostly tests its `__eq__`. */
const path = /^[\w$]+(?:\??\.[\w$]+|\[[\w$'"]+\])+$/;

const equalMatchers = /^(?:toBe|toEqual|toStrictEqual|equal|eql|equals)$/;
const equalAsserts = /^(?:assert|t)\.(?:equal|strictEqual|deepEqual|deepStrictEqual|is|same)$/;

function* inTypeScript({ tree }: Subject<TypeScriptTree>): Iterable<Hit> {
  const { ts } = tree;
  for (const call of tree.nodes(ts.SyntaxKind.CallExpression)) {
    const [first, second] = call.arguments;
    if (!first) continue;
    const isAssert = second && equalAsserts.test(typescript.dottedName(tree, call.expression) ?? "");
    const actual = isAssert ? first : expected(tree, call.expression);
    const wanted = isAssert ? second : first;
    const text = actual && typescript.textOf(tree, actual);
    if (!text || !path.test(text) || text !== typescript.textOf(tree, wanted)) continue;
    yield {
      at: typescript.spanOf(tree, call),
      issue: `\`${text}\` is compared with itself, which holds whatever the code does.`,
    };
  }
}

/** `value` of `expect(value).toBe`, `expect(value).to.equal`; not of a negated one. */
function expected(tree: TypeScriptTree, callee: ts.Expression): ts.Expression | undefined {
  const { ts } = tree;
  if (!ts.isPropertyAccessExpression(callee) || !equalMatchers.test(callee.name.text)) return undefined;
  let holder: ts.Expression = callee.expression;
  while (ts.isPropertyAccessExpression(holder)) {
    if (!/^(?:to|be|deep)$/.test(holder.name.text)) return undefined;
    holder = holder.expression;
  }
  if (!ts.isCallExpression(holder) || typescript.textOf(tree, holder.expression) !== "expect")
    return undefined;
  return holder.arguments[0];
}

function* inPython({ tree }: Subject<PythonTree>): Iterable<Hit> {
  for (const node of tree.nodes("assert_statement")) {
    const condition = node.children().find((child) => child.isNamed());
    if (!condition) continue;
    const issue = issueOf(condition);
    if (issue) yield { at: spanOf(node), issue };
  }
}

function issueOf(condition: SgNode): string | undefined {
  if (condition.kind() === "tuple" && condition.children().filter((child) => child.isNamed()).length > 1)
    return "`assert (condition, message)` asserts a tuple, and a tuple with anything in it is true: leave the parentheses out.";
  if (condition.kind() !== "comparison_operator") return undefined;
  const [left, operator, right, ...more] = condition.children().map((child) => child.text());
  if (more.length > 0 || !left || operator !== "==" || left !== right || !path.test(left)) return undefined;
  return `\`${left}\` is compared with itself, which holds whatever the code does.`;
}
