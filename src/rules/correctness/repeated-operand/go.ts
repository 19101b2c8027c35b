/** The chains of `&&` and `||` in Go. */
import type { SgNode } from "@ast-grep/napi";
import type { Example } from "../../../model/rule.js";
import type { GoTree } from "../../../model/tree.js";
import { type Part, fold } from "../../../syntax/repetitions.js";
import { spanOf } from "../../../syntax/nodes.js";

export interface OperandChain {
  readonly operands: readonly Part[];
  readonly operator: string;
}

export function* chainsOf(tree: GoTree): Iterable<OperandChain> {
  for (const node of tree.nodes("binary_expression")) {
    const operator = operatorOf(node);
    if (operator !== "&&" && operator !== "||") continue;
    const parent = node.parent();
    if (parent?.kind() === "binary_expression" && operatorOf(parent) === operator) continue;
    yield { operands: operandsOf(node, operator), operator };
  }
}

function operatorOf(node: SgNode): string {
  return node.field("operator")?.text() ?? "";
}

function operandsOf(node: SgNode | null, operator: string): readonly Part[] {
  if (!node) return [];
  return node.kind() === "binary_expression" && operatorOf(node) === operator
    ? [...operandsOf(node.field("left"), operator), ...operandsOf(node.field("right"), operator)]
    : [{ at: spanOf(node), text: fold(node.text()) }];
}

export const goExamples: readonly Example[] = [
  {
    language: "go",
    bad: "package a\n\nfunc isOpen(s State) bool {\n\treturn s.Ready || s.Open || s.Ready\n}\n",
    good: "package a\n\nfunc isOpen(s State, p *Parser) bool {\n\treturn p.accept(1) || p.accept(2) || p.accept(1) || (s.Ready && s.Open) || (s.Ready && s.Shut)\n}\n",
  },
];
