/** A jump out of `finally` drops the error on its way and replaces the result. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import * as typescript from "../../syntax/typescript/ask.js";
import { java, javaExamples } from "./return-in-finally/java.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

const issueOf = (jump: string): string =>
  `\`${jump}\` inside \`finally\` ends the clean-up early: an error that is on its way, and any earlier result, are dropped without a trace.`;

export default defineRule({
  severity: "medium",
  // What the language does is defined; that the swallowing is meant is possible, then `except` says it better.
  confidence: 0.9,
  judged: { right: 6, arguable: 8, wrong: 0, projects: 9 },
  title: "Jump out of `finally` swallows the error",
  risk: "Every exception that passes through, also an interrupt or a cancellation, disappears here and the caller takes the result for a success.",
  fix: "Leave `finally` to clean up; put the result after it, and catch the errors that are expected by name.",
  trial: {
    name: "an error in the `try` block gets out",
    arrange: "a step in the `try` block that fails",
    act: "run {it}",
    assert: "the caller gets the error",
  },
  cwe: [584],
  match: {
    *python({ tree, source }) {
      if (!source.text.includes("finally")) return;
      for (const kind of ["return_statement", "break_statement", "continue_statement"]) {
        for (const node of tree.nodes(kind)) {
          const [word = "return"] = node.text().split(/\s/);
          if (jumpsOutOfFinally(node, kind)) yield { at: spanOf(node), issue: issueOf(word) };
        }
      }
    },
    *typescript({ tree, source }) {
      if (!source.text.includes("finally")) return;
      const { SyntaxKind } = tree.ts;
      for (const { finallyBlock } of tree.nodes(SyntaxKind.TryStatement)) {
        if (!finallyBlock) continue;
        for (const jump of jumpsIn(tree, finallyBlock)) {
          const [word = "return"] = typescript.textOf(tree, jump).split(/[\s;]/);
          yield { at: typescript.spanOf(tree, jump), issue: issueOf(word) };
        }
      }
    },
    java,
  },
  examples: [
    {
      language: "python",
      bad: "def read(path):\n    text = None\n    try:\n        text = load(path)\n    finally:\n        return text\n",
      good: "def read(path):\n    try:\n        return load(path)\n    finally:\n        for part in path:\n            if not part:\n                continue\n            break\n        def after():\n            return 1\n        close(after)\n",
    },
    {
      language: "typescript",
      bad: "export function read(path: string): string | undefined {\n  let text: string | undefined;\n  try {\n    text = load(path);\n  } finally {\n    return text;\n  }\n}\n",
      good: "export function read(path: string): string {\n  try {\n    return load(path);\n  } finally {\n    for (const part of parts) {\n      if (!part) continue;\n      break;\n    }\n    later(() => {\n      return 1;\n    });\n  }\n}\n",
    },
    ...javaExamples,
  ],
});

function jumpsOutOfFinally(node: SgNode, kind: string): boolean {
  const loops = kind === "return_statement" ? [] : ["for_statement", "while_statement"];
  const around = ancestor(node, "finally_clause", "function_definition", "lambda", ...loops);
  return around?.kind() === "finally_clause";
}

function jumpsIn(tree: TypeScriptTree, block: ts.Block): readonly ts.Node[] {
  const { ts } = tree;
  return typescript.ownNodes(tree, block).filter((node) => {
    if (ts.isReturnStatement(node)) return true;
    if (!ts.isBreakStatement(node) && !ts.isContinueStatement(node)) return false;
    const target = typescript.ancestor(
      node,
      (outer) => outer === block || ts.isIterationStatement(outer, false) || ts.isSwitchStatement(outer),
    );
    return target === block && !node.label;
  });
}
