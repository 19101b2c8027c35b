/** A GenServer calls itself and waits for an answer that only it could give. */
import { type Hit, defineRule } from "../../model/rule.js";
import type { ElixirTree } from "../../model/tree.js";
import { argumentsOf, holds } from "../../syntax/elixir/ask.js";
import { callsNamed } from "../../syntax/elixir/calls.js";
import { type ElixirModule, modulesOf } from "../../syntax/elixir/modules.js";
import { isServer, ownCalls, serverCallbacks } from "../../syntax/elixir/servers.js";

const server = (body: string): string =>
  `defmodule A do\n  use GenServer\n  def start_link(n), do: GenServer.start_link(__MODULE__, n, name: __MODULE__)\n  def total, do: GenServer.call(__MODULE__, :total)\n  def add(n), do: GenServer.cast(__MODULE__, {:add, n})\n  def init(n), do: {:ok, n}\n  def handle_call(:total, _from, n), do: {:reply, n, n}\n  def handle_cast({:add, m}, n) do\n    ${body}\n    {:noreply, n + m}\n  end\nend\n`;

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // A process cannot answer while it waits, so only a second process of the module would make this right.
  confidence: 0.85,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Server that calls itself",
  risk: "The process waits for a message that it can read only when it has stopped waiting: the call ends after its timeout, and the process with it.",
  fix: "Use the state at hand, or move the work to a private function that both callbacks call.",
  match: {
    *elixir({ tree, source }) {
      if (!source.text.includes("GenServer.call")) return;
      for (const module of modulesOf(tree).filter(isServer)) yield* selfCalls(tree, module);
    },
  },
  examples: [
    {
      language: "elixir",
      bad: server("GenServer.call(__MODULE__, :total)"),
      good: server("GenServer.cast(__MODULE__, :total)"),
    },
    {
      language: "elixir",
      bad: server("total()"),
      good: server(
        "add(1)\n    Task.start(fn -> total() end)\n    Other.total()\n    GenServer.call(Other, :total)",
      ),
    },
    {
      language: "elixir",
      bad: server("GenServer.call(self(), :total)"),
      good: server("GenServer.reply(n, m)")
        .replace("name: __MODULE__", "[]")
        .replaceAll("(__MODULE__, :total", "(n, :total"),
    },
  ],
});

function* selfCalls(tree: ElixirTree, module: ElixirModule): Iterable<Hit> {
  const asking = askingFunctions(tree, module);
  for (const callback of serverCallbacks(tree).filter((one) => one.module === module)) {
    for (const { node, target, span } of ownCalls(tree, callback)) {
      const own = target.startsWith("__MODULE__.") ? target.slice("__MODULE__.".length) : target;
      const first = argumentsOf(node)[0]?.text() ?? "";
      const isDirect = target === "GenServer.call" && /^(?:__MODULE__|self\(\))$/.test(first);
      const through = asking.get(`${own}/${argumentsOf(node).length}`);
      if (!isDirect && through === undefined) continue;
      const way = isDirect ? "" : `, by way of \`${own}/${argumentsOf(node).length}\``;
      yield {
        at: span,
        issue: `\`${callback.clause.name}\` of \`${module.name}\` runs in the process that it calls here${way}, so nobody can answer.`,
      };
    }
  }
}

/** Functions of the module that call the process of its name, by name and number of parameters. */
function askingFunctions(tree: ElixirTree, module: ElixirModule): ReadonlyMap<string, true> {
  const calls = callsNamed(tree, /^GenServer\.call$/).filter(
    ({ node }) => argumentsOf(node)[0]?.text() === "__MODULE__",
  );
  const asking = module.clauses.filter(
    (clause) => !clause.name.startsWith("handle_") && calls.some(({ span }) => holds(clause.bodySpan, span)),
  );
  return new Map(asking.map(({ name, parameters }) => [`${name}/${parameters.length}`, true]));
}
