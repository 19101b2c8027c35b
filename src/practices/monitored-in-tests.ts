/** Tests wait for the end of a process by its message, not by a guess. */
import { definePractice } from "../model/rule.js";
import { callsNamed } from "../syntax/elixir/calls.js";

export default definePractice({
  category: "testing",
  // Both halves stand in the file; a test could still sleep elsewhere.
  confidence: 0.85,
  title: "Tests wait for a process to end by its `:DOWN` message",
  reason:
    "The test goes on as soon as the process is gone and fails when it is not, however fast the machine is.",
  tests: "only",
  match: {
    *elixir({ tree, source }) {
      const monitor = callsNamed(tree, /^Process\.monitor$/)[0];
      if (!monitor || !/assert_receive\(?\s*\{:DOWN\b/.test(source.text)) return;
      yield {
        at: monitor.span,
        issue: "`Process.monitor` and `assert_receive {:DOWN, …}` wait for the process to end.",
      };
    },
  },
  examples: [
    {
      language: "elixir",
      path: "test/a_test.exs",
      bad: 'defmodule ATest do\n  use ExUnit.Case\n  test "stops" do\n    ref = Process.monitor(pid())\n    A.stop()\n    assert_receive {:DOWN, ^ref, :process, _, :normal}\n  end\nend\n',
      good: 'defmodule ATest do\n  use ExUnit.Case\n  test "stops" do\n    Process.monitor(pid())\n    A.stop()\n    Process.sleep(100)\n  end\nend\n',
    },
  ],
});
