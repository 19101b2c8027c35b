/** A GenServer waits for the network or the database before it is started. */
import { defineRule } from "../../model/rule.js";
import { ownCalls, serverCallbacks } from "../../syntax/elixir/servers.js";

const server = (init: string): string =>
  `defmodule A do\n  use GenServer\n  @impl true\n  def init(url) do\n    ${init}\n  end\nend\n`;

/** Calls that leave the process and come back when something elsewhere has answered. */
const waiting =
  /^(?:HTTPoison|Req|Tesla|Finch|:httpc|:hackney|Mojito|Mint\.HTTP)\.(?:get|post|put|patch|delete|request|connect)!?$|^:gen_tcp\.connect$|^:ssl\.connect$|^(?:\w+\.)*Repo\.(?:all|get|get_by|one|insert|update|delete|query|aggregate|exists\?|transaction)!?$|^(?:Postgrex|MyXQL|Redix|Xandra)\.(?:query|command|execute|pipeline)!?$|^(?:Process|:timer)\.sleep$/;

export default defineRule({
  severity: "medium",
  // That the call waits is known by its name; some servers must not start without the answer.
  confidence: 0.7,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Server that waits while it starts",
  risk: "The supervisor starts its children one after another and waits here: a slow or absent service delays the whole application, and after a few failures the supervisor gives up and stops it.",
  fix: "Return `{:ok, state, {:continue, :load}}` from `init/1` and do the work in `handle_continue/2`, with a retry.",
  match: {
    *elixir({ tree, source }) {
      if (!/\bdef init\b/.test(source.text)) return;
      for (const callback of serverCallbacks(tree).filter(({ clause }) => clause.name === "init")) {
        const [first, ...rest] = ownCalls(tree, callback).filter(({ target }) => waiting.test(target));
        if (!first) continue;
        yield {
          at: first.span,
          also: rest.map(({ span }) => span),
          issue: `\`init/1\` of \`${callback.module.name}\` calls \`${first.target}\` before it returns, and whoever starts the server waits for it.`,
        };
      }
    },
  },
  examples: [
    {
      language: "elixir",
      bad: server("{:ok, %{rates: HTTPoison.get!(url).body}}"),
      good: server("{:ok, %{url: url}, {:continue, :load}}").replace(
        "end\nend\n",
        "end\n  @impl true\n  def handle_continue(:load, state), do: {:noreply, Map.put(state, :rates, HTTPoison.get!(state.url).body)}\nend\n",
      ),
    },
    {
      language: "elixir",
      bad: server("{:ok, Shop.Repo.all(Shop.Price)}"),
      good: server(
        "Task.start(fn -> Shop.Repo.all(Shop.Price) end)\n    {:ok, Map.get(url, :prices)}",
      ).replace("defmodule", "defmodule Plug.A do\n  def init(url), do: Shop.Repo.all(url)\nend\ndefmodule"),
    },
  ],
});
