/** Callbacks without `@impl` where the rest of the project marks its own. */
import { plural } from "../../lib/text.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import type { ElixirTree } from "../../model/tree.js";
import { type AttributedClause, type ElixirModule, modulesOf } from "../../syntax/elixir/modules.js";
import { isCallbackName, isServer } from "../../syntax/elixir/servers.js";

const server = (name: string, mark: string): string =>
  `defmodule ${name} do\n  use GenServer\n${mark}  def init(n), do: {:ok, n}\n${mark}  def handle_call(:n, _from, n), do: {:reply, n, n}\nend\n`;
const marked = Object.fromEntries(
  ["A", "B", "C", "D"].map((name) => [`lib/${name.toLowerCase()}.ex`, server(name, "  @impl true\n")]),
);

export default defineRule({
  severity: "low",
  // Counted; the compiler itself warns only inside modules that mark some of their callbacks.
  confidence: 0.9,
  judged: { right: 4, arguable: 0, wrong: 0, projects: 2 },
  title: "Callbacks without `@impl`",
  risk: "A callback with a misspelt name or a wrong number of parameters compiles in silence and is never called.",
  fix: "Write `@impl true` before the first clause of every callback; the compiler then checks name and arity.",
  reads: ["elixir"],
  project: unmarked,
  examples: [
    {
      language: "elixir",
      bad: { ...marked, "lib/e.ex": server("E", "") },
      good: {
        "lib/a.ex": server("A", "  @impl true\n"),
        "lib/e.ex": server("E", ""),
        "lib/f.ex": server("F", ""),
      },
    },
    {
      language: "elixir",
      bad: { ...marked, "lib/e.ex": server("E", "").replace("use GenServer", "@behaviour GenServer") },
      good: {
        ...marked,
        "lib/e.ex": "defmodule E do\n  use Plug.Builder\n  def init(n), do: n\nend\n",
        "test/f_test.exs": server("F", ""),
      },
    },
  ],
});

/** Share of the servers that makes a habit, and how many it takes to speak of one. */
const habit = 0.75;
const fewest = 4;

interface Server {
  readonly path: string;
  readonly module: ElixirModule;
  readonly callbacks: readonly AttributedClause[];
}

function* unmarked(survey: Survey): Iterable<ProjectHit> {
  const servers = [...survey.files.values()].filter(isCode).flatMap(serversIn);
  const bare = servers.filter(({ module }) => !hasMark(module));
  const share = (servers.length - bare.length) / servers.length;
  if (servers.length < fewest || share < habit) return;
  for (const { path, module, callbacks } of bare) {
    const [first] = callbacks;
    if (!first) continue;
    const names = [...new Set(callbacks.map(({ name, parameters }) => `\`${name}/${parameters.length}\``))];
    yield {
      path,
      at: first.headSpan,
      issue: `\`${module.name}\` marks none of its callbacks (${names.join(", ")}) with \`@impl\`; ${servers.length - bare.length} of ${plural(servers.length, "server")} in the project do.`,
    };
  }
}

function isCode(file: SurveyedFile): file is SurveyedFile & { readonly tree: ElixirTree } {
  return file.tree.family === "elixir" && !file.source.isTest && file.outline.parseErrors.length === 0;
}

function serversIn({ source, tree }: SurveyedFile & { readonly tree: ElixirTree }): readonly Server[] {
  return modulesOf(tree)
    .filter(isServer)
    .map((module) => ({
      path: source.path,
      module,
      callbacks: module.clauses.filter(({ word, name }) => word === "def" && isCallbackName(name)),
    }))
    .filter(({ callbacks }) => callbacks.length > 0);
}

function hasMark({ attributes }: ElixirModule): boolean {
  return attributes.some(({ name }) => name === "impl");
}
