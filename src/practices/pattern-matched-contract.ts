/** A process says in its head which struct it is started with. */
import { definePractice } from "../model/rule.js";
import { serverCallbacks } from "../syntax/elixir/servers.js";
import { modulesOf } from "../syntax/elixir/modules.js";

const server = (head: string): string =>
  `defmodule A do\n  use GenServer\n  def init(${head}), do: {:ok, %{cart: cart}}\nend\n`;

export default definePractice({
  category: "correctness",
  // The pattern is the whole parameter of the callback.
  confidence: 0.9,
  title: "The start of a process states what it takes",
  reason: "Anything else is refused where the process starts, with the value in the error.",
  match: {
    *elixir({ tree, source }) {
      const servers = serverCallbacks(tree).map(({ clause, module }) => ({ clause, module }));
      const supervisors = modulesOf(tree)
        .filter(({ uses }) => uses.includes("Supervisor") || uses.includes("DynamicSupervisor"))
        .flatMap((module) => module.clauses.map((clause) => ({ clause, module })));
      for (const { clause, module } of [...servers, ...supervisors]) {
        const head = source.text.slice(clause.headSpan.start, clause.headSpan.end);
        const struct = /^def init\(\s*%([A-Z][\w.]*|__MODULE__)\{[^()]*\}\s*=\s*\w+\s*\)/.exec(head)?.[1];
        const starts = module.clauses.filter(({ name }) => name === "init");
        if (starts.length !== 1 || starts[0] !== clause || struct === undefined) continue;
        yield {
          at: clause.headSpan,
          issue: `\`init/1\` of \`${module.name}\` takes a \`%${struct === "__MODULE__" ? module.name : struct}{}\` and nothing else.`,
        };
        return;
      }
    },
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
