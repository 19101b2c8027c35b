/** Tells under which conditions a place in Java code is reached. */
import type { SgNode } from "@ast-grep/napi";

export interface Branch {
  readonly condition: string;
  /** False in the `else` branch. */
  readonly holds: boolean;
}

/** The conditions around a node, the innermost first, up to the top of the file. */
export function branchesAround(node: SgNode): readonly Branch[] {
  const branches: Branch[] = [];
  let inner = node;
  for (let outer = node.parent(); outer; outer = outer.parent()) {
    if (/^(?:if_statement|ternary_expression)$/.test(String(outer.kind()))) {
      const isThen = outer.field("consequence")?.id() === inner.id();
      const isElse = outer.field("alternative")?.id() === inner.id();
      if (isThen || isElse)
        branches.push({ condition: outer.field("condition")?.text() ?? "", holds: isThen });
    }
    inner = outer;
  }
  return branches;
}
