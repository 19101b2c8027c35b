/** The same operand twice in one chain of `and` or `or`. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { type Hit, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { type Part, firstRepetition, fold, shorten } from "../../syntax/repetitions.js";
import { operandChains as javaChains } from "../../syntax/java/branches.js";
import { operandChains as rustChains } from "../../syntax/rust/conditions.js";
import { spanOf, textOf } from "../../syntax/typescript/ask.js";
import { chainsOf as goChains, goExamples } from "./repeated-operand/go.js";
import { spanOf as spanOfNode } from "../../syntax/nodes.js";

export default defineRule({
  severity: "low",
  // Equal text without side effects in between is a fact; whether another name was meant is not known.
  confidence: 0.85,
  judged: { right: 2, arguable: 0, wrong: 0, projects: 0 },
  title: "Operand repeated",
  risk: "Mostly another name was meant, and the case it stands for is not checked.",
  fix: "Correct the second operand, or delete it.",
  match: {
    *typescript({ tree }) {
      const { AmpersandAmpersandToken, BarBarToken } = tree.ts.SyntaxKind;
      for (const node of tree.nodes(tree.ts.SyntaxKind.BinaryExpression)) {
        const { kind } = node.operatorToken;
        if (kind !== AmpersandAmpersandToken && kind !== BarBarToken) continue;
        if (tree.ts.isBinaryExpression(node.parent) && node.parent.operatorToken.kind === kind) continue;
        yield* repetition(operandsOf(tree, node, kind), textOf(tree, node.operatorToken));
      }
    },
    *python({ tree }) {
      for (const node of tree.nodes("boolean_operator")) {
        const operator = operatorOf(node);
        const parent = node.parent();
        if (parent?.kind() === "boolean_operator" && operatorOf(parent) === operator) continue;
        yield* repetition(pythonOperands(node, operator), operator);
      }
    },
    *rust({ tree }) {
      for (const { operator, parts } of rustChains(tree)) yield* repetition(parts, operator);
    },
    *java({ tree }) {
      for (const { operands, operator } of javaChains(tree)) yield* repetition(operands, operator);
    },
    *go({ tree }) {
      for (const { operands, operator } of goChains(tree)) yield* repetition(operands, operator);
    },
  },
  examples: [
    {
      language: "javascript",
      bad: "exports.isOpen = (state) => state.ready || state.open || state.ready;\n",
      good: "exports.read = (p) => p.accept(',') || p.accept(';') || p.accept(',');\nexports.f = (x) => { if (x) { a(); b(); } else { b(); a(); } };\nexports.g = (x) => { if (x) { a(); } else { a(); } };\n",
    },
    {
      language: "python",
      bad: "def is_open(state):\n    return state.ready and state.ready\n",
      good: "def run(a):\n    match a:\n        case 1 if a.x:\n            return 1\n        case 1:\n            return 2\n        case _:\n            return a or not a\n",
    },
    {
      language: "rust",
      bad: "fn is_open(state: &State) -> bool {\n    state.is_ready() || state.open || state.is_ready()\n}\n",
      good: "fn read(p: &mut Parser, a: bool, b: bool) -> bool {\n    p.accept(',') || p.accept(';') || p.accept(',') || (a && b) || (b && a)\n}\n",
    },
    {
      language: "java",
      bad: "class Door {\n  boolean isOpen(State state) {\n    return state.ready || state.open || state.ready;\n  }\n}\n",
      good: "class Door {\n  boolean accepts(Parser p, boolean a, boolean b) {\n    return p.accept(',') || p.accept(';') || p.accept(',') || (a && b) || (!a && !b);\n  }\n}\n",
    },
    ...goExamples,
  ],
});

function* repetition(parts: readonly Part[], operator: string): Iterable<Hit> {
  const found = firstRepetition(isAnd.test(operator) ? withoutResult(parts) : parts);
  if (!found) return;
  yield {
    at: { start: found.first.at.start, end: found.again.at.end },
    issue: `\`${shorten(found.again.text)}\` stands twice in one chain of \`${operator}\`; the second adds nothing.`,
  };
}

const isAnd = /^(?:&&|and)$/;

/** `a && b && a` hands on `a` as its value: an end that repeats the beginning is meant. */
function withoutResult(operands: readonly Part[]): readonly Part[] {
  const isResult = operands.length > 2 && operands.at(-1)?.text === operands[0]?.text;
  return isResult ? operands.slice(0, -1) : operands;
}

function operandsOf(tree: TypeScriptTree, node: ts.Node, operator: ts.SyntaxKind): readonly Part[] {
  const { ts } = tree;
  return ts.isBinaryExpression(node) && node.operatorToken.kind === operator
    ? [...operandsOf(tree, node.left, operator), ...operandsOf(tree, node.right, operator)]
    : [{ at: spanOf(tree, node), text: fold(textOf(tree, node)) }];
}

function operatorOf(node: SgNode): string {
  return node.field("operator")?.text() ?? "";
}

function pythonOperands(node: SgNode | null, operator: string): readonly Part[] {
  if (!node) return [];
  return node.kind() === "boolean_operator" && operatorOf(node) === operator
    ? [...pythonOperands(node.field("left"), operator), ...pythonOperands(node.field("right"), operator)]
    : [{ at: spanOfNode(node), text: fold(node.text()) }];
}
