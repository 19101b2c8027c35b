/** A public function looks something up under whatever it is handed, though the type it wants is written down. */
import { groupBy } from "../../lib/group.js";
import { type Hit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { ElixirTree } from "../../model/tree.js";
import { type WrittenCall, holds } from "../../syntax/elixir/ask.js";
import { callsNamed, givenTo } from "../../syntax/elixir/calls.js";
import { type AttributedClause, type ElixirModule, modulesOf } from "../../syntax/elixir/modules.js";

const lookups = (guard: string): string =>
  `defmodule Shop.Cart do\n  @spec find(String.t()) :: {:ok, pid()} | {:error, :not_found}\n  def find(id)${guard} do\n    case Registry.lookup(Shop.Names, {:cart, id}) do\n      [{pid, _}] -> {:ok, pid}\n      [] -> {:error, :not_found}\n    end\n  end\n  @spec count(String.t()) :: integer()\n  def count(id)${guard} do\n    length(Registry.lookup(Shop.Names, {:cart, id}))\n  end\nend\n`;

export default defineRule({
  severity: "info",
  // That nothing checks the value is seen; whether anybody passes a wrong one is not.
  confidence: 0.7,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 48 },
  title: "Lookup without a guard",
  risk: "A value of another type (`nil`, a number for a text) is answered like a key that does not exist, so a caller's mistake looks like missing data.",
  fix: "Guard the parameter, so that a wrong call fails where it is made.",
  trial: {
    name: "a key that is not there",
    arrange: "data without the key that is looked up",
    act: "run {it} with that data",
    assert: "the answer says that it is missing; no error from the look-up itself gets out",
  },
  fold: "file",
  match: {
    *elixir({ tree, source }) {
      if (!/Registry\.lookup|:ets\.lookup/.test(source.text)) return;
      for (const module of modulesOf(tree)) yield* unguarded(tree, module, source.text);
    },
  },
  examples: [
    { language: "elixir", bad: lookups(""), good: lookups(" when is_binary(id)") },
    {
      language: "elixir",
      bad: "defmodule Shop.Prices do\n  def get(item) when is_atom(item), do: :ets.lookup(:prices, item)\n  def history(item), do: :ets.lookup(:history, item)\nend\n",
      good: 'defmodule Shop.Prices do\n  def get(item), do: :ets.lookup(:prices, item)\n  @spec all(term()) :: list()\n  def all(key), do: :ets.lookup(:prices, key)\n  @spec one(Item.t()) :: list()\n  def one(%Item{} = item), do: :ets.lookup(:prices, item.id)\n  @spec own(String.t()) :: list()\n  defp own(id), do: :ets.lookup(:prices, id)\n  @spec named(String.t()) :: list()\n  def named("x" <> _ = id), do: :ets.lookup(:prices, id)\nend\n',
    },
    {
      language: "elixir",
      bad: lookups("").replaceAll("String.t()", "binary()"),
      // One of the two casts its id first, so a single look-up is left.
      good: lookups("").replace("    case", "    id = Id.cast!(id)\n    case"),
    },
  ],
});

interface Place {
  readonly text: string;
  readonly module: ElixirModule;
}

/** Functions of a module with the same reason are one hit. */
function* unguarded(tree: ElixirTree, module: ElixirModule, text: string): Iterable<Hit> {
  const lookups = callsNamed(tree, /^(?:Registry\.lookup|:ets\.lookup)$/);
  const found = module.clauses.flatMap((clause): readonly Found[] => {
    const call = lookups.find(({ span }) => clause.word === "def" && holds(clause.bodySpan, span));
    const name = call && plainKey(call, clause, text);
    const declared = name === undefined ? undefined : declaredType({ text, module }, clause, name);
    return name === undefined || !declared ? [] : [{ clause, name, target: call?.target ?? "", ...declared }];
  });
  for (const same of groupBy(found, ({ name, target, source }) => `${name} ${target} ${source}`).values())
    yield* together(same);
}

interface Found extends Declared {
  readonly clause: AttributedClause;
  readonly name: string;
  readonly target: string;
}

function* together(same: readonly Found[]): Iterable<Hit> {
  const [first, ...rest] = same;
  // A single look-up whose type is written down is a matter of taste; two, or one beside a guarded sibling, are a habit that is missing.
  if (!first || (rest.length === 0 && !first.isSibling)) return;
  const { clause, name, target, guard, source, isSibling } = first;
  const names = same.map((one) => `\`${one.clause.name}/${one.clause.parameters.length}\``);
  const many = rest.length > 0;
  const heads = same.map(
    ({ clause: { name: own, parameters } }) =>
      `\`def ${own}(${parameters.map((one) => one.name).join(", ")}) when ${guard}(${name})\``,
  );
  yield {
    at: clause.headSpan,
    also: rest.map((one) => one.clause.headSpan),
    severity: isSibling ? "low" : "info",
    issue: `${names.join(", ").replace(/, ([^,]+)$/, " and $1")} ${many ? "use" : "uses"} \`${name}\` as a key of \`${target}\` as it comes; ${source}, and nothing checks it.`,
    recommendation: `Write ${heads.join(", ").replace(/, (`def [^`]+`)$/, " and $1")}.`,
  };
}

/** The parameter that is the key, or is a part of it: a bare name without a pattern, a guard or a new value. */
function plainKey(call: WrittenCall, clause: AttributedClause, text: string): string | undefined {
  const key = givenTo(call.node)[1]?.text() ?? "";
  const head = slice(text, clause.headSpan);
  const body = slice(text, clause.bodySpan);
  const used = clause.parameters.map(({ name }) => name).filter((name) => name !== "" && wordIn(key, name));
  return used.find(
    (name) =>
      new RegExp(`[(,]\\s*${name}\\s*(?:[,)]|$)`).test(head) &&
      !/\bwhen\b/.test(head) &&
      !new RegExp(`\\b${name} =[^=]|is_\\w+\\(${name}\\)`).test(body),
  );
}

function slice(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}

function wordIn(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.:@])${name}(?![\\w.:?!(])`).test(text);
}

interface Declared {
  readonly guard: string;
  readonly source: string;
  readonly isSibling: boolean;
}

/** A sibling's guard of the same name, or the type in the function's own `@spec`. */
function declaredType({ text, module }: Place, clause: AttributedClause, name: string): Declared | undefined {
  for (const sibling of module.clauses) {
    const guard = new RegExp(`\\b(is_(?:binary|integer|atom))\\(${name}\\)`).exec(
      slice(text, sibling.headSpan),
    )?.[1];
    if (guard !== undefined && sibling.name !== clause.name && sibling.word === "def")
      return { guard, source: `\`${sibling.name}\` guards its \`${name}\``, isSibling: true };
    if (guard !== undefined && sibling.name === clause.name) return undefined;
  }
  const spec = module.attributes.find(
    (attribute) => attribute.name === "spec" && attribute.value?.startsWith(`${clause.name}(`),
  );
  const types = /^\w+[?!]?\(([\s\S]*?)\)\s*::/.exec(spec?.value ?? "")?.[1]?.split(",") ?? [];
  const type = types[clause.parameters.findIndex((one) => one.name === name)]?.trim().replace(/^\w+ :: /, "");
  const guard = type === undefined ? undefined : guards[type];
  if (guard === undefined || type === undefined) return undefined;
  return { guard, source: `the \`@spec\` says \`${type}\``, isSibling: false };
}

const guards: Readonly<Record<string, string>> = {
  "String.t()": "is_binary",
  "binary()": "is_binary",
  "integer()": "is_integer",
  "pos_integer()": "is_integer",
  "non_neg_integer()": "is_integer",
};
