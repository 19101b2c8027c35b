/** Attempts that ask a question: the value that stays when they fail is the answer. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../../model/tree.js";
import { textOf, walk } from "../../../syntax/typescript/ask.js";

/** More than this and the attempt does work that somebody will miss. */
const mostStatements = 2;

/**
 * `try { return performance.now() } catch {} return Date.now()` and `try { api = probe() } catch {} if (api) …`: what
 * runs at once, on this machine, and has its other outcome in the next line. What is waited for may fail in more ways.
 */
export function isQuestion(tree: TypeScriptTree, attempt: ts.TryStatement): boolean {
  const { ts } = tree;
  const { statements } = attempt.tryBlock;
  const last = statements.at(-1);
  const next = following(tree, attempt);
  if (!last || !next || statements.length > mostStatements || waits(tree, attempt.tryBlock)) return false;
  if (ts.isReturnStatement(last)) return ts.isReturnStatement(next);
  const name = assignedName(tree, last);
  if (name === undefined) return false;
  const asked = ts.isIfStatement(next) ? next.expression : ts.isReturnStatement(next) ? next : undefined;
  return asked !== undefined && mentions(tree, asked, name);
}

function following({ ts }: TypeScriptTree, attempt: ts.TryStatement): ts.Statement | undefined {
  const { parent } = attempt;
  if (!ts.isBlock(parent) && !ts.isSourceFile(parent)) return undefined;
  return parent.statements[parent.statements.indexOf(attempt) + 1];
}

function waits(tree: TypeScriptTree, block: ts.Block): boolean {
  let found = false;
  walk(tree, block, (node) => {
    found ||= tree.ts.isAwaitExpression(node);
    return undefined;
  });
  return found;
}

function assignedName({ ts }: TypeScriptTree, statement: ts.Statement): string | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return undefined;
  const { left, operatorToken } = statement.expression;
  const isAssignment = operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssignment && ts.isIdentifier(left) ? left.text : undefined;
}

function mentions(tree: TypeScriptTree, node: ts.Node, name: string): boolean {
  return new RegExp(`(?<![\\w$.])${name.replaceAll("$", "\\$")}(?![\\w$])`).test(textOf(tree, node));
}

/** Nothing is done in the attempt: it only declares, assigns to plain names, decides and answers. */
export function onlyLooksUp({ ts }: TypeScriptTree, block: ts.Statement): boolean {
  const isLookUp = (statement: ts.Statement): boolean => {
    if (ts.isBlock(statement)) return statement.statements.every(isLookUp);
    if (ts.isIfStatement(statement))
      return (
        isLookUp(statement.thenStatement) && (!statement.elseStatement || isLookUp(statement.elseStatement))
      );
    if (ts.isVariableStatement(statement) || ts.isReturnStatement(statement)) return true;
    if (ts.isBreakOrContinueStatement(statement)) return true;
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return false;
    return ts.isIdentifier(statement.expression.left);
  };
  return isLookUp(block);
}

/** The same in Python: no statement stands for its effect, and nothing is stored in an object. */
export function pythonOnlyLooksUp(body: SgNode): boolean {
  const effects = body.findAll({
    rule: {
      any: ["expression_statement", "with_statement", "delete_statement", "raise_statement"].map((kind) => ({
        kind,
      })),
    },
  });
  return effects.every((statement) => {
    const assignment = statement.child(0);
    return (
      statement.kind() === "expression_statement" &&
      assignment?.kind() === "assignment" &&
      /^(?:identifier|pattern_list)$/.test(String(assignment.field("left")?.kind()))
    );
  });
}
