/** What becomes of a drawn value in TypeScript and JavaScript: replaced at once, never asked for. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../../model/tree.js";
import { textOf } from "../../../syntax/typescript/ask.js";

/** The statement a draw stands in. */
export function statementAround({ ts }: TypeScriptTree, node: ts.Node): ts.Node {
  let around = node;
  while (!ts.isStatement(around) && !ts.isSourceFile(around.parent)) around = around.parent;
  return around;
}

/** `otp = 1234;` in the next line: the drawn value goes nowhere. */
export function isReplacedNext(tree: TypeScriptTree, node: ts.Node, name: string): boolean {
  const { ts } = tree;
  const statement = statementAround(tree, node);
  if (!ts.isBlock(statement.parent)) return false;
  const { statements } = statement.parent;
  const next = statements.find(({ pos }) => pos >= statement.end);
  if (!next || !ts.isExpressionStatement(next) || !ts.isBinaryExpression(next.expression)) return false;
  const { left, right, operatorToken } = next.expression;
  const isAssigned = operatorToken.kind === ts.SyntaxKind.EqualsToken && textOf(tree, left) === name;
  return isAssigned && ts.isLiteralExpression(right);
}

/** `function generatePassword() {…}` that nothing names again. */
export function isNeverCalled({ root }: TypeScriptTree, name: string): boolean {
  const mentions = root.text.match(new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`, "g"));
  return mentions?.length === 1 && new RegExp(`^\\s*(?:async )?function ${name}\\b`, "m").test(root.text);
}
