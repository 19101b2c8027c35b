/** The conditions under which a piece of Go code runs. */
import type { SgNode } from "@ast-grep/napi";
import { type Branch, branchOf, branchesAlong } from "../branches.js";
import { namedChildren } from "./ask.js";

/** Innermost first, up to the file. */
export function branchesAround(node: SgNode): readonly Branch[] {
  return branchesAlong(node, (around, child) => {
    if (around.kind() === "expression_case")
      return { condition: around.field("value")?.text() ?? "", holds: true };
    return around.kind() === "if_statement" ? branchOf(around, child) : null;
  });
}

/** An `if` with all its conditions, and whether a plain `else` ends it. */
export interface Chain {
  readonly links: readonly SgNode[];
  readonly otherwise: SgNode | null;
}

/** The chain that begins with this `if`; undefined for an `else if`. */
export function chainFrom(head: SgNode): Chain | undefined {
  if (head.parent()?.kind() === "if_statement") return undefined;
  const links: SgNode[] = [];
  let next: SgNode | null = head;
  for (; next?.kind() === "if_statement"; next = next.field("alternative")) links.push(next);
  return { links, otherwise: next };
}

/** Statements of a block, in order. */
export function statementsOf(block: SgNode | null): readonly SgNode[] {
  const list = block?.children().find((child) => child.kind() === "statement_list");
  return list ? namedChildren(list) : [];
}
