/** A process says in its head which struct it is started with. */
import { plural } from "../lib/text.js";
import { definePractice } from "../model/rule.js";
import type { Span } from "../model/source.js";
import type { SurveyedFile } from "../model/survey.js";
import { modulesOf } from "../syntax/elixir/modules.js";
import { isServer } from "../syntax/elixir/servers.js";

const server = (head: string): string =>
  `defmodule A do\n  use GenServer\n  def init(${head}), do: {:ok, %{cart: cart}}\nend\n`;

export default definePractice({
  category: "correctness",
  // The pattern is the whole parameter of the callback.
  confidence: 0.9,
  title: "The start of a process states what it takes",
  reason: "Anything else is refused where the process starts, with the value in the error.",
  *project(survey) {
    const places = [...survey.files.values()].flatMap(contractsIn);
    const [first, ...rest] = places;
    if (!first) return;
    const others =
      rest.length > 0
        ? `; ${plural(rest.length, "other process", "other processes")} ${rest.length === 1 ? "does" : "do"} the same`
        : "";
    yield {
      path: first.path,
      at: first.at,
      also: rest.slice(0, 4).map(({ path, at }) => ({ path, span: at })),
      issue: `\`init/1\` of \`${first.module}\` takes a \`%${first.struct}{}\` and nothing else${others}.`,
    };
  },
  examples: [
    { language: "elixir", bad: server("%Shop.Cart{} = cart"), good: server("cart") },
    {
      language: "elixir",
      bad: server("%Shop.Cart{} = cart").replaceAll("GenServer", "Supervisor"),
      good: server("%Shop.Cart{} = cart").replace("end\n", "  def init(nil), do: :ignore\nend\n"),
    },
    {
      language: "elixir",
      bad: server("%Shop.Cart{} = cart"),
      good: server("%{} = cart").replace("use GenServer", "use Plug.Builder"),
    },
  ],
});

interface Contract {
  readonly path: string;
  readonly at: Span;
  readonly module: string;
  readonly struct: string;
}

function contractsIn({ source, tree }: SurveyedFile): readonly Contract[] {
  if (tree.family !== "elixir" || source.isTest) return [];
  const processes = modulesOf(tree).filter(
    (module) => isServer(module) || module.uses.some((name) => /^(?:Dynamic)?Supervisor$/.test(name)),
  );
  return processes.flatMap((module) => {
    const [only, ...others] = module.clauses.filter(({ name }) => name === "init");
    if (!only || others.length > 0) return [];
    const head = source.text.slice(only.headSpan.start, only.headSpan.end);
    const struct = /^def init\(\s*%([A-Z][\w.]*|__MODULE__)\{[^()]*\}\s*=\s*\w+\s*\)/.exec(head)?.[1];
    if (struct === undefined) return [];
    const shown = struct === "__MODULE__" ? module.name : struct;
    return [{ path: source.path, at: only.headSpan, module: module.name, struct: shown }];
  });
}
