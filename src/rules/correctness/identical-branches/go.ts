/** `if` and `else` with the same statements in Go. */
import type { Example } from "../../../model/rule.js";
import type { Span } from "../../../model/source.js";
import type { GoTree } from "../../../model/tree.js";
import { statementsOf } from "../../../syntax/go/conditions.js";
import { spanOf } from "../../../syntax/nodes.js";

/** At least two statements: a single equal one is often a placeholder or a log line. */
export function* sameBranches(tree: GoTree): Iterable<{ readonly at: Span; readonly condition: string }> {
  for (const node of tree.nodes("if_statement")) {
    const [then, otherwise] = [node.field("consequence"), node.field("alternative")];
    if (!then || otherwise?.kind() !== "block" || node.parent()?.kind() === "if_statement") continue;
    if (statementsOf(then).length < 2 || then.text() !== otherwise.text()) continue;
    yield { at: spanOf(node), condition: node.field("condition")?.text() ?? "" };
  }
}

export const goExamples: readonly Example[] = [
  {
    language: "go",
    bad: "package a\n\nfunc run(a bool, b string) {\n\tif a {\n\t\tsend(b)\n\t\tclose(b)\n\t} else {\n\t\tsend(b)\n\t\tclose(b)\n\t}\n}\n",
    good: "package a\n\nfunc run(a, c bool, b string) {\n\tif a {\n\t\tsend(b)\n\t\tclose(b)\n\t} else if c {\n\t\tclose(b)\n\t} else {\n\t\tsend(b)\n\t\tclose(b)\n\t}\n\tif a {\n\t\tsend(b)\n\t\tclose(b)\n\t} else {\n\t\tclose(b)\n\t\tsend(b)\n\t}\n}\n",
  },
];
