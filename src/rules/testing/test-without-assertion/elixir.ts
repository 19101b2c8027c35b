/** ExUnit tests that cannot fail: no body, a constant, or no call of anything. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Matcher } from "../../../model/rule.js";
import { argumentsOf, doBlockOf, holds, namedChildren } from "../../../syntax/elixir/ask.js";
import { callsNamed } from "../../../syntax/elixir/calls.js";
import { spanOf } from "../../../syntax/nodes.js";

export const elixir: Matcher<"elixir"> = function* ({ tree, outline, source }) {
  if (!source.path.endsWith("_test.exs")) return;
  for (const { node, span } of callsNamed(tree, /^test$/)) {
    const block = doBlockOf(node);
    const title = argumentsOf(node)[0];
    // A test without a block is one that is still to be written, and says so when it runs.
    if (!block || title?.kind() !== "string") continue;
    const statements = namedChildren(block);
    const weakness = weaknessOf(statements) ?? callsNothing(outline.calls, block);
    if (weakness !== undefined) yield { at: span, issue: `The test ${title.text()} ${weakness}.` };
  }
};

function weaknessOf(statements: readonly SgNode[]): string | undefined {
  if (statements.length === 0) return "has no body, so it passes whatever the code does";
  const isConstant = statements.every((one) =>
    /^(?::ok|true|nil|assert\(?\s*(?:true|1 == 1|:ok)\)?)$/.test(one.text().trim()),
  );
  return isConstant ? "asserts nothing but a constant, so it passes whatever the code does" : undefined;
}

const neutral = /^(?:IO\.\w+|Process\.sleep|:timer\.sleep|Logger\.\w+)$/;

function callsNothing(
  calls: readonly {
    readonly callee: string;
    readonly span: { readonly start: number; readonly end: number };
  }[],
  block: SgNode,
): string | undefined {
  const place = spanOf(block);
  const others = calls.filter(({ callee, span }) => holds(place, span) && !neutral.test(callee));
  // A match can fail too, and an operator may be a macro.
  const mayFail = block.find({ rule: { any: [{ kind: "binary_operator" }, { kind: "unary_operator" }] } });
  return others.length > 0 || mayFail ? undefined : "neither calls the code under test nor asserts anything";
}

export const elixirExamples: readonly Example[] = [
  {
    language: "elixir",
    path: "test/cart_test.exs",
    bad: 'defmodule CartTest do\n  use ExUnit.Case\n  test "adds an item", %{cart: _cart} do\n    assert true\n  end\nend\n',
    good: 'defmodule CartTest do\n  use ExUnit.Case\n  test "removes an item"\n  test "adds" do\n    assert Cart.add(1) == 1\n  end\n  test "starts" do\n    Cart.start!()\n  end\n  test "matches", %{cart: cart} do\n    {:ok, 1} = cart\n  end\nend\n',
  },
  {
    language: "elixir",
    path: "test/cart_test.exs",
    bad: 'defmodule CartTest do\n  use ExUnit.Case\n  test "drains" do\n    IO.puts("drained")\n  end\nend\n',
    good: 'defmodule CartTest do\n  use ExUnit.Case\n  test "drains" do\n    drain_everything()\n  end\nend\n',
  },
];
