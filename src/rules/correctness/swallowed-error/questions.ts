/** Attempts in TypeScript that ask a question: the value that stays when they fail is the answer. */
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
