/** Documentation before a private function, which the compiler throws away. */
import { type Hit, defineRule } from "../../model/rule.js";
import { type AttributedClause, modulesOf } from "../../syntax/elixir/modules.js";

export default defineRule({
  severity: "info",
  // Read from the definition that follows; the compiler says the same about texts.
  confidence: 0.95,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "`@doc` before a private function",
  risk: "It does nothing: private functions have no documentation, so it only suggests that the function was once public.",
  fix: "Remove the attribute; what the text says can stand in a comment.",
  fold: "file",
  match: {
    *elixir({ tree, source }) {
      if (!/@doc\b/.test(source.text)) return;
      for (const clause of modulesOf(tree).flatMap(({ clauses }) => clauses)) yield* discarded(clause);
    },
  },
  examples: [
    {
      language: "elixir",
      bad: "defmodule A do\n  @doc false\n  defp via(id), do: {:via, Registry, {A.Names, id}}\nend\n",
      good: "defmodule A do\n  @doc false\n  def child_spec(id), do: %{id: id}\n\n  @doc false\n  defmacro quoted(id), do: id\n\n  # Names the process.\n  defp via(id), do: id\nend\n",
    },
    {
      language: "elixir",
      bad: 'defmodule A do\n  @doc """\n  Adds one.\n  """\n  @spec add(integer()) :: integer()\n  defp add(n), do: n + 1\nend\n',
      good: 'defmodule A do\n  @doc """\n  Adds one, unlike a defp.\n  """\n  @spec add(integer()) :: integer()\n  def add(n), do: more(n)\n  @typedoc "A number"\n  @type n :: integer()\n  defp more(n), do: n + 1\nend\n',
    },
  ],
});

function* discarded({ word, name, attributes }: AttributedClause): Iterable<Hit> {
  if (word !== "defp" && word !== "defmacrop") return;
  const doc = attributes.find((attribute) => attribute.name === "doc");
  if (!doc) return;
  const isText = doc.value !== "false";
  yield {
    at: doc.span,
    severity: isText ? "low" : "info",
    issue: isText
      ? `The documentation stands before \`${word} ${name}\`, which is private, so the compiler discards it.`
      : `\`@doc false\` hides \`${word} ${name}\`, which is private and has no documentation to hide.`,
  };
}
