/** What an expression of a merge may come to. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../../model/tree.js";
import { textOf } from "../../../syntax/typescript/ask.js";

/** Without `!`, `as` and brackets around it. */
export function bare({ ts }: TypeScriptTree, node: ts.Expression): ts.Expression {
  let one = node;
  while (ts.isNonNullExpression(one) || ts.isAsExpression(one) || ts.isParenthesizedExpression(one))
    one = one.expression;
  return one;
}

/** What the expression may come to: both sides of `a || b` and of `which ? a : b`. */
export function choicesOf(tree: TypeScriptTree, node: ts.Expression): readonly ts.Expression[] {
  const { ts } = tree;
  const plain = bare(tree, node);
  if (ts.isConditionalExpression(plain)) return [bare(tree, plain.whenTrue), bare(tree, plain.whenFalse)];
  if (ts.isBinaryExpression(plain)) return [bare(tree, plain.left), bare(tree, plain.right)];
  return [plain];
}

/** The text without spaces, so that two ways to write a place compare equal. */
export function placeText(tree: TypeScriptTree, node: ts.Node): string {
  return textOf(tree, node).replaceAll(" ", "");
}

/** Whether the value is made here, so that it shares nothing with the caller. */
export function isFresh(text: string): boolean {
  return /^(?:\{\s*\}|\[\s*\]|Object\.create\(|new \w|structuredClone\(|\{ ?\.\.\.|\(?\{\s*\})/.test(text);
}
