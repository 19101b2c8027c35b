/** Finds the uses of a name that a value given to it reaches. */
import type { ts } from "ts-morph";
import { type FunctionNode, ancestor, isFunctionNode, isWithin } from "../../syntax/typescript/ask.js";
import type { Binding, CodeFile } from "./code-file.js";

/**
 * Uses after the place where the value is given, until the name is always given another. In another function than the
 * place, and in a loop around it, order says nothing.
 */
export function usesAfter(binding: Binding, place: ts.Node): readonly ts.Identifier[] {
  const { file } = binding;
  const uses = file.usesOf(binding);
  const later = uses.filter((use) => isReplacement(file, use) && use.pos >= place.end);
  return uses.filter(
    (use) =>
      !isReplacement(file, use) &&
      isReached(file, place, use) &&
      !later.some((replacement) => isReplacedBy(file, replacement, use)),
  );
}

/** The name is given another value here: `name = …`. */
function isReplacement({ tree }: CodeFile, use: ts.Identifier): boolean {
  const { ts } = tree;
  const { parent } = use;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === use &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

function isReached(file: CodeFile, place: ts.Node, use: ts.Node): boolean {
  if (use.pos >= place.pos || functionAround(file, place) !== functionAround(file, use)) return true;
  const loop = ancestor(place, (node) => file.tree.ts.isIterationStatement(node, false));
  return loop !== undefined && isWithin(use, loop);
}

/** Nothing leads around the replacement: its statement stands in a block around the use, in the same function. */
function isReplacedBy(file: CodeFile, replacement: ts.Identifier, use: ts.Node): boolean {
  const { ts } = file.tree;
  const assignment = replacement.parent;
  const statement = assignment.parent;
  if (assignment.end > use.pos || !ts.isExpressionStatement(statement)) return false;
  if (functionAround(file, replacement) !== functionAround(file, use)) return false;
  return isWithin(use, statement.parent);
}

export function functionAround({ tree }: CodeFile, node: ts.Node): FunctionNode | undefined {
  return ancestor(node, (each): each is FunctionNode => isFunctionNode(tree, each));
}
