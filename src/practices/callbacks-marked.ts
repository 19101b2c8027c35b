/** Every callback of every server says that it is one. */
import { plural } from "../lib/text.js";
import { definePractice } from "../model/rule.js";
import type { SurveyedFile } from "../model/survey.js";
import type { ElixirTree } from "../model/tree.js";
import { type AttributedClause, type ElixirModule, modulesOf } from "../syntax/elixir/modules.js";
import { isCallbackName, isServer } from "../syntax/elixir/servers.js";

const server = (name: string, mark: string): string =>
  `defmodule ${name} do\n  use GenServer\n  @impl true\n  def init(n), do: {:ok, n}\n${mark}  def handle_call(:n, _from, n), do: {:reply, n, n}\n  def handle_call(:m, _from, n), do: {:reply, n, n}\nend\n`;

export default definePractice({
  category: "consistency",
  // Counted over all servers of the project.
  confidence: 0.95,
  title: "All callbacks are marked with `@impl`",
  reason:
    "The compiler checks name and arity against the behaviour, so a misspelt callback is noticed at once.",
  *project(survey) {
    const servers = [...survey.files.values()].filter(isCode).flatMap((file) =>
      modulesOf(file.tree)
        .filter((module) => isServer(module) && callbacksOf(module).length > 0)
        .map((module) => ({ path: file.source.path, module, callbacks: callbacksOf(module) })),
    );
    if (servers.length < 2 || !servers.every(({ callbacks }) => callbacks.every(isMarked))) return;
    const all = servers.flatMap(({ callbacks }) => callbacks).length;
    const [best] = servers.sort((a, b) => b.callbacks.length - a.callbacks.length);
    const mark = best?.callbacks[0]?.attributes.find(({ name }) => name === "impl");
    if (!best || !mark) return;
    yield {
      path: best.path,
      at: { start: mark.span.start, end: best.callbacks[0]?.headSpan.end ?? mark.span.end },
      issue: `All ${all} callbacks of ${plural(servers.length, "server")} are marked with \`@impl\`.`,
    };
  },
  examples: [
    {
      language: "elixir",
      bad: { "lib/a.ex": server("A", "  @impl true\n"), "lib/b.ex": server("B", "  @impl GenServer\n") },
      good: { "lib/a.ex": server("A", "  @impl true\n"), "lib/b.ex": server("B", "") },
    },
    {
      language: "elixir",
      bad: { "lib/a.ex": server("A", "  @impl true\n"), "lib/b.ex": server("B", "  @impl true\n") },
      good: { "lib/a.ex": server("A", "  @impl true\n") },
    },
  ],
});

function isCode(file: SurveyedFile): file is SurveyedFile & { readonly tree: ElixirTree } {
  return file.tree.family === "elixir" && !file.source.isTest;
}

/** One mark speaks for all clauses of a callback. */
function callbacksOf({ clauses }: ElixirModule): readonly AttributedClause[] {
  const named = clauses.filter(({ word, name }) => word === "def" && isCallbackName(name));
  return named.filter((clause, index) => named.findIndex((one) => one.name === clause.name) === index);
}

function isMarked({ attributes }: AttributedClause): boolean {
  return attributes.some(({ name, value }) => name === "impl" && value !== "false");
}
