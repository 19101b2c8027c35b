/** Which way through a Python statement a node lies on, and whether that way comes back. */
import type { SgNode } from "@ast-grep/napi";
import type { Arm } from "../interleaving.js";
import { ancestor, spanOf } from "../nodes.js";

const branchKinds: ReadonlyMap<string, string> = new Map([
  ["if_statement", "if_statement"],
  ["elif_clause", "if_statement"],
  ["else_clause", "if_statement"],
  ["except_clause", "try_statement"],
  ["case_clause", "match_statement"],
]);

/** The arm the node is, when it is one: a branch, a handler, or a statement that leaves. */
export function armOf(node: SgNode, parent: SgNode): Arm | undefined {
  const kind = String(node.kind());
  const span = spanOf(node);
  if (kind === "return_statement" || kind === "raise_statement") return { span, whole: span, leaves: true };
  const wholeKind = kind === "block" ? branchKinds.get(String(parent.kind())) : undefined;
  if (wholeKind === undefined) return undefined;
  const whole = parent.kind() === wholeKind ? parent : ancestor(parent, wholeKind, "function_definition");
  return whole?.kind() === wholeKind ? { span, whole: spanOf(whole), leaves: leaves(node) } : undefined;
}

/** True when the block always leaves the code around it. */
export function leaves(block: SgNode): boolean {
  const last = block.children().findLast((child) => child.isNamed() && child.kind() !== "comment");
  return /^(?:return|raise|continue|break)_statement$/.test(String(last?.kind()));
}
