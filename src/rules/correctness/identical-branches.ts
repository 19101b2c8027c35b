/** An `if` whose two branches do the same. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { type Hit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { fold, shorten } from "../../syntax/conditions.js";
import { spanOf as spanOfPython, statementsOf } from "../../syntax/python/ask.js";
import { spanOf, textOf } from "../../syntax/typescript/ask.js";
import { goExamples, sameBranches as sameInGo } from "./identical-branches/go.js";

export default defineRule({
  severity: "medium",
  // The text of both branches is equal, comments included.
  confidence: 0.9,
  title: "Both branches are the same",
  risk: "One branch was copied and never changed: the case it was written for is handled like the other.",
  fix: "Correct the branch that was meant to differ, or remove the condition.",
  match: {
    *typescript({ tree }) {
      for (const node of tree.nodes(tree.ts.SyntaxKind.IfStatement)) {
        if (!isSameBlock(tree, node.thenStatement, node.elseStatement)) continue;
        yield describe(spanOf(tree, node), textOf(tree, node.expression));
      }
    },
    *python({ tree }) {
      for (const node of tree.nodes("else_clause")) {
        const parent = node.parent();
        if (parent?.kind() === "if_statement" && isSameSuite(parent, node))
          yield describe(spanOfPython(parent), parent.field("condition")?.text() ?? "");
      }
    },
    *go({ tree }) {
      for (const { at, condition } of sameInGo(tree)) yield describe(at, condition);
    },
  },
  examples: [
    {
      language: "javascript",
      bad: "exports.f = (x) => {\n  if (x) {\n    open(x);\n    send(x);\n  } else {\n    open(x);\n    send(x);\n  }\n};\n",
      good: "exports.f = (x) => {\n  if (x) {\n    open(x);\n    send(x);\n  } else {\n    // The same on purpose, until the old server is gone.\n    open(x);\n    send(x);\n  }\n};\n",
    },
    {
      language: "python",
      bad: "def run(a, b):\n    if a:\n        send(b)\n        close(b)\n    else:\n        send(b)\n        close(b)\n",
      good: "def run(a, b):\n    if a:\n        send(b)\n        close(b)\n    elif b:\n        send(a)\n        close(b)\n    else:\n        send(b)\n        close(b)\n    if b:\n        send(b)\n    else:\n        send(b)\n",
    },
    ...goExamples,
  ],
});

function describe(at: Span, condition: string): Hit {
  return {
    at,
    issue: `Both branches of \`if ${shorten(fold(condition))}\` hold the same statements, so the condition decides nothing.`,
  };
}

/** At least two statements: a single equal one is often a placeholder or a log line. */
function isSameBlock(tree: TypeScriptTree, a: ts.Statement, b: ts.Statement | undefined): boolean {
  const { ts } = tree;
  if (!ts.isBlock(a) || !b || !ts.isBlock(b) || a.statements.length < 2) return false;
  return fold(textOf(tree, a)) === fold(textOf(tree, b));
}

function isSameSuite(conditional: SgNode, otherwise: SgNode): boolean {
  const [then, other] = [conditional.field("consequence"), otherwise.field("body")];
  if (!then || !other || conditional.children().some((child) => child.kind() === "elif_clause")) return false;
  return statementsOf(then).length >= 2 && then.text() === other.text();
}
