/** Tells whether a statement is the end of the way it lies on. */
import type { ts } from "ts-morph";
import type { CodeFile } from "./code-file.js";

/** Whether nothing after the statement runs once it was entered. */
export function isLeft({ tree }: CodeFile, statement: ts.Statement): boolean {
  const { ts } = tree;
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  if (!last) return false;
  if (ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isContinueStatement(last)) return true;
  if (ts.isBreakStatement(last)) return true;
  return ts.isExpressionStatement(last) && /^process\.exit\(/.test(last.getText(tree.root));
}
