/** Process state and ETS tables that are only ever added to. */
import type { Example, Hit, Subject } from "../../../model/rule.js";
import type { ElixirTree } from "../../../model/tree.js";
import { type ElixirModule, modulesOf } from "../../../syntax/elixir/modules.js";
import { functionAt, withoutComments } from "../../../syntax/growth.js";
import { isPerUse } from "./entries.js";

export function* elixir(subject: Subject<ElixirTree>): Iterable<Hit> {
  const text = withoutComments(subject);
  for (const module of modulesOf(subject.tree)) {
    if (module.uses.some((used) => /^(?:GenServer|Agent|GenStateMachine)\b/.test(used)))
      yield* growingState(subject, module, text);
  }
  yield* growingTables(subject, text);
}

/** `events: [event | state.events]` or `seen: Map.put(state.seen, id, at)` */
const additions =
  /\b(\w+): (?:\[\s*([^|\]\n]+?)\s*\|\s*(?:\w+\.)?\1\s*\]|(?:Map|MapSet)\.put\((?:\w+\.)\1,\s*([^,)\n]+))/g;

function* growingState(subject: Subject<ElixirTree>, { span }: ElixirModule, text: string): Iterable<Hit> {
  const own = text.slice(span.start, span.end);
  for (const { 0: found, 1: key = "", 2: item, 3: under, index } of own.matchAll(additions)) {
    const at = span.start + index;
    const within = functionAt(subject, at);
    if (!within || !/^handle_|^record|^add|^track/.test(within.name)) continue;
    if (under !== undefined && !isPerUse(under)) continue;
    if (isTakenFrom(own, key)) continue;
    yield {
      at: { start: at, end: at + found.length },
      title: `\`${key}\` only ever grows`,
      issue: `\`${within.name}\` adds ${item ?? under} to \`${key}\` in the state of the process; nothing in the module removes an entry, empties \`${key}\` or looks at its size.`,
    };
  }
}

/** Any other value for the key than an empty start or one more entry, or any other mention than a reading. */
function isTakenFrom(module: string, key: string): boolean {
  const rest = module.replaceAll(additions, (whole: string, name: string) => (name === key ? "" : whole));
  const mentions = rest.matchAll(new RegExp(`(.{0,40})\\b${key}\\b(.{0,40})`, "g"));
  for (const [, before = "", after = ""] of mentions) {
    const isStart = /^: (?:\[\]|%\{\}|MapSet\.new\(\)|list\(|\[[\w.]+\(?\)?\]|map\(|%\{)/.test(after);
    const isReply = /\{:reply,[^}]*\w+\.$/.test(before);
    const isReading =
      /(?:Map\.(?:get|has_key\?|fetch!?|values|keys)|Enum\.(?:reverse|map|each|member\?|find|any\?|all\?)|MapSet\.member\?)\(\w+\.$/.test(
        before,
      );
    const isKey = /(?:defstruct \[?(?:[\w:, ]*):)$/.test(before);
    if (!isStart && !isReply && !isReading && !isKey) return true;
  }
  return false;
}

const inserts = /:ets\.insert(?:_new)?\(\s*(@?[\w.:]+),\s*\{\s*([^,{}]+)/g;
const tableRemovals =
  "delete|delete_object|delete_all_objects|select_delete|match_delete|take|select_replace|give_away";

function* growingTables(subject: Subject<ElixirTree>, text: string): Iterable<Hit> {
  if (!text.includes(":ets.new(")) return;
  for (const { 0: found, 1: table = "", 2: key = "", index } of text.matchAll(inserts)) {
    const within = functionAt(subject, index);
    if (!within || within.name === "init" || !/^[@:]/.test(table) || !isPerUse(key)) continue;
    if (isEmptied(text, table)) continue;
    yield {
      at: { start: index, end: index + found.length },
      title: `The table \`${table}\` only ever grows`,
      issue: `\`${within.name}\` inserts a row under \`${key.trim()}\` into the ETS table \`${table}\`; nothing in this file deletes one of its rows, and a table keeps its rows as long as its owner lives.`,
    };
  }
}

/** Rows are deleted from the table, or from one that only a variable names; another table's rows are its own affair. */
function isEmptied(text: string, table: string): boolean {
  const removals = text.matchAll(new RegExp(`:ets\\.(?:${tableRemovals})\\b\\(?\\s*([@:]?[\\w.]*)`, "g"));
  return [...removals].some(([, from = ""]) => from === table || !/^[@:]/.test(from));
}

const tracker = (state: string, rest = ""): string =>
  `defmodule Shop.Tracker do\n  use GenServer\n\n  def init(_), do: {:ok, %{events: [], seen: %{}}}\n\n  def handle_cast({:track, event}, state) do\n    {:noreply, %{state | ${state}}}\n  end\n\n  def handle_call(:all, _from, state), do: {:reply, state.events, state}\n${rest}end\n`;

const table = (rest: string): string =>
  `defmodule Shop.Hits do\n  use GenServer\n\n  def init(_) do\n    :ets.new(:hits, [:named_table, :public])\n    {:ok, nil}\n  end\n\n  def record(session_id, at) do\n    :ets.insert(:hits, {session_id, at})\n  end\n${rest}end\n`;

export const elixirExamples: readonly Example[] = [
  {
    language: "elixir",
    bad: tracker("events: [event | state.events]"),
    good: tracker("events: Enum.take([event | state.events], 1000)"),
  },
  {
    language: "elixir",
    bad: tracker("seen: Map.put(state.seen, event.id, event)"),
    good: tracker(
      "seen: Map.put(state.seen, event.id, event)",
      "\n  def handle_info({:DOWN, _, _, id, _}, state) do\n    {:noreply, %{state | seen: Map.delete(state.seen, id)}}\n  end\n",
    ),
  },
  {
    language: "elixir",
    bad: table("\n  def clear, do: :ets.delete_all_objects(:pages)\n"),
    good: table("\n  def clear(table), do: :ets.delete_all_objects(table)\n"),
  },
  {
    language: "elixir",
    bad: table(""),
    good: table("\n  def forget(session_id), do: :ets.delete(:hits, session_id)\n"),
  },
];
