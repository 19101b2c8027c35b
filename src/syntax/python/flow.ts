/** Where control goes after a Python statement. */
import type { SgNode } from "@ast-grep/napi";
import { enclosingFunction } from "./ask.js";

const leaving = new Set(["return_statement", "break_statement", "raise_statement"]);

/** The statement of a block that the node is or lies in. */
export function statementAround(node: SgNode): SgNode {
  let current = node;
  for (let parent = node.parent(); parent; current = parent, parent = parent.parent()) {
    if (parent.kind() === "block" || parent.kind() === "module") return current;
  }
  return current;
}

/** True when, once the node has run, the loop is always left: a return, break or raise follows in a block inside the loop. */
export function leavesLoopAfter(node: SgNode, loop: SgNode): boolean {
  for (
    let statement = statementAround(node);
    statement.id() !== loop.id();
    statement = statementAround(parentOf(statement))
  ) {
    if (leaving.has(String(statement.kind()))) return true;
    if (statement.nextAll().some((next) => leaving.has(String(next.kind())))) return true;
    if (statement.parent()?.kind() === "module") return false;
  }
  return false;
}

function parentOf(statement: SgNode): SgNode {
  return statement.parent()?.parent() ?? statement.getRoot().root();
}

/** Names that a loop or comprehension clause binds, in source order. */
export function boundNames(target: SgNode | null): readonly string[] {
  const isPlain = target !== null && !/[.[]/.test(target.text().replace(/^\[|\]$/g, ""));
  return isPlain ? (target.text().match(/[A-Za-z_]\w*/g) ?? []) : [];
}

/** True when both nodes run in the same call of the same function. */
export function isSameScope(a: SgNode, b: SgNode): boolean {
  return enclosingFunction(a)?.id() === enclosingFunction(b)?.id();
}
