/** A process nobody watches. */
import { defineRule } from "../../model/rule.js";
import { argumentsOf, attributeCall } from "../../syntax/elixir/ask.js";
import { callsNamed, clauseAt, isQuoted } from "../../syntax/elixir/calls.js";
import { isToolPath } from "../../syntax/tool-paths.js";

export default defineRule({
  severity: "low",
  // What the call does is certain; for work that may be lost it can be meant so.
  confidence: 0.75,
  judged: { right: 0, arguable: 1, wrong: 0, projects: 1 },
  title: "Process started outside any supervisor",
  risk: "Nothing restarts or stops it: when it crashes its work is lost, and when the application shuts down it is cut off in the middle.",
  fix: "Start it under a `Task.Supervisor` (`Task.Supervisor.start_child(MyApp.Tasks, fn -> … end)`), or link it with `Task.start_link/1`.",
  match: {
    *elixir({ tree, source }) {
      if (!/\bspawn\b/.test(source.text) || isToolPath(source.path) || !source.path.endsWith(".ex")) return;
      for (const { node, target, span } of callsNamed(tree, /^(?:Kernel\.)?spawn$/)) {
        const parent = node.parent();
        if (argumentsOf(node).length === 0 || isQuoted(tree, span)) continue;
        if (parent && attributeCall(parent)) continue;
        // It watches another process to its end, in its own time.
        if (/\bProcess\.monitor\(/.test(node.text()) && /:DOWN\b/.test(node.text())) continue;
        const name = clauseAt(tree, span)?.name;
        yield {
          at: span,
          issue: `${name === undefined ? "The code" : `\`${name}\``} starts a process with \`${target}\` that is neither linked nor supervised.`,
        };
      }
    },
  },
  examples: [
    {
      language: "elixir",
      path: "lib/a.ex",
      bad: "defmodule A do\n  def notify(user), do: spawn(fn -> Mail.send(user) end)\nend\n",
      good: "defmodule A do\n  def notify(user), do: Task.Supervisor.start_child(A.Tasks, fn -> Mail.send(user) end)\n  def watch(pid), do: spawn_link(fn -> loop(pid) end)\n  def measure(pid), do: spawn_monitor(fn -> loop(pid) end)\n  def stop(pid) do\n    spawn(fn ->\n      ref = Process.monitor(pid)\n      Process.exit(pid, :shutdown)\n      receive do\n        {:DOWN, ^ref, :process, _, _} -> :ok\n      after\n        5000 -> Process.exit(pid, :kill)\n      end\n    end)\n  end\n  def spawn(), do: :ok\n  def other(world), do: World.spawn(world)\nend\n",
    },
  ],
});
