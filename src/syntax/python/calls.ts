/** Finds the nodes of Python calls by what they call. */
import type { SgNode } from "@ast-grep/napi";
import type { Call, Outline } from "../../model/outline.js";
import type { PythonTree } from "../../model/tree.js";

export interface CalledNode {
  readonly call: Call;
  readonly node: SgNode;
}

/** Calls the predicate accepts; it sees the outline's facts, which are cheaper to ask than the tree. */
export function callsWhere(
  { tree, outline }: { readonly tree: PythonTree; readonly outline: Outline },
  accepts: (call: Call) => boolean,
): readonly CalledNode[] {
  const found = outline.calls.flatMap((call, i) => (accepts(call) ? [{ call, i }] : []));
  if (found.length === 0) return [];
  // The outline reads its calls from these very nodes, in this order.
  const nodes = tree.nodes("call");
  return found.flatMap(({ call, i }) => {
    const node = nodes[i];
    return node ? [{ call, node }] : [];
  });
}
