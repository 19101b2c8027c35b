/** Brings the calls of an outline together with their nodes, so that rules pick by origin before they ask the tree. */
import type { ts } from "ts-morph";
import type { SgNode } from "@ast-grep/napi";
import type { Call, Outline } from "../model/outline.js";
import type { PythonTree, TypeScriptTree } from "../model/tree.js";

export interface CallAt<Node> {
  readonly call: Call;
  readonly node: Node;
}

/** Calls of a Python file that are accepted, with their nodes. */
export function pythonCalls(
  tree: PythonTree,
  outline: Outline,
  accepts: (call: Call) => boolean,
): readonly CallAt<SgNode>[] {
  return pair(() => tree.nodes("call"), outline, accepts);
}

/** Calls and `new` expressions of a TypeScript or JavaScript file that are accepted, with their nodes. */
export function typescriptCalls(
  tree: TypeScriptTree,
  outline: Outline,
  accepts: (call: Call) => boolean,
): readonly CallAt<ts.CallExpression | ts.NewExpression>[] {
  const { CallExpression, NewExpression } = tree.ts.SyntaxKind;
  return pair(() => tree.nodes(CallExpression, NewExpression), outline, accepts);
}

/** The outline lists one call a node, in the order of the nodes. */
function pair<Node>(
  nodes: () => readonly Node[],
  { calls }: Outline,
  accepts: (call: Call) => boolean,
): readonly CallAt<Node>[] {
  const accepted = calls.flatMap((call, i) => (accepts(call) ? [{ call, i }] : []));
  if (accepted.length === 0) return [];
  const all = nodes();
  return accepted.flatMap(({ call, i }) => {
    const node = all[i];
    return node === undefined ? [] : [{ call, node }];
  });
}
