/** A process that needs an option refuses to start without it. */
import { definePractice } from "../model/rule.js";
import { callsNamed, clauseAt, givenTo } from "../syntax/elixir/calls.js";

export default definePractice({
  category: "correctness",
  // The call raises by its contract, and stands where the process starts.
  confidence: 0.9,
  title: "Required options are fetched, not guessed",
  reason:
    "A start without the option fails at once with its name, instead of later with a `nil` somewhere else.",
  match: {
    *elixir({ tree, source }) {
      if (!source.text.includes("Keyword.fetch!")) return;
      for (const { node, span } of callsNamed(tree, /^Keyword\.fetch!$/)) {
        const name = clauseAt(tree, span)?.name ?? "";
        const option = givenTo(node)[1]?.text() ?? "";
        if (!/^(?:start_link|start|init|child_spec)$/.test(name) || !option.startsWith(":")) continue;
        yield {
          at: span,
          issue: `\`${name}\` takes the required option \`${option}\` with \`Keyword.fetch!\`, so a start without it fails with its name.`,
        };
        return;
      }
    },
  },
  examples: [
    {
      language: "elixir",
      bad: "defmodule A do\n  def start_link(opts) do\n    id = Keyword.fetch!(opts, :id)\n    GenServer.start_link(__MODULE__, id)\n  end\nend\n",
      good: "defmodule A do\n  def start_link(opts), do: GenServer.start_link(__MODULE__, Keyword.get(opts, :id))\n  def total(opts), do: Keyword.fetch!(opts, :total)\nend\n",
    },
  ],
});
