/** Processes are found through a registry, by what they are for. */
import type { SgNode } from "@ast-grep/napi";
import { plural } from "../lib/text.js";
import { definePractice } from "../model/rule.js";
import type { SurveyedFile } from "../model/survey.js";
import type { ElixirTree } from "../model/tree.js";
import { namedChildren } from "../syntax/elixir/ask.js";
import { moduleAt } from "../syntax/elixir/modules.js";
import { spanOf } from "../syntax/nodes.js";

export default definePractice({
  category: "design",
  // The tuple is written only to name or to reach a process.
  confidence: 0.9,
  title: "Processes are named through a registry",
  reason:
    "A process is found by its key in constant time, no atom is made for it, and the entry goes with the process.",
  *project(survey) {
    const places = [...survey.files.values()].filter(isCode).flatMap((file) =>
      file.tree.nodes("tuple").flatMap((tuple) => {
        const key = keyOfVia(tuple);
        const module = moduleAt(file.tree, spanOf(tuple))?.name;
        return key === undefined || module === undefined ? [] : [{ file, tuple, key, module }];
      }),
    );
    const [first] = places;
    if (!first) return;
    const modules = new Set(places.map(({ module }) => module)).size;
    const others =
      modules > 1 ? `, as ${plural(modules - 1, "other module")} ${modules === 2 ? "does" : "do"}` : "";
    yield {
      path: first.file.source.path,
      at: spanOf(first.tuple),
      issue: `\`${first.module}\` names its process with \`{:via, Registry, …}\` under the key \`${first.key}\`${others}.`,
    };
  },
  examples: [
    {
      language: "elixir",
      bad: "defmodule A do\n  def start_link(id), do: GenServer.start_link(__MODULE__, id, name: via(id))\n  defp via(id), do: {:via, Registry, {A.Names, {:cart, id}}}\nend\n",
      good: "defmodule A do\n  def start_link(id), do: GenServer.start_link(__MODULE__, id, name: __MODULE__)\n  def kind, do: {:via, :registry}\n  def other(id), do: {:via, :syn, {:carts, id}}\nend\n",
    },
  ],
});

function isCode(file: SurveyedFile): file is SurveyedFile & { readonly tree: ElixirTree } {
  return file.tree.family === "elixir" && !file.source.isTest;
}

/** The key in `{:via, Registry, {name, key}}`. */
function keyOfVia(tuple: SgNode): string | undefined {
  const [via, module, name] = namedChildren(tuple);
  if (via?.text() !== ":via" || module?.text() !== "Registry" || name?.kind() !== "tuple") return undefined;
  return namedChildren(name)[1]?.text();
}
