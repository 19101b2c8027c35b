/** Erlang terms and code read from data in Elixir. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Matcher } from "../../../model/rule.js";
import { callsNamed, clauseAt, givenTo, plainText } from "../../../syntax/elixir/calls.js";
import { piecesOf } from "../../../syntax/elixir/pieces.js";
import { mostExposed, valuesOf } from "../../../syntax/pieces.js";
import { isToolPath } from "../../../syntax/tool-paths.js";

export const elixir: Matcher<"elixir"> = function* (subject) {
  const { tree, source } = subject;
  if (!/binary_to_term|Code\.eval_/.test(source.text) || isToolPath(source.path)) return;
  for (const { node, target, span } of callsNamed(
    tree,
    /^(?::erlang\.binary_to_term|Code\.eval_(?:string|quoted))$/,
  )) {
    const [data, options] = givenTo(node);
    if (!data || plainText(data) !== null || options?.text().includes(":safe")) continue;
    const supplier = mostExposed(valuesOf(piecesOf(tree, data, source.text)))?.supplier;
    const isPublic = clauseAt(tree, span)?.word === "def";
    const isOutside = supplier === "request" || outside.test(data.text());
    if (!isOutside && (supplier !== "caller" || !isPublic)) continue;
    yield describe(span, { target, data, isOutside });
  }
};

/** What names data that came from elsewhere. */
const outside = /\b(?:cookie|payload|body|message|packet|frame|params|decode64!?)\b/;

interface Read {
  readonly target: string;
  readonly data: SgNode;
  readonly isOutside: boolean;
}

function describe(at: Hit["at"], { target, data, isOutside }: Read): Hit {
  const shown = data.text().length > 50 ? `${data.text().slice(0, 49)}…` : data.text();
  if (target.startsWith("Code."))
    return {
      at,
      issue: `\`${target}\` runs \`${shown}\` as Elixir code.`,
      recommendation:
        "Read data with a format that holds only data (JSON); nothing makes evaluating it safe.",
    };
  return {
    at,
    confidence: isOutside ? 0.8 : 0.6,
    issue: `\`${target}\` turns \`${shown}\` into any term, new atoms and functions included, for want of the option \`:safe\`.`,
    recommendation:
      "Pass `[:safe]`, or use `Plug.Crypto.non_executable_binary_to_term(data, [:safe])`, which refuses functions too; for data of strangers use JSON.",
  };
}

export const elixirExamples: readonly Example[] = [
  {
    language: "elixir",
    bad: 'defmodule A do\n  def handle_in("sync", %{"state" => state}, socket) do\n    {:reply, :erlang.binary_to_term(state), socket}\n  end\nend\n',
    good: 'defmodule A do\n  def handle_in("sync", %{"state" => state}, socket) do\n    {:reply, :erlang.binary_to_term(state, [:safe]), socket}\n  end\n  defp stored(row), do: :erlang.binary_to_term(row)\n  def cached do\n    binary = File.read!("priv/table.bin")\n    :erlang.binary_to_term(binary)\n  end\nend\n',
  },
  {
    language: "elixir",
    bad: 'defmodule A do\n  def calculate(conn, %{"formula" => formula}), do: Code.eval_string(formula)\nend\n',
    good: 'defmodule A do\n  def version, do: Code.eval_string("1 + 1")\n  def load(path), do: Code.eval_file(path)\nend\n',
  },
];
