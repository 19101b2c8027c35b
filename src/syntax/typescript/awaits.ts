/** Which awaits of a TypeScript function can end it with an error. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../model/tree.js";
import { isWithin, ownNodes, textOf } from "./ask.js";

/** The first `await` of the function itself that no `try … catch` and no `.catch(…)` covers. */
export function unguardedAwait(tree: TypeScriptTree, owner: ts.Node): ts.Node | undefined {
  const { ts } = tree;
  const nodes = ownNodes(tree, owner);
  const guarded = nodes.flatMap((node) =>
    ts.isTryStatement(node) && node.catchClause ? [node.tryBlock] : [],
  );
  return nodes.find(
    (node) =>
      ts.isAwaitExpression(node) &&
      !guarded.some((block) => isWithin(node, block)) &&
      !neverFails.test(textOf(tree, node)),
  );
}

/** Waiting for time to pass, and what handles its own error. */
const neverFails = /\.catch\(|\bnew Promise\b|^await (?:[\w.]+\.)?(?:sleep|delay|wait)\w*\(|setTimeout/;
