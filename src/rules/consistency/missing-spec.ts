/** Public functions without a type specification where nearly all others have one. */
import { plural } from "../../lib/text.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import type { ElixirTree } from "../../model/tree.js";
import { hasSpec, interfaceOf } from "../../syntax/elixir/interface.js";
import { type AttributedClause, type ElixirModule, modulesOf } from "../../syntax/elixir/modules.js";

const specified = (module: string, count: number): string =>
  `defmodule ${module} do\n${Array.from({ length: count }, (_, i) => `  @spec run_${i}(integer()) :: integer()\n  def run_${i}(n), do: n\n`).join("")}end\n`;
const bare = "  def total(n), do: n\n";
const withBare = (text: string): string => text.replace(/end\n$/, `${bare}end\n`);

export default defineRule({
  severity: "low",
  // Both numbers are counted; a function may be without one on purpose.
  confidence: 0.9,
  judged: { right: 4, arguable: 2, wrong: 0, projects: 0 },
  title: "`@spec` missing where the others have one",
  risk: "Dialyzer and readers must guess this function's types, and a wrong argument is noticed only when it runs.",
  fix: "Write the `@spec` above the first clause, as the functions around it do.",
  fold: "file",
  reads: ["elixir"],
  project: unspecified,
  examples: [
    {
      language: "elixir",
      bad: withBare(specified("A", 5)),
      good: `defmodule A do\n  @spec run(integer()) :: integer()\n  def run(n), do: n\n${bare}end\n`,
    },
    {
      language: "elixir",
      bad: { "lib/a.ex": specified("A", 20), "lib/b.ex": `defmodule B do\n${bare}end\n` },
      good: {
        "lib/a.ex": specified("A", 20),
        "lib/b.ex":
          "defmodule B do\n  use GenServer\n  @impl true\n  def init(n), do: {:ok, n}\n  def init(n, 1), do: n\n  @doc false\n  def hidden(n), do: n\n  def start_link(n), do: GenServer.start_link(__MODULE__, n)\n  defp own(n), do: n\n  defmacro quoted(n), do: n\n  @spec twice(integer()) :: integer()\n  def twice(0), do: 0\n  def twice(n), do: n + n\n  @spec when_given(n) :: n when n: term()\n  def when_given(n), do: n\nend\n",
        "lib/c.ex":
          "defmodule C do\n  @moduledoc false\n  def total(n), do: n\nend\ndefprotocol P do\n  def size(n)\nend\ndefimpl P, for: Map do\n  def size(n), do: n\nend\n",
        "test/a_test.exs": `defmodule ATest do\n  use ExUnit.Case\n${bare}end\n`,
        "mix.exs": "defmodule A.MixProject do\n  use Mix.Project\n  def project, do: []\nend\n",
      },
    },
  ],
});

/** Share of the public functions that makes a habit, and how many it takes to speak of one. */
const habit = 0.8;
/** A project has corners that keep another habit: of 61 modules read where 83 % of the project was specified, most were such. */
const projectHabit = 0.95;
const fewestInModule = 5;
const fewestInProject = 20;

interface Measured {
  readonly path: string;
  readonly module: ElixirModule;
  /** First clauses of public functions that could have a specification. */
  readonly functions: readonly AttributedClause[];
  readonly bare: readonly AttributedClause[];
}

function* unspecified(survey: Survey): Iterable<ProjectHit> {
  const modules = [...survey.files.values()].filter(isCode).flatMap(measure);
  const all = modules.flatMap(({ functions }) => functions).length;
  const bare = modules.flatMap((one) => one.bare).length;
  const isProjectHabit = all >= fewestInProject && (all - bare) / all >= projectHabit;
  for (const one of modules) {
    const own = one.functions.length;
    const isHabit = own >= fewestInModule && (own - one.bare.length) / own >= habit;
    if (isHabit)
      yield* one.bare.map((clause) => hit(one, clause, shares("this module", own, one.bare.length)));
    else if (isProjectHabit)
      yield* one.bare.map((clause) => hit(one, clause, shares("the project", all, bare)));
  }
}

type ElixirFile = SurveyedFile & { readonly tree: ElixirTree };

/** Scripts (`mix.exs`, `config/*.exs`) are not compiled, so nothing checks their types. */
function isCode(file: SurveyedFile): file is ElixirFile {
  return file.tree.family === "elixir" && !file.source.isTest && file.source.path.endsWith(".ex");
}

/** What a framework calls with arguments and an answer that it fixes itself. */
const expected = /^(?:start_link|child_spec|on_mount|changeset)$/;

function measure({ source, tree, outline }: ElixirFile): readonly Measured[] {
  if (outline.parseErrors.length > 0) return [];
  return modulesOf(tree).flatMap((module) => {
    const isInternal = module.attributes.some(({ name, value }) => name === "moduledoc" && value === "false");
    if (module.word !== "defmodule" || isInternal) return [];
    const functions = interfaceOf(module).filter(({ name }) => !expected.test(name));
    const bare = functions.filter(({ name }) => !hasSpec(module, name));
    return { path: source.path, module, functions, bare };
  });
}

function shares(where: string, all: number, bare: number): string {
  return `${all - bare} of ${plural(all, "public function")} in ${where} have one`;
}

function hit({ path, module }: Measured, clause: AttributedClause, others: string): ProjectHit {
  const { name, parameters, headSpan } = clause;
  return {
    path,
    at: headSpan,
    issue: `\`${module.name}.${name}/${parameters.length}\` has no \`@spec\`; ${others}.`,
  };
}
