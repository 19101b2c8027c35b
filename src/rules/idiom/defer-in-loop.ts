/** A `defer` in a loop runs when the function ends, not when the pass does. */
import type { SgNode } from "@ast-grep/napi";
import { defineRule } from "../../model/rule.js";
import { calleeOf, functionKinds, namedChildren } from "../../syntax/go/ask.js";
import { statementsOf } from "../../syntax/go/conditions.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // When deferred calls run is fixed by the language; how often the loop goes round is not in the code.
  confidence: 0.8,
  judged: { right: 3, arguable: 2, wrong: 0, projects: 0 },
  title: "Deferred call in a loop",
  risk: "Nothing is released until the function ends: files, connections and locks pile up with every pass, until the system gives out no more or a lock is waited for twice.",
  fix: "Move the body of the loop into a function of its own, so that the deferred call runs after each pass, or release at the end of the pass.",
  cwe: [772],
  match: {
    *go({ tree }) {
      for (const node of tree.nodes("defer_statement")) {
        const callee = releaseOf(node);
        const loop = callee === undefined ? undefined : loopAround(node);
        if (callee === undefined || !loop || endsAtOnce(loop)) continue;
        yield {
          at: spanOf(node),
          issue: `\`${callee}\` is deferred in a loop: it runs once for each pass, but only when the whole function returns.`,
        };
      }
    },
  },
  examples: [
    {
      language: "go",
      bad: "package a\n\nfunc load(paths []string) error {\n\tfor _, path := range paths {\n\t\tfile, err := os.Open(path)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tdefer file.Close()\n\t\tread(file)\n\t}\n\treturn nil\n}\n",
      good: 'package a\n\nfunc load(paths []string) error {\n\tfor _, path := range paths {\n\t\tfunc() {\n\t\t\tfile, _ := os.Open(path)\n\t\t\tdefer file.Close()\n\t\t\tread(file)\n\t\t}()\n\t}\n\tfor _, path := range paths {\n\t\tgo func() {\n\t\t\tdefer wg.Done()\n\t\t\tread(path)\n\t\t}()\n\t}\n\tfor {\n\t\tfile, err := os.Open("a")\n\t\tif err != nil {\n\t\t\tcontinue\n\t\t}\n\t\tdefer file.Close()\n\t\treturn read(file)\n\t}\n}\n',
    },
  ],
});

/** What gives something back; other deferred calls may be meant for the end of the function. */
function releaseOf(node: SgNode): string | undefined {
  const call = namedChildren(node)[0];
  const callee = call?.kind() === "call_expression" ? calleeOf(call) : null;
  return callee !== null &&
    callee !== undefined &&
    /(?:^|\.)(?:Close|R?Unlock|Release|[cC]ancel\w*|Stop|Rollback)$/.test(callee)
    ? callee
    : undefined;
}

function loopAround(node: SgNode): SgNode | undefined {
  for (let around = node.parent(); around; around = around.parent()) {
    if (around.kind() === "for_statement") return around;
    if (functionKinds.some((kind) => kind === around.kind())) return undefined;
  }
  return undefined;
}

/** A loop that leaves after its first full pass tries again only after a failure. */
function endsAtOnce(loop: SgNode): boolean {
  const last = statementsOf(loop.field("body")).at(-1)?.kind();
  return last === "return_statement" || last === "break_statement";
}
