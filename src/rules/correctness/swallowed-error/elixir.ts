/** Errors swallowed in Elixir: `rescue _ -> nil`, and `catch` that takes everything and tells nobody. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Matcher } from "../../../model/rule.js";
import type { Span } from "../../../model/source.js";
import { holds, namedChildren } from "../../../syntax/elixir/ask.js";
import { callsWithin, clauseAt } from "../../../syntax/elixir/calls.js";
import { isProbing, isTidying } from "../../../syntax/call-names.js";
import type { ElixirTree } from "../../../model/tree.js";
import { spanOf } from "../../../syntax/nodes.js";

export const elixir: Matcher<"elixir"> = function* ({ tree, outline, source }) {
  if (!/\b(?:rescue|catch)\b/.test(source.text)) return;
  for (const word of ["rescue", "catch"]) {
    for (const block of tree.nodes(`${word}_block`)) {
      for (const clause of namedChildren(block)) {
        const found = clause.kind() === "stab_clause" ? examine(tree, block, clause) : undefined;
        const isExplained =
          found && outline.comments.some((comment) => isNear(comment, found.at, source.text));
        if (found && !isExplained) yield found;
      }
    }
  }
};

/** In the clause, or on the line above it. */
function isNear(comment: Span, at: Span, text: string): boolean {
  if (holds(at, comment)) return true;
  const between = text.slice(Math.min(comment.end, at.start), Math.max(comment.start, at.start));
  const after = text.slice(at.end, Math.max(comment.start, at.end));
  return comment.end <= at.start
    ? /^\s*(?:rescue|catch)?\s*$/.test(between) && !/\n\s*\n/.test(between)
    : comment.start >= at.end && /^[ \t]*$/.test(after);
}

function examine(tree: ElixirTree, block: SgNode, clause: SgNode): Hit | undefined {
  const [pattern, body] = [clause.field("left"), clause.field("right")];
  const caught = pattern?.text().trim() ?? "";
  const result = body?.text().trim() ?? "";
  if (!takesEverything(caught) || !saysNothing(result)) return undefined;
  if (isExpected(tree, block)) return undefined;
  const name = clauseAt(tree, spanOf(block))?.name;
  return {
    at: spanOf(clause),
    issue: `${name === undefined ? "The code" : `\`${name}\``} answers \`${result}\` to whatever is ${block.kind() === "rescue_block" ? "raised" : "thrown or exits"} and keeps no word of it.`,
    recommendation:
      "Name the exceptions that are expected (`rescue e in DBConnection.ConnectionError ->`), log the rest with `Exception.format/3`, or let the process crash and its supervisor restart it.",
    severity: "low",
    confidence: 0.7,
  };
}

/** `_`, `_error`, `_, _`, `_kind, _reason`; a named class or kind was thought of. */
function takesEverything(pattern: string): boolean {
  return /^_\w*(?:\s*,\s*_\w*)?$/.test(pattern);
}

/** A bare value that looks like any other answer; `{:error, reason}` at least says that something failed. */
function saysNothing(result: string): boolean {
  return /^(?:nil|:ok|\[\]|%\{\}|""|\{:ok, \S+\}|0)$/.test(result);
}

/** Tidying up, asking whether something can be read, and what sits behind a name that says so. */
function isExpected(tree: ElixirTree, block: SgNode): boolean {
  const name = clauseAt(tree, spanOf(block))?.name ?? "";
  if (
    /^(?:safe|try|maybe)_|[?]$|parse|decode|terminate|cleanup|close|stop|format|inspect|_or_nil$/.test(name)
  )
    return true;
  const { start } = spanOf(block.parent() ?? block);
  const before = callsWithin(tree, { start, end: spanOf(block).start });
  const calls = before.map(({ target }) => target).filter((target) => /^:?[\w.]+[?!]?$/.test(target));
  const asking = calls.filter((target) => !target.startsWith(":erlang."));
  if (asking.length === 1 && /^:(?:erpc|rpc)\.call$|^(?::gen_server|GenServer)\.call$/.test(asking[0] ?? ""))
    return isQuestion(tree.root.text().slice(start, spanOf(block).start));
  return calls.length > 0 && calls.every((target) => isRoutine(target));
}

/** A single question to another machine, which may be gone at any time: the answer for that case is the handler. */
function isQuestion(asked: string): boolean {
  return /\.call\(\s*\{|:e?rpc\.call\(/.test(asked);
}

function isRoutine(target: string): boolean {
  const plain = target.replace(/[?!]$/, "");
  return (
    isTidying(plain) ||
    isProbing(plain) ||
    /^(?:String\.to_existing_atom|String\.to_(?:integer|float|atom)|Integer\.parse|Jason\.\w+|JSON\.\w+|:ets\.\w+|IO\.chardata_to_string|Process\.\w+|:erlang\.\w+|GenServer\.stop|Supervisor\.stop|DynamicSupervisor\.terminate_child|Module\.\w+|apply|Code\.\w+|:telemetry\.\w+)$/.test(
      plain,
    )
  );
}

export const elixirExamples: readonly Example[] = [
  {
    language: "elixir",
    bad: "defmodule A do\n  def pay(order) do\n    Bank.charge(order)\n  rescue\n    _ -> nil\n  end\nend\n",
    good: "defmodule A do\n  def pay(order) do\n    Bank.charge(order)\n  rescue\n    # The queue retries it in a minute.\n    _ -> nil\n  end\n  def refund(order) do\n    Bank.refund(order)\n  rescue\n    e in Bank.Closed -> {:error, e}\n  end\n  def kind(text) do\n    String.to_existing_atom(text)\n  rescue\n    _ -> nil\n  end\n  def send(order) do\n    Bank.send(order)\n  rescue\n    error ->\n      Logger.error(Exception.message(error))\n      nil\n  end\nend\n",
  },
  {
    language: "elixir",
    bad: "defmodule A do\n  def total(order) do\n    try do\n      Prices.sum(order)\n    catch\n      _, _ -> 0\n    end\n  end\nend\n",
    good: "defmodule A do\n  def total(order) do\n    try do\n      Prices.sum(order)\n    catch\n      :exit, {:timeout, _} -> {:error, :timeout}\n      _, reason -> {:error, reason}\n    end\n  end\n  def rows(node, key) do\n    :erpc.call(node, Prices, :rows, [key])\n  catch\n    _, _ -> []\n  end\n  def port(node, name) do\n    :gen_server.call({Prices, node}, {:port, :erlang.list_to_binary(name)}, 5000)\n  catch\n    _, _ -> 0\n  end\n  def stop(pid) do\n    try do\n      GenServer.stop(pid)\n    catch\n      _, _ -> :ok\n    end\n  end\nend\n",
  },
];
