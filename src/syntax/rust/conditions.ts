/** Reads the chains of conditions, arms and operands of a Rust file. */
import type { SgNode } from "@ast-grep/napi";
import type { RustTree } from "../../model/tree.js";
import { type Part, fold } from "../repetitions.js";
import { isInTest } from "./ask.js";
import { spanOf } from "../nodes.js";

export function partOf(node: SgNode): Part {
  return { at: spanOf(node), text: fold(node.text()) };
}

/** Conditions of each `if … else if …`, with a pattern where it has one. */
export function chainsOf(tree: RustTree): readonly (readonly Part[])[] {
  return tree
    .nodes("else_clause")
    .filter((clause) => clause.parent()?.parent()?.kind() !== "else_clause")
    .flatMap((clause) => {
      const head = clause.parent();
      return head && !isInTest(tree, head) ? [conditionsFrom(head)] : [];
    });
}

function conditionsFrom(head: SgNode): readonly Part[] {
  const parts: Part[] = [];
  for (let link: SgNode | undefined = head; link?.kind() === "if_expression";) {
    const condition = link.field("condition");
    if (condition) parts.push(partOf(condition));
    link = link
      .field("alternative")
      ?.children()
      .find((child) => child.isNamed() && child.kind() === "if_expression");
  }
  return parts;
}

/** Operands of the longest chains of `&&` and of `||`. */
export function operandChains(
  tree: RustTree,
): readonly { readonly operator: string; readonly parts: readonly Part[] }[] {
  return tree.nodes("binary_expression").flatMap((node) => {
    const operator = operatorOf(node);
    const parent = node.parent();
    const isInner = parent?.kind() === "binary_expression" && operatorOf(parent) === operator;
    if (!/^(?:&&|\|\|)$/.test(operator) || isInner || isInTest(tree, node)) return [];
    return [{ operator, parts: operands(node, operator) }];
  });
}

function operatorOf(node: SgNode): string {
  return node.field("operator")?.text() ?? "";
}

function operands(node: SgNode | null, operator: string): readonly Part[] {
  if (!node) return [];
  return node.kind() === "binary_expression" && operatorOf(node) === operator
    ? [...operands(node.field("left"), operator), ...operands(node.field("right"), operator)]
    : [partOf(node)];
}
