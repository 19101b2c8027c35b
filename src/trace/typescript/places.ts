/** Finds the parameters and expressions that stand around a name which a framework page gives. */
import type { ts } from "ts-morph";
import { isFunctionNode } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";

/** The parameter of which the identifier is the type. */
export function typedParameter(
  { tree }: CodeFile,
  identifier: ts.Identifier,
): ts.ParameterDeclaration | undefined {
  const { ts } = tree;
  let node: ts.Node = identifier.parent;
  while (ts.isQualifiedName(node) || ts.isTypeNode(node)) node = node.parent;
  return ts.isParameter(node) && isFunctionNode(tree, node.parent) ? node : undefined;
}

/** The parameter with the decorator, or all those of a function with it. */
export function decoratedParameters(
  { tree }: CodeFile,
  identifier: ts.Identifier,
): readonly ts.ParameterDeclaration[] {
  const { ts } = tree;
  const { parent } = identifier;
  const holder = ts.isCallExpression(parent) && parent.expression === identifier ? parent.parent : parent;
  if (!ts.isDecorator(holder)) return [];
  const target: ts.Node = holder.parent;
  if (ts.isParameter(target)) return [target];
  return isFunctionNode(tree, target) ? target.parameters : [];
}

/** The identifier, the access it ends, and the call of it. */
export function expressionsOf(file: CodeFile, identifier: ts.Identifier): readonly ts.Node[] {
  const { ts } = file.tree;
  const { parent } = identifier;
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === identifier;
  if (!isMember && (!file.isReference(identifier) || file.declaredBy(identifier))) return [];
  const node: ts.Node = isMember ? parent : identifier;
  const call = node.parent;
  const isCalled = ts.isCallExpression(call) && call.expression === node;
  return isCalled ? [call] : [node];
}
