/** A GenServer sleeps while its messages wait. */
import { defineRule } from "../../model/rule.js";
import { givenTo } from "../../syntax/elixir/calls.js";
import { ownCalls, serverCallbacks } from "../../syntax/elixir/servers.js";

const server = (body: string): string =>
  `defmodule A do\n  use GenServer\n  @impl true\n  def init(n), do: {:ok, n}\n  @impl true\n  def handle_info(:retry, n) do\n    ${body}\n    {:noreply, n}\n  end\nend\n`;

export default defineRule({
  severity: "medium",
  // The call stands in the callback itself; how long it sleeps is not always written there.
  confidence: 0.85,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Sleep in a server callback",
  risk: "The process answers nobody while it sleeps: calls run into their timeout, messages pile up, and a shutdown has to wait or kill it.",
  fix: "Send the process a message later, `Process.send_after(self(), :retry, delay)`, and go on in `handle_info/2`.",
  match: {
    *elixir({ tree, source }) {
      if (!/\bsleep\(/.test(source.text)) return;
      for (const callback of serverCallbacks(tree).filter(({ clause }) => clause.name !== "terminate")) {
        for (const { node, target, span } of ownCalls(tree, callback)) {
          if (target !== "Process.sleep" && target !== ":timer.sleep") continue;
          const time = givenTo(node)[0]?.text() ?? "";
          if (time === "0") continue;
          yield {
            at: span,
            issue: `\`${callback.clause.name}/${callback.clause.parameters.length}\` of \`${callback.module.name}\` sleeps (\`${time}\`), and the process reads no message meanwhile.`,
          };
        }
      }
    },
  },
  examples: [
    {
      language: "elixir",
      bad: server("Process.sleep(5_000)"),
      good: server("Process.send_after(self(), :retry, 5_000)"),
    },
    {
      language: "elixir",
      bad: server("if n > 3, do: :timer.sleep(n)"),
      good: server("Task.Supervisor.start_child(A.Tasks, fn -> Process.sleep(n) end)").replace(
        "end\nend\n",
        "end\n  def wait(n), do: Process.sleep(n)\nend\n",
      ),
    },
  ],
});
