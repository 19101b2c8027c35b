/** An `if` whose two branches do the same. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { type Hit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { fold, shorten } from "../../syntax/repetitions.js";
import { statementsOf as javaStatements, withoutBrackets } from "../../syntax/java/ask.js";
import { isLink } from "../../syntax/java/branches.js";
import { statementsOf } from "../../syntax/python/ask.js";
import { spanOf, textOf } from "../../syntax/typescript/ask.js";
import { elixir, elixirExamples } from "./identical-branches/elixir.js";
import { goExamples, sameBranches as sameInGo } from "./identical-branches/go.js";
import { spanOf as spanOfNode } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // The text of both branches is equal, comments included.
  confidence: 0.9,
  judged: { right: 2, arguable: 0, wrong: 0, projects: 2 },
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
          yield describe(spanOfNode(parent), parent.field("condition")?.text() ?? "");
      }
    },
    elixir,
    *rust({ tree }) {
      for (const node of tree.nodes("if_expression")) {
        if (isSameRustBlock(node)) yield describe(spanOfNode(node), node.field("condition")?.text() ?? "");
      }
    },
    *java({ tree }) {
      for (const node of tree.nodes("if_statement")) {
        const [then, other] = [node.field("consequence"), node.field("alternative")];
        if (!then || !other || isLink(node) || javaStatements(then).length < 2) continue;
        if (fold(then.text()) === fold(other.text()))
          yield describe(spanOfNode(node), withoutBrackets(node.field("condition"))?.text() ?? "");
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
    ...elixirExamples,
    {
      language: "rust",
      bad: "fn run(a: bool, b: &mut Link) {\n    if a {\n        b.send();\n        b.close();\n    } else {\n        b.send();\n        b.close();\n    }\n}\n",
      good: "fn run(a: bool, b: &mut Link) -> bool {\n    if a {\n        b.send();\n        b.close();\n    } else if b.is_open() {\n        b.close();\n        b.send();\n    } else {\n        b.send();\n        b.close();\n    }\n    if a { true } else { true }\n}\n",
    },
    {
      language: "java",
      bad: "class Post {\n  void run(boolean a, Box b) {\n    if (a) {\n      b.send();\n      b.close();\n    } else {\n      b.send();\n      b.close();\n    }\n  }\n}\n",
      good: "class Post {\n  void run(boolean a, boolean c, Box b) {\n    if (a) {\n      b.send();\n      b.close();\n    } else if (c) {\n      b.send();\n      b.close();\n    } else {\n      b.close();\n      b.send();\n    }\n    if (c) {\n      b.send();\n    } else {\n      b.send();\n    }\n  }\n}\n",
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

function isSameRustBlock(conditional: SgNode): boolean {
  const then = conditional.field("consequence");
  const other = conditional
    .field("alternative")
    ?.children()
    .find((child) => child.kind() === "block");
  if (!then || !other || conditional.parent()?.kind() === "else_clause") return false;
  return then.children().filter((child) => child.isNamed()).length >= 2 && then.text() === other.text();
}
