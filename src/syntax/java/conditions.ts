/** Tells under which conditions a place in Java code is reached. */
import type { SgNode } from "@ast-grep/napi";
import { type Branch, branchOf, branchesAlong } from "../branches.js";

/** The conditions around a node, the innermost first, up to the top of the file. */
export function branchesAround(node: SgNode): readonly Branch[] {
  return branchesAlong(node, (around, child) =>
    /^(?:if_statement|ternary_expression)$/.test(String(around.kind())) ? branchOf(around, child) : null,
  );
}
