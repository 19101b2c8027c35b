/** The function that ends a context is thrown away where the context is made. */
import { defineRule } from "../../model/rule.js";
import { namedChildren } from "../../syntax/go/ask.js";
import { callsWhere } from "../../syntax/go/calls.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // The blank name is a fact; with a deadline the context at least ends by itself.
  confidence: 0.85,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Cancel function of a context dropped",
  risk: "The context and what hangs on it stay in memory until the parent ends or the time is up, with every call; one made with `WithCancel` can never be ended.",
  fix: "Keep the function and call it when the work is done: `ctx, cancel := context.WithTimeout(…)`, `defer cancel()`.",
  cwe: [772],
  match: {
    *go(subject) {
      const accepts = (origin: string | null): boolean =>
        /^context\.With(?:Cancel|Timeout|Deadline)$/.test(origin ?? "");
      for (const { call, node } of callsWhere(subject, ({ origin }) => accepts(origin))) {
        const statement = node.parent()?.parent();
        const names = statement?.field("left");
        const [, cancel] = names ? namedChildren(names) : [];
        if (!statement || cancel?.text() !== "_") continue;
        yield {
          at: spanOf(statement),
          ...(call.callee.endsWith("Cancel") ? {} : { severity: "low" }),
          issue: `The function that \`${call.callee}\` returns to end the context is dropped.`,
        };
      }
    },
  },
  examples: [
    {
      language: "go",
      bad: 'package a\n\nimport (\n\t"context"\n\t"time"\n)\n\nfunc load(ctx context.Context) error {\n\tctx, _ = context.WithTimeout(ctx, time.Second)\n\treturn fetch(ctx)\n}\n',
      good: 'package a\n\nimport (\n\t"context"\n\t"time"\n)\n\nfunc load(ctx context.Context) error {\n\tctx, cancel := context.WithTimeout(ctx, time.Second)\n\tdefer cancel()\n\tvalue, _ := cache.WithTimeout(ctx, time.Second)\n\treturn fetch(context.WithValue(ctx, key, value))\n}\n',
    },
  ],
});
