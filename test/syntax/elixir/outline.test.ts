/** What an Elixir file says about its modules, functions, directives and names. */
import { describe, expect, test } from "vitest";
import type { FunctionFact } from "../../../src/model/outline.js";
import { at, importLines, outlineOf } from "../outline-of.js";

function functionsOf(body: string): readonly FunctionFact[] {
  return outlineOf(`defmodule A do\n${body}\nend\n`, "a.ex").functions;
}

test("names, modules and visibility", () => {
  const text =
    "defmodule A.B do\n  def f, do: 1\n  defp g(x) when x > 1, do: x\n  defmodule C do\n    defmacro h(q) do\n      q\n    end\n    defmacrop i, do: 1\n  end\nend\ndefimpl P, for: Q do\n  def to(x), do: x\nend\n";
  const { functions, definitions } = outlineOf(text, "a.ex");
  expect(functions.map(({ name, className, isExported }) => [name, className, isExported])).toEqual([
    ["f", "A.B", true],
    ["g", "A.B", false],
    ["h", "A.B.C", true],
    ["i", "A.B.C", false],
    ["to", "P", true],
  ]);
  expect(definitions.filter(({ kind }) => kind === "class").map(({ name }) => name)).toEqual(["B", "C", "P"]);
});

test("spans and parameters", () => {
  const text = "def f(a, %{b: b} = c, {d, e}, g \\\\ 1) when is_map(c) do\n  a\nend\n";
  const [fact] = outlineOf(text, "a.ex").functions;
  expect(fact && at(text, [fact.nameSpan, fact.bodySpan])).toEqual(["f", "do\n  a\nend"]);
  expect(fact?.parameters).toEqual([
    { name: "a", isTyped: true, hasDefault: false },
    { name: "c", isTyped: true, hasDefault: false },
    { name: "", isTyped: true, hasDefault: false },
    { name: "g", isTyped: true, hasDefault: true },
  ]);
});

test("one @doc speaks for all clauses; @doc false documents nothing", () => {
  const found = functionsOf(
    '  @doc "F."\n  @spec f(integer()) :: integer()\n  def f(1), do: 1\n  def f(n), do: n\n  @doc false\n  def g, do: 1\n',
  );
  expect(found.map(({ hasDocumentation }) => hasDocumentation)).toEqual([true, true, false]);
});

describe("complexity and nesting", () => {
  test.each<[body: string, complexity: number, nesting: number]>([
    ["a", 1, 0],
    ["if a, do: b", 2, 1],
    ["case a do\n 1 -> b\n _ -> c\nend", 2, 1],
    ["case a do\n 1 -> if b, do: c\n 2 -> d\n _ -> e\nend", 4, 2],
    ["cond do\n a -> 1\n true -> 2\nend", 2, 1],
    ["a and (b || c)", 3, 0],
    ["Enum.map(a, fn x -> x end)", 1, 0],
    ["for x <- a, do: x", 2, 1],
    ["try do\n a\nrescue\n e -> b\nend", 2, 1],
  ])("%j", (body, complexity, nesting) => {
    expect(functionsOf(`def f do\n${body}\nend`)[0]).toMatchObject({ complexity, nesting });
  });
});

test("directives", () => {
  const text =
    "defmodule A do\n  use GenServer\n  alias B.{C, D.E}\n  alias F.G, as: H\n  import I\n  import J, only: [k: 1]\n  require Logger\nend\n";
  expect(importLines(outlineOf(text, "a.ex"))).toEqual([
    "GenServer:",
    "B.C: *>C",
    "B.D.E: *>E",
    "F.G: *>H",
    "I:",
    "J: k>k",
    "Logger:",
  ]);
});

test("calls are those that run, with aliases resolved", () => {
  const text =
    "defmodule A do\n  alias B.C\n  @spec f(integer()) :: atom()\n  @size length([])\n  def f(x) when is_nil(x) do\n    C.run(x.name) |> g()\n    if x, do: :ets.new(:t, [])\n    Logger.info(x)\n  end\nend\n";
  const shown = outlineOf(text, "a.ex").calls.map(({ callee, origin }) => `${callee} ${origin ?? "-"}`);
  expect(shown).toEqual(["length -", "C.run B.C.run", "g -", ":ets.new :ets.new", "Logger.info Logger.info"]);
});

test("mentions and references", () => {
  const text = "defmodule A.B do\n  alias C.D\n  def f(x), do: D.g(x.h, k: :l)\nend\n";
  const { mentions, references } = outlineOf(text, "a.ex");
  expect(["A", "B", "D", "f", "x", "g", "h", "k", "l"].map((name) => mentions.get(name)?.length)).toEqual([
    1, 1, 2, 1, 2, 1, 1, 1, 1,
  ]);
  expect(["B", "D", "f", "x", "g", "h", "k", "l"].filter((name) => references.has(name))).toEqual([
    "D",
    "x",
    "l",
  ]);
});

test("comments, and no words from inside strings and documentation", () => {
  const text =
    '# note\ndefmodule A do\n  @moduledoc """\n  # not one Hidden\n  """\n  def f, do: "b # c Hidden"\nend\n';
  const { comments, mentions } = outlineOf(text, "a.ex");
  expect(at(text, comments)).toEqual(["# note"]);
  expect(mentions.has("Hidden")).toBe(false);
});

test.each<[text: string, message: RegExp]>([
  ["defmodule A do\n def f( do\n end\n", /not valid Elixir near `do`/],
  ["defmodule A do\n  x = \nend\n", /`end`/],
  ["defmodule A do\n  def f, do: 1\n", /`end` is missing/],
  ["def f do\nend\nend\n", /`end` closes nothing/],
  ["f(a, b\n", /`\)` is missing/],
  ["<<<<<<< HEAD\nx = 1\n=======\n", /not valid/],
])("refuses %j", (text, message) => {
  expect(outlineOf(text, "a.ex").parseErrors[0]?.message).toMatch(message);
});

test.each([
  "",
  "# only a comment\n",
  "x = range.end\n",
  "x = \"\"\ny = ''\nz = ~w()\nf = fn -> 1 end\n",
  "def unquote(x)(), do: 1\ndef a + b, do: 1\n",
  "if x do\nelse\nend\n",
  '"""\n"""\n~s|#{a}|\n<<a::8, b::binary>>\n%A{a | b: 1}\n&(&1 + 1)\n',
])("accepts %j", (text) => {
  expect(outlineOf(text, "a.ex").parseErrors).toEqual([]);
});
