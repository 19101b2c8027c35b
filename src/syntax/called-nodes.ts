/** From what the outline says of calls to their nodes, the same for every grammar whose outline has one entry a node. */
import type { SgNode } from "@ast-grep/napi";
import type { Call, Outline } from "../model/outline.js";
import type { GrammarTree } from "../model/tree.js";

export interface CalledNode {
  readonly call: Call;
  readonly node: SgNode;
}

export interface Called {
  readonly tree: GrammarTree;
  readonly outline: Outline;
}

/**
 * Calls the predicate accepts; it sees the outline's facts, which are cheaper to ask than the tree.
 * @param kind what the grammar calls a call: the outline reads its calls from these very nodes, in this order
 */
export function calledNodes(
  { tree, outline }: Called,
  kind: string,
  accepts: (call: Call) => boolean,
): readonly CalledNode[] {
  const found = outline.calls.flatMap((call, i) => (accepts(call) ? [{ call, i }] : []));
  if (found.length === 0) return [];
  const nodes = tree.nodes(kind);
  return found.flatMap(({ call, i }) => {
    const node = nodes[i];
    return node ? [{ call, node }] : [];
  });
}
