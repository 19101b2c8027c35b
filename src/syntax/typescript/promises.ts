/** Tells what a TypeScript function does with the value of a call, as far as that says whether it may be a promise. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../model/tree.js";
import { ancestor, calledName, enclosingFunction, isAssignment, isFunctionNode, walk } from "./ask.js";

/**
 * `awaited`: waited for, chained on or `void`ed; `dropped`: a statement of its own; `read`: used as if it were the result;
 * `chained`: a method is called on it, which promises and builders of queries have too; `kept`: in a variable nobody
 * followed yet; `returned` and `handed`: passed on, so that others may wait for it.
 */
export type Use = "awaited" | "dropped" | "read" | "chained" | "kept" | "returned" | "handed";

export interface ValueUse {
  readonly use: Use;
  /** Where it is used so. */
  readonly at: ts.Node;
  /** The variable it is kept in. */
  readonly name?: ts.Identifier;
}

const ofPromises = /^(?:then|catch|finally)$/;
/** Functions that want the value itself and would take a promise for one. */
const wantsValue =
  /^(?:JSON\.stringify|String|Number|parseInt|parseFloat|Object\.(?:keys|values|entries|fromEntries)|Buffer\.from|new (?:Set|Map|Date|URL))$/;

/** What becomes of the value of the call. */
export function useOf(tree: TypeScriptTree, call: ts.Expression): ValueUse {
  const { ts } = tree;
  const { parent } = call;
  if (isTransparent(tree, parent)) return useOf(tree, parent);
  if (ts.isAwaitExpression(parent) || ts.isVoidExpression(parent) || ts.isYieldExpression(parent))
    return { use: "awaited", at: parent };
  if (ts.isPropertyAccessExpression(parent)) return { use: useOfMember(tree, parent), at: parent };
  if (ts.isExpressionStatement(parent)) return { use: "dropped", at: call };
  if (ts.isVariableDeclaration(parent)) return ofDeclaration(tree, parent);
  if (ts.isBinaryExpression(parent)) return ofPair(tree, parent, call);
  if (ts.isForOfStatement(parent) && parent.expression === call)
    return { use: parent.awaitModifier ? "awaited" : "read", at: call };
  if (ts.isConditionalExpression(parent) && parent.condition !== call) return useOf(tree, parent);
  if (isQuestion(tree, parent, call) || wantsText(tree, parent)) return { use: "read", at: call };
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) return { use: "returned", at: call };
  if (isInPromises(tree, call))
    return { use: ts.isArrayLiteralExpression(parent) ? "awaited" : "returned", at: call };
  return { use: isWanted(tree, parent, call) ? "read" : "handed", at: call };
}

/** The same for a variable: what the function that declares it does with it afterwards, the surest first. */
export function useOfVariable(tree: TypeScriptTree, name: ts.Identifier): ValueUse {
  const scope = enclosingFunction(tree, name) ?? tree.root;
  const uses: ValueUse[] = [];
  let isReplaced = false;
  walk(tree, scope, (node) => {
    if (isReplaced || !tree.ts.isIdentifier(node) || node.text !== name.text || node.pos <= name.pos)
      return undefined;
    if (!isReference(tree, node)) return undefined;
    // From here on it holds something else; `x = await x` waits for what it held.
    if (isTarget(tree, node))
      isReplaced = !tree.ts.isAwaitExpression((node.parent as ts.BinaryExpression).right);
    else uses.push(isCollected(tree, node) ? { use: "awaited", at: node } : useOf(tree, node));
    return undefined;
  });
  const found = surest.flatMap((kind) => uses.filter(({ use }) => use === kind));
  return found[0] ?? { use: "handed", at: name };
}

const surest = ["awaited", "read", "chained", "returned"] as const;

/** Brackets, `!` and types change nothing about a value. */
function isTransparent({ ts }: TypeScriptTree, node: ts.Node): node is ts.Expression {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node)
  );
}

function useOfMember({ ts }: TypeScriptTree, member: ts.PropertyAccessExpression): Use {
  if (ofPromises.test(member.name.text)) return "awaited";
  const isCalled = ts.isCallExpression(member.parent) && member.parent.expression === member;
  return isCalled ? "chained" : "read";
}

function ofDeclaration({ ts }: TypeScriptTree, declaration: ts.VariableDeclaration): ValueUse {
  const { name } = declaration;
  const isInUsing = (declaration.parent.flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing;
  if (isInUsing) return { use: "awaited", at: declaration };
  return ts.isIdentifier(name) ? { use: "kept", at: name, name } : { use: "read", at: name };
}

function ofPair(tree: TypeScriptTree, pair: ts.BinaryExpression, side: ts.Expression): ValueUse {
  const { ts } = tree;
  const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken, CommaToken } = ts.SyntaxKind;
  if (isAssignment(tree, pair)) {
    const isVariable = ts.isIdentifier(pair.left) && pair.right === side;
    return isVariable ? { use: "handed", at: pair.left } : { use: "handed", at: pair };
  }
  const isPassing = [AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken, CommaToken].includes(
    pair.operatorToken.kind,
  );
  if (isPassing && pair.right === side) return useOf(tree, pair);
  // `x === undefined` asks whether there is one, a promise or not.
  if (/^(?:undefined|null)$/.test(pair.right.getText(tree.root))) return { use: "handed", at: pair };
  return { use: "read", at: pair };
}

function isQuestion({ ts }: TypeScriptTree, parent: ts.Node, node: ts.Node): boolean {
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  return (
    ((ts.isIfStatement(parent) || ts.isWhileStatement(parent)) && parent.expression === node) ||
    (ts.isConditionalExpression(parent) && parent.condition === node) ||
    (ts.isElementAccessExpression(parent) && parent.expression === node)
  );
}

function wantsText({ ts }: TypeScriptTree, parent: ts.Node): boolean {
  return ts.isTemplateSpan(parent) || ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent);
}

function isWanted(tree: TypeScriptTree, parent: ts.Node, node: ts.Node): boolean {
  const { ts } = tree;
  if (ts.isCallExpression(parent) && parent.arguments[0] === node)
    return wantsValue.test(parent.expression.getText(tree.root));
  if (!ts.isNewExpression(parent) || parent.arguments?.[0] !== node) return false;
  return wantsValue.test(`new ${parent.expression.getText(tree.root)}`);
}

/** A use of the variable, not a member or key of the same name. */
function isReference({ ts }: TypeScriptTree, node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
  return !(ts.isPropertyAssignment(parent) && parent.name === node) && !ts.isVariableDeclaration(parent);
}

/** `Promise.all([a, b])`, `await Promise.race([a, timeout])`. */
function isInPromises(tree: TypeScriptTree, node: ts.Node): boolean {
  const call = callAround(tree, node);
  return call !== undefined && /^Promise\.\w+$/.test(call.expression.getText(tree.root));
}

/** A promise kept in a variable is also waited for by whoever gets a list of them. */
function isCollected(tree: TypeScriptTree, node: ts.Node): boolean {
  const call = callAround(tree, node);
  return call !== undefined && /^(?:push|add|waitUntil|after)$/.test(calledName(tree, call) ?? "");
}

function callAround(tree: TypeScriptTree, node: ts.Node): ts.CallExpression | undefined {
  const around = ancestor(node, (one) => tree.ts.isCallExpression(one) || isFunctionNode(tree, one));
  return around && tree.ts.isCallExpression(around) ? around : undefined;
}

function isTarget(tree: TypeScriptTree, node: ts.Node): boolean {
  const { parent } = node;
  return tree.ts.isBinaryExpression(parent) && parent.left === node && isAssignment(tree, parent);
}
