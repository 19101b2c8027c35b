/** Questions that are the same for the nodes of every grammar read through ast-grep. */
import type { SgNode } from "@ast-grep/napi";
import type { Span } from "../model/source.js";

export function spanOf(node: SgNode): Span {
  const range = node.range();
  return { start: range.start.index, end: range.end.index };
}

/** The nearest ancestor of one of these kinds. */
export function ancestor(node: SgNode, ...kinds: readonly string[]): SgNode | undefined {
  for (let current = node.parent(); current; current = current.parent()) {
    if (kinds.includes(String(current.kind()))) return current;
  }
  return undefined;
}
