/** Finds the nodes of Go calls by what they call, and reads their arguments. */
import type { SgNode } from "@ast-grep/napi";
import type { Call, Outline } from "../../model/outline.js";
import type { GoTree } from "../../model/tree.js";
import { namedChildren } from "./ask.js";

export interface CalledNode {
  readonly call: Call;
  readonly node: SgNode;
}

/** Calls the predicate accepts; it sees the outline's facts, which are cheaper to ask than the tree. */
export function callsWhere(
  { tree, outline }: { readonly tree: GoTree; readonly outline: Outline },
  accepts: (call: Call) => boolean,
): readonly CalledNode[] {
  const found = outline.calls.flatMap((call, i) => (accepts(call) ? [{ call, i }] : []));
  if (found.length === 0) return [];
  // The outline reads its calls from these very nodes, in this order.
  const nodes = tree.nodes("call_expression");
  return found.flatMap(({ call, i }) => {
    const node = nodes[i];
    return node ? [{ call, node }] : [];
  });
}

/** What is passed between the parentheses, types included. */
export function argumentsOf(call: SgNode): readonly SgNode[] {
  const list = call.field("arguments");
  return list ? namedChildren(list) : [];
}

/** Content of a string literal of either kind, escapes as written; null for anything else. */
export function literalText(node: SgNode | null | undefined): string | null {
  const kind = node?.kind();
  if (kind !== "interpreted_string_literal" && kind !== "raw_string_literal") return null;
  return node?.text().slice(1, -1) ?? null;
}
