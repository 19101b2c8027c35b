/** The conditions under which a place is reached. */
import type { SgNode } from "@ast-grep/napi";

export interface Branch {
  /** As written: `opts.SkipVerify`, the value of a case. */
  readonly condition: string;
  /** False in the `else` branch. */
  readonly holds: boolean;
}

/** The branch of a node that its child stands in: null when the node is no branching, or the child its condition. */
export function branchOf(node: SgNode, child: SgNode): Branch | null {
  const isThen = node.field("consequence")?.id() === child.id();
  const isElse = node.field("alternative")?.id() === child.id();
  if (!isThen && !isElse) return null;
  return { condition: node.field("condition")?.text() ?? "", holds: isThen };
}

/** What `read` makes of each node around a node and the child on the way to it, the innermost first. */
export function branchesAlong(
  node: SgNode,
  read: (around: SgNode, child: SgNode) => Branch | null,
): readonly Branch[] {
  const branches: Branch[] = [];
  let child = node;
  for (let around = node.parent(); around; around = around.parent()) {
    const branch = read(around, child);
    if (branch) branches.push(branch);
    child = around;
  }
  return branches;
}
