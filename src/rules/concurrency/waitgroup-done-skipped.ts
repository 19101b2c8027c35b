/** A goroutine can return before it tells its WaitGroup that it is done. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { GoTree } from "../../model/tree.js";
import { enclosingFunction } from "../../syntax/go/ask.js";
import { callsWhere } from "../../syntax/go/calls.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // Both the return and the only Done after it stand in one function literal. No hit on 15 Go projects: nothing judged.
  confidence: 0.8,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 15 },
  title: "WaitGroup not told on every path",
  risk: "On that path `Wait` never returns: whoever waits for the goroutines stands still for ever.",
  fix: "Make `defer wg.Done()` the first statement of the goroutine.",
  trial: {
    name: "Wait returns although the work failed",
    arrange: "the step before the early return made to fail",
    act: "run {it} with a time limit",
    assert: "it returns within the limit",
  },
  cwe: [833],
  match: { go: skippedDones },
  examples: [
    {
      language: "go",
      bad: "package a\n\nfunc run(jobs []Job) {\n\tvar wg sync.WaitGroup\n\tfor _, job := range jobs {\n\t\twg.Add(1)\n\t\tgo func() {\n\t\t\tif err := job.Run(); err != nil {\n\t\t\t\tlog.Print(err)\n\t\t\t\treturn\n\t\t\t}\n\t\t\twg.Done()\n\t\t}()\n\t}\n\twg.Wait()\n}\n",
      good: "package a\n\nfunc run(jobs []Job) {\n\tvar wg sync.WaitGroup\n\tfor _, job := range jobs {\n\t\twg.Add(1)\n\t\tgo func() {\n\t\t\tdefer wg.Done()\n\t\t\tif err := job.Run(); err != nil {\n\t\t\t\treturn\n\t\t\t}\n\t\t}()\n\t\twg.Add(1)\n\t\tgo func() {\n\t\t\tif err := job.Run(); err != nil {\n\t\t\t\twg.Done()\n\t\t\t\treturn\n\t\t\t}\n\t\t\twg.Done()\n\t\t}()\n\t\twg.Add(1)\n\t\tgo func() {\n\t\t\teach(func() error { return job.Run() })\n\t\t\twg.Done()\n\t\t}()\n\t}\n\twg.Wait()\n}\n",
    },
  ],
});

function* skippedDones(subject: Subject<GoTree>): Iterable<Hit> {
  if (!subject.source.text.includes(".Done()") || !/\.Wait\(\)/.test(subject.source.text)) return;
  for (const { call, node } of callsWhere(subject, ({ callee }) => callee.endsWith(".Done"))) {
    const literal = enclosingFunction(node);
    const group = call.callee.slice(0, -".Done".length);
    if (literal?.kind() !== "func_literal" || literal.parent()?.parent()?.kind() !== "go_statement") continue;
    if (node.parent()?.kind() !== "expression_statement" || !isTheOnly(subject, literal, group)) continue;
    const early = literal
      .findAll({ rule: { kind: "return_statement" } })
      .find((one) => spanOf(one).end <= spanOf(node).start && enclosingFunction(one)?.id() === literal.id());
    if (!early) continue;
    yield {
      at: spanOf(early),
      also: [call.span],
      issue: `This \`return\` leaves the goroutine before \`${call.callee}()\`, so \`${group}.Wait()\` waits for ever.`,
    };
  }
}

/** One Done that is not deferred, for a group that is counted and waited for in the same file. */
function isTheOnly({ source: { text } }: Subject<GoTree>, literal: SgNode, group: string): boolean {
  const own = literal.text();
  const dones = own.split(`${group}.Done()`).length - 1;
  const isCountedOutside = text.includes(`${group}.Add(`) && !own.includes(`${group}.Add(`);
  return dones === 1 && isCountedOutside && text.includes(`${group}.Wait()`);
}
