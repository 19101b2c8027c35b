/** Tells whether control comes to the end of a statement. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../../model/tree.js";
import { ownNodes, textOf } from "../../../syntax/typescript/ask.js";

export function ends(tree: TypeScriptTree, statements: readonly ts.Statement[]): boolean {
  return statements.some((statement) => neverCompletes(tree, statement));
}

/** Calls that are known not to come back. */
const finalCall =
  /^(?:await )?(?:[\w.]*\.)?(?:exit|assertNever|exhaustive\w*|fail|unreachable|throw\w*|panic|never\w*)\(/;

export function neverCompletes(tree: TypeScriptTree, statement: ts.Statement): boolean {
  const { ts } = tree;
  if (
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isBreakStatement(statement) ||
    ts.isContinueStatement(statement)
  )
    return true;
  if (ts.isExpressionStatement(statement)) return finalCall.test(textOf(tree, statement));
  if (ts.isBlock(statement)) return ends(tree, statement.statements);
  if (ts.isLabeledStatement(statement)) return neverCompletes(tree, statement.statement);
  if (ts.isIfStatement(statement)) return bothEnd(tree, statement);
  if (ts.isTryStatement(statement)) return tryEnds(tree, statement);
  if (ts.isWhileStatement(statement) || ts.isDoStatement(statement) || ts.isForStatement(statement))
    return isEndless(tree, statement);
  return ts.isSwitchStatement(statement) && switchEnds(tree, statement);
}

function bothEnd(tree: TypeScriptTree, { thenStatement, elseStatement }: ts.IfStatement): boolean {
  return (
    elseStatement !== undefined && neverCompletes(tree, thenStatement) && neverCompletes(tree, elseStatement)
  );
}

function tryEnds(tree: TypeScriptTree, { tryBlock, catchClause, finallyBlock }: ts.TryStatement): boolean {
  if (finallyBlock && neverCompletes(tree, finallyBlock)) return true;
  return neverCompletes(tree, tryBlock) && (!catchClause || neverCompletes(tree, catchClause.block));
}

function isEndless(
  tree: TypeScriptTree,
  loop: ts.WhileStatement | ts.DoStatement | ts.ForStatement,
): boolean {
  const { ts } = tree;
  const condition = ts.isForStatement(loop) ? loop.condition : loop.expression;
  const isAlways = condition === undefined || condition.kind === ts.SyntaxKind.TrueKeyword;
  return isAlways && !ownNodes(tree, loop.statement).some((node) => ts.isBreakStatement(node));
}

/** `return kind; break;`: habit writes a `break` behind every case. */
function isUnreachable(tree: TypeScriptTree, { parent, pos }: ts.BreakStatement): boolean {
  const { ts } = tree;
  const around = ts.isBlock(parent) || ts.isCaseOrDefaultClause(parent) ? parent.statements : [];
  return ends(
    tree,
    around.filter((statement) => statement.pos < pos),
  );
}

/** An inner switch with a default whose every case leaves by something else than its own `break`. */
function switchEnds(tree: TypeScriptTree, { caseBlock }: ts.SwitchStatement): boolean {
  const { ts } = tree;
  if (!caseBlock.clauses.some((clause) => ts.isDefaultClause(clause))) return false;
  if (ownNodes(tree, caseBlock).some((node) => ts.isBreakStatement(node) && !isUnreachable(tree, node)))
    return false;
  const last = caseBlock.clauses.at(-1);
  return last !== undefined && ends(tree, last.statements);
}
