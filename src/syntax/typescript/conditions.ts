/** Which conditions decide whether a TypeScript node runs. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../model/tree.js";
import { textOf } from "./ask.js";
import type { Branch } from "../branches.js";

/** Conditions of the `if`s, ternaries and short circuits around the node, innermost first. */
export function branchesAround(tree: TypeScriptTree, node: ts.Node): readonly Branch[] {
  const found: Branch[] = [];
  for (let child = node; !tree.ts.isSourceFile(child); child = child.parent) {
    const branch = branchOf(tree, child);
    if (branch) found.push(branch);
  }
  return found;
}

function branchOf(tree: TypeScriptTree, child: ts.Node): Branch | undefined {
  const { ts } = tree;
  const { parent } = child;
  if (ts.isIfStatement(parent) && child !== parent.expression)
    return { condition: textOf(tree, parent.expression), holds: child === parent.thenStatement };
  if (ts.isConditionalExpression(parent) && child !== parent.condition)
    return { condition: textOf(tree, parent.condition), holds: child === parent.whenTrue };
  if (ts.isCaseClause(parent) && child !== parent.expression)
    return { condition: textOf(tree, parent.expression), holds: true };
  const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  if (!ts.isBinaryExpression(parent) || child !== parent.right) return undefined;
  const { kind } = parent.operatorToken;
  if (![AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken].includes(kind)) return undefined;
  return { condition: textOf(tree, parent.left), holds: kind === AmpersandAmpersandToken };
}
