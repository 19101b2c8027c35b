/** Which conditions decide whether a Python node runs. */
import type { SgNode } from "@ast-grep/napi";
import { isSameNode } from "./ask.js";
import type { Branch } from "../branches.js";

/** Conditions of the `if`s and conditional expressions around the node, innermost first. */
export function branchesAround(node: SgNode): readonly Branch[] {
  const found: Branch[] = [];
  for (let child = node, parent = node.parent(); parent; child = parent, parent = parent.parent()) {
    const branch = branchOf(child, parent);
    if (branch) found.push(branch);
  }
  return found;
}

function branchOf(child: SgNode, parent: SgNode): Branch | undefined {
  switch (parent.kind()) {
    case "if_statement":
    case "elif_clause": {
      const condition = parent.field("condition");
      if (!condition || isSameNode(child, condition)) return undefined;
      return { condition: condition.text(), holds: isSameNode(child, parent.field("consequence")) };
    }
    case "conditional_expression": {
      // `value if condition else other`: the grammar gives these three no names.
      const [value, condition] = parent.children().filter((part) => part.isNamed());
      if (!condition || isSameNode(child, condition)) return undefined;
      return { condition: condition.text(), holds: isSameNode(child, value) };
    }
    default:
      return undefined;
  }
}
