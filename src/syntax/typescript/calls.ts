/** Finds the nodes of TypeScript calls by what they call. */
import type { ts } from "ts-morph";
import type { Call, Outline } from "../../model/outline.js";
import type { TypeScriptTree } from "../../model/tree.js";

export interface CalledNode {
  readonly call: Call;
  readonly node: ts.CallExpression | ts.NewExpression;
}

/** Calls and `new` expressions the predicate accepts; it sees the outline's facts. */
export function callsWhere(
  { tree, outline }: { readonly tree: TypeScriptTree; readonly outline: Outline },
  accepts: (call: Call) => boolean,
): readonly CalledNode[] {
  const { SyntaxKind } = tree.ts;
  const found = outline.calls.flatMap((call, i) => (accepts(call) ? [{ call, i }] : []));
  if (found.length === 0) return [];
  // The outline reads its calls from these very nodes, in this order.
  const nodes = tree.nodes(SyntaxKind.CallExpression, SyntaxKind.NewExpression);
  return found.flatMap(({ call, i }) => {
    const node = nodes[i];
    return node ? [{ call, node }] : [];
  });
}
