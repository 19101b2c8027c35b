/** Attempts that only look something up: the value that stays when they fail is the answer. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../../model/tree.js";

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
