/** Cases that run on because they share the rest with the next one. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../../model/tree.js";
import { ownNodes, textOf } from "../../../syntax/typescript/ask.js";
import { neverCompletes } from "./endings.js";

/**
 * The case only takes a way out of its own in a branch (`if (special) return …`), or sets what the next one leaves as it is;
 * of the judged hits most were that. A value which the next case overwrites at once is told.
 */
export function isShared(
  tree: TypeScriptTree,
  clause: ts.CaseOrDefaultClause,
  next: ts.CaseOrDefaultClause,
): boolean {
  const set: string[] = [];
  if (!clause.statements.every((statement) => isPart(tree, statement, set))) return false;
  return !next.statements.some((statement) => {
    const given = assignment(tree, statement);
    if (given?.operatorToken.kind !== tree.ts.SyntaxKind.EqualsToken) return false;
    const name = textOf(tree, given.left);
    return set.includes(name) && !textOf(tree, given.right).includes(name);
  });
}

/** The steps of a machine: the case makes the next one's value that of the switch, and goes on there at once. */
export function leadsOn(
  tree: TypeScriptTree,
  clause: ts.CaseOrDefaultClause,
  next: ts.CaseOrDefaultClause,
): boolean {
  const { ts } = tree;
  const { parent } = clause.parent;
  if (!ts.isSwitchStatement(parent) || !ts.isCaseClause(next)) return false;
  const [asked, wanted] = [parent.expression, next.expression].map((node) => textOf(tree, node));
  return ownNodes(tree, clause).some(
    (node) =>
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      textOf(tree, node.left) === asked &&
      textOf(tree, node.right) === wanted,
  );
}

function isPart(tree: TypeScriptTree, statement: ts.Statement, set: string[]): boolean {
  const { ts } = tree;
  if (ts.isEmptyStatement(statement) || neverCompletes(tree, statement)) return true;
  if (ts.isBlock(statement)) return statement.statements.every((each) => isPart(tree, each, set));
  if (ts.isIfStatement(statement)) {
    const { thenStatement, elseStatement } = statement;
    return isPart(tree, thenStatement, set) && (!elseStatement || isPart(tree, elseStatement, set));
  }
  const given = assignment(tree, statement);
  if (given) set.push(textOf(tree, given.left));
  return given !== null;
}

function assignment(tree: TypeScriptTree, statement: ts.Statement): ts.BinaryExpression | null {
  const { ts } = tree;
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return null;
  const { kind } = statement.expression.operatorToken;
  const { FirstAssignment, LastAssignment } = ts.SyntaxKind;
  return kind >= FirstAssignment && kind <= LastAssignment ? statement.expression : null;
}
