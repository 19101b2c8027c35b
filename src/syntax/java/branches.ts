/** Reads the chains of `if … else if …` and the cases of `switch` in a Java tree. */
import type { SgNode } from "@ast-grep/napi";
import type { JavaTree } from "../../model/tree.js";
import { type Part, fold } from "../repetitions.js";
import { withoutBrackets } from "./ask.js";
import { spanOf } from "../nodes.js";

/** The conditions of each chain with at least two of them. */
export function* conditionChains(tree: JavaTree): Iterable<readonly Part[]> {
  for (const head of tree.nodes("if_statement")) {
    if (isLink(head) || head.field("alternative")?.kind() !== "if_statement") continue;
    const parts: Part[] = [];
    for (let link: SgNode | null = head; link?.kind() === "if_statement"; link = link.field("alternative"))
      parts.push(...partOf(link.field("condition")));
    yield parts;
  }
}

/** True for the `if` of an `else if`. */
export function isLink(statement: SgNode): boolean {
  const parent = statement.parent();
  return parent?.kind() === "if_statement" && parent.field("alternative")?.id() === statement.id();
}

/** The operands of each chain of `&&` or `||`, from left to right. */
export function* operandChains(
  tree: JavaTree,
): Iterable<{ readonly operator: string; readonly operands: readonly Part[] }> {
  for (const node of tree.nodes("binary_expression")) {
    const operator = operatorOf(node);
    if (operator !== "&&" && operator !== "||") continue;
    const parent = node.parent();
    if (parent?.kind() === "binary_expression" && operatorOf(parent) === operator) continue;
    yield { operator, operands: operandsOf(node, operator) };
  }
}

function operatorOf(node: SgNode): string {
  return node.field("operator")?.text() ?? "";
}

function operandsOf(node: SgNode | null, operator: string): readonly Part[] {
  if (node?.kind() !== "binary_expression" || operatorOf(node) !== operator) return partOf(node);
  return [...operandsOf(node.field("left"), operator), ...operandsOf(node.field("right"), operator)];
}

function partOf(node: SgNode | null): readonly Part[] {
  const inner = withoutBrackets(node);
  return inner ? [{ at: spanOf(inner), text: fold(inner.text()) }] : [];
}
