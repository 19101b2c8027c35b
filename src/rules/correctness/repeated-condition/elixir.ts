/** Conditions repeated in a `cond`; the compiler warns of clauses of `case` itself. */
import type { Example, Matcher } from "../../../model/rule.js";
import { firstRepetition, fold, shorten } from "../../../syntax/repetitions.js";
import { doBlockOf, namedChildren } from "../../../syntax/elixir/ask.js";
import { callsNamed } from "../../../syntax/elixir/calls.js";
import { spanOf } from "../../../syntax/nodes.js";

export const elixir: Matcher<"elixir"> = function* ({ tree }) {
  for (const { node } of callsNamed(tree, /^cond$/)) {
    const block = doBlockOf(node);
    const conditions = (block ? namedChildren(block) : []).flatMap((clause) => clause.field("left") ?? []);
    const found = firstRepetition(conditions.map((one) => ({ at: spanOf(one), text: fold(one.text()) })));
    if (!found) continue;
    yield {
      at: found.again.at,
      issue: `\`${shorten(found.again.text)}\` has been tested before in the same \`cond\`, so this branch never runs.`,
      also: [found.first.at],
    };
  }
};

export const elixirExamples: readonly Example[] = [
  {
    language: "elixir",
    bad: "defmodule A do\n  def kind(n) do\n    cond do\n      n > 0 -> :plus\n      n < 0 -> :minus\n      n > 0 -> :none\n      true -> :zero\n    end\n  end\nend\n",
    good: "defmodule A do\n  def take(parser) do\n    cond do\n      parser_next(parser) -> 1\n      parser_next(parser) -> 2\n      x = find(parser) -> x\n      true -> 0\n    end\n  end\n  def kind(n, m) do\n    cond do\n      n > 0 -> cond do\n        n > 1 -> 1\n        true -> 0\n      end\n      m > 0 -> 2\n      true -> 3\n    end\n  end\nend\n",
  },
];
