/** `Add` is called inside the goroutine that is to be waited for, which may be too late. */
import { defineRule } from "../../model/rule.js";
import { enclosingFunction } from "../../syntax/go/ask.js";
import { callsWhere } from "../../syntax/go/calls.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // The documentation of WaitGroup asks for Add before the goroutine starts; both calls are in the same function.
  confidence: 0.9,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "WaitGroup counted inside the goroutine",
  risk: "`Wait` may run before the goroutine has come to `Add`, sees a count of nothing, and goes on while the work is still being done.",
  fix: "Call `wg.Add(1)` before the `go` statement, or start the goroutine with `wg.Go`.",
  cwe: [362],
  match: {
    *go(subject) {
      if (!subject.source.text.includes("sync.WaitGroup")) return;
      for (const { call, node } of callsWhere(subject, ({ callee }) => callee.endsWith(".Add"))) {
        const group = call.callee.slice(0, -".Add".length);
        const literal = enclosingFunction(node);
        const start = literal?.parent()?.parent();
        if (literal?.kind() !== "func_literal" || start?.kind() !== "go_statement") continue;
        const around =
          ancestor(start, "function_declaration", "method_declaration", "func_literal")?.text() ?? "";
        const isOwn = new RegExp(`\\b${group.replaceAll(".", "\\.")}(?: sync\\.WaitGroup| := )`).test(
          literal.text(),
        );
        if (isOwn || !around.includes(`${group}.Wait()`) || !literal.text().includes(`${group}.Done()`))
          continue;
        yield {
          at: spanOf(node),
          issue: `\`${call.callee}\` is called inside the goroutine that \`${group}.Wait()\` is to wait for: \`Wait\` may come first and find nothing to wait for.`,
        };
      }
    },
  },
  examples: [
    {
      language: "go",
      bad: 'package a\n\nimport "sync"\n\nfunc run(jobs []Job) {\n\tvar wg sync.WaitGroup\n\tfor _, job := range jobs {\n\t\tgo func() {\n\t\t\twg.Add(1)\n\t\t\tdefer wg.Done()\n\t\t\tjob.Run()\n\t\t}()\n\t}\n\twg.Wait()\n}\n',
      good: 'package a\n\nimport "sync"\n\nfunc run(jobs []Job, total *Counter) {\n\tvar wg sync.WaitGroup\n\tfor _, job := range jobs {\n\t\twg.Add(1)\n\t\tgo func() {\n\t\t\tdefer wg.Done()\n\t\t\ttotal.Add(1)\n\t\t\tvar inner sync.WaitGroup\n\t\t\tinner.Add(1)\n\t\t\tgo job.Run(&inner)\n\t\t\tinner.Wait()\n\t\t}()\n\t}\n\twg.Wait()\n}\n',
    },
  ],
});
