/** An `if` or `unless` whose two branches do the same in Elixir. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Matcher } from "../../../model/rule.js";
import { fold, shorten } from "../../../syntax/repetitions.js";
import { argumentsOf, doBlockOf, keywordOf } from "../../../syntax/elixir/ask.js";
import { callsNamed, isQuoted } from "../../../syntax/elixir/calls.js";
import { spanOf } from "../../../syntax/nodes.js";

export const elixir: Matcher<"elixir"> = function* ({ tree }) {
  for (const { node, span } of callsNamed(tree, /^(?:if|unless)$/)) {
    const [first, second] = branchesOf(node);
    if (first === undefined || first === "" || first !== second || isQuoted(tree, span)) continue;
    yield {
      at: spanOf(node),
      issue: `Whether \`${shorten(argumentsOf(node)[0]?.text() ?? "")}\` holds or not, the same is done.`,
    };
  }
};

/** Texts of both branches with their comments, written as blocks or as `do: …, else: …`. */
function branchesOf(node: SgNode): readonly [string?, string?] {
  const short = [keywordOf(node, "do"), keywordOf(node, "else")].map((one) => one && fold(one.text()));
  if (short[0] !== undefined) return [short[0], short[1]];
  const children = doBlockOf(node)?.children() ?? [];
  const other = children.find((child) => child.kind() === "else_block");
  if (!other) return [];
  const own = children.filter((child) => child.isNamed() && child.id() !== other.id());
  return [textOf(own), textOf(other.children().filter((child) => child.isNamed()))];
}

function textOf(nodes: readonly SgNode[]): string {
  return nodes.map((node) => fold(node.text())).join("\n");
}

export const elixirExamples: readonly Example[] = [
  {
    language: "elixir",
    bad: "defmodule A do\n  def send(x) do\n    if x.open do\n      push(x)\n      close(x)\n    else\n      push(x)\n      close(x)\n    end\n  end\nend\n",
    good: "defmodule A do\n  def send(x) do\n    if x.open do\n      push(x)\n    else\n      # The same until the old server is gone.\n      push(x)\n    end\n    if x.closed, do: push(x), else: close(x)\n    if x.open, do: push(x)\n  end\nend\n",
  },
  {
    language: "elixir",
    bad: "defmodule A do\n  def level(x), do: if(x > 1, do: :high, else: :high)\nend\n",
    good: "defmodule A do\n  def level(x), do: if(x > 1, do: :high, else: :low)\nend\n",
  },
];
