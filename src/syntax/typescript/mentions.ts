/** Tells what a mention of a name in TypeScript does with it: asks whether it is there, or takes that for granted. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../model/tree.js";
import { textOf } from "./ask.js";

/** "asked": something depends on whether it is there; "taken": fails when it is not; "named": neither. */
export type Mention = "asked" | "taken" | "named";

const index = new WeakMap<TypeScriptTree, ReadonlyMap<string, readonly ts.Identifier[]>>();

/** Identifiers of the file with this text that stand for a value of that name, in source order. */
export function mentionsOf(tree: TypeScriptTree, name: string): readonly ts.Identifier[] {
  let byText = index.get(tree);
  if (!byText) {
    byText = indexed(tree);
    index.set(tree, byText);
  }
  return byText.get(name) ?? [];
}

function indexed(tree: TypeScriptTree): ReadonlyMap<string, readonly ts.Identifier[]> {
  const byText = new Map<string, ts.Identifier[]>();
  for (const node of tree.nodes(tree.ts.SyntaxKind.Identifier)) {
    if (isMemberName(tree, node)) continue;
    const same = byText.get(node.text);
    if (same) same.push(node);
    else byText.set(node.text, [node]);
  }
  return byText;
}

function isMemberName({ ts }: TypeScriptTree, node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ((ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node) ||
    ts.isJsxAttribute(parent)
  );
}

/** @param node a name, or a path such as `req.user` */
export function mentionAt(tree: TypeScriptTree, node: ts.Expression): Mention {
  const { ts } = tree;
  const inner = outermost(tree, node);
  const { parent } = inner;
  if (ts.isNonNullExpression(parent)) return "asked";
  if (
    (ts.isPropertyAccessExpression(parent) ||
      ts.isElementAccessExpression(parent) ||
      ts.isCallExpression(parent)) &&
    parent.expression === inner
  )
    return parent.questionDotToken || saysWhether(tree, parent) ? "asked" : "taken";
  if (ts.isForOfStatement(parent) && parent.expression === inner) return "taken";
  if (ts.isVariableDeclaration(parent) && parent.initializer === inner)
    return ts.isIdentifier(parent.name) ? "named" : "taken";
  return isAsked(tree, inner) ? "asked" : "named";
}

/** `result.ok`, `parsed.success`: an answer that is always there and says whether there is more. */
function saysWhether({ ts }: TypeScriptTree, node: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    /^(?:ok|success|error|errors|status|length|size|failed|valid|isValid|done|type|kind)$/.test(
      node.name.text,
    )
  );
}

/** Without the brackets and type assertions around it. */
function outermost(tree: TypeScriptTree, node: ts.Expression): ts.Expression {
  const { ts } = tree;
  const { parent } = node;
  const isWrapped =
    ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent);
  return isWrapped ? outermost(tree, parent) : node;
}

const checks = /^(?:is|has|assert|check|ensure|valid|require|expect|invariant|authori[sz]e|can|must)/i;

function isAsked(tree: TypeScriptTree, node: ts.Expression): boolean {
  const { ts } = tree;
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return isQuestion(tree, parent) || parent.left === node;
  if (ts.isPrefixUnaryExpression(parent) || ts.isTypeOfExpression(parent) || ts.isSwitchStatement(parent))
    return true;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (!ts.isCallExpression(parent)) return false;
  // A call of which nothing is wanted but that it passes, or whose name says that it looks.
  const name = textOf(tree, parent.expression);
  return (
    ts.isExpressionStatement(parent.parent) ||
    (ts.isAwaitExpression(parent.parent) && ts.isExpressionStatement(parent.parent.parent)) ||
    checks.test(name.slice(name.lastIndexOf(".") + 1))
  );
}

function isQuestion({ ts }: TypeScriptTree, { operatorToken: { kind } }: ts.BinaryExpression): boolean {
  const { SyntaxKind } = ts;
  return (
    kind === SyntaxKind.AmpersandAmpersandToken ||
    kind === SyntaxKind.BarBarToken ||
    kind === SyntaxKind.QuestionQuestionToken ||
    kind === SyntaxKind.InstanceOfKeyword ||
    kind === SyntaxKind.InKeyword ||
    (kind >= SyntaxKind.EqualsEqualsToken && kind <= SyntaxKind.ExclamationEqualsEqualsToken)
  );
}
