/** Finds the nodes of Java calls and `new` expressions by what they call. */
import type { SgNode } from "@ast-grep/napi";
import type { Call, Outline } from "../../model/outline.js";
import type { JavaTree } from "../../model/tree.js";
import type { CalledNode } from "../called-nodes.js";
import { spanOf } from "../nodes.js";

/** Calls the predicate accepts; it sees the outline's facts, which are cheaper to ask than the tree. */
export function callsWhere(
  { tree, outline }: { readonly tree: JavaTree; readonly outline: Outline },
  accepts: (call: Call) => boolean,
): readonly CalledNode[] {
  const found = outline.calls.filter(accepts);
  if (found.length === 0) return [];
  const nodes = nodesByPlace(tree);
  return found.flatMap((call) => {
    const node = nodes.get(`${call.span.start}-${call.span.end}`);
    return node ? [{ call, node }] : [];
  });
}

const known = new WeakMap<JavaTree, ReadonlyMap<string, SgNode>>();

/** One look at every call of a file, whichever rules ask. */
function nodesByPlace(tree: JavaTree): ReadonlyMap<string, SgNode> {
  const before = known.get(tree);
  if (before) return before;
  const nodes = ["method_invocation", "object_creation_expression"].flatMap((kind) => tree.nodes(kind));
  const places = new Map(
    nodes.map((node) => {
      const { start, end } = spanOf(node);
      return [`${start}-${end}`, node];
    }),
  );
  known.set(tree, places);
  return places;
}
