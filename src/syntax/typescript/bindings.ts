/** Finds what a name stands for in a TypeScript file, without a checker. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../model/tree.js";
import { type FunctionNode, ancestor, isFunctionNode, isWithin, ownNodes } from "./ask.js";

export type Binding =
  | { readonly kind: "parameter"; readonly node: ts.ParameterDeclaration; readonly owner: FunctionNode }
  /** What is assigned to the name before it is used, in source order; `added` for `+=`. */
  | { readonly kind: "variable"; readonly given: readonly Given[] }
  /** Taken out of an object or array: `const { name } = body`. */
  | { readonly kind: "part"; readonly of: ts.Expression }
  | { readonly kind: "item"; readonly of: ts.Expression };

export interface Given {
  readonly value: ts.Expression;
  readonly isAdded: boolean;
}

const known = new WeakMap<ts.Node, readonly ts.Node[]>();

function nodesOf(tree: TypeScriptTree, scope: ts.Node): readonly ts.Node[] {
  const before = known.get(scope);
  if (before) return before;
  const nodes = ownNodes(tree, scope);
  known.set(scope, nodes);
  return nodes;
}

/** The binding of a name at the place where it is used; undefined for imports, globals and functions. */
export function bindingOf(tree: TypeScriptTree, use: ts.Identifier): Binding | undefined {
  for (let scope: ts.Node = use; ; scope = scope.parent) {
    if (isFunctionNode(tree, scope)) {
      const parameter = parameterOf(tree, scope, use.text);
      const found =
        variableIn(tree, scope, use) ?? (parameter && replacementIn(tree, scope, use)) ?? parameter;
      if (found) return found;
    }
    if (tree.ts.isSourceFile(scope)) return variableIn(tree, scope, use);
  }
}

/** What is always assigned to a parameter before the use: `limit = Number(limit)`. */
function replacementIn(tree: TypeScriptTree, scope: ts.Node, use: ts.Identifier): Binding | undefined {
  const later = nodesOf(tree, scope).flatMap((node) => assignmentTo(tree, node, use) ?? []);
  const isReplaced = later.some(({ value, isAdded }) => !isAdded && isVisible(tree, value, use));
  return isReplaced ? { kind: "variable", given: sinceReplaced(tree, later, use) } : undefined;
}

function parameterOf(tree: TypeScriptTree, owner: FunctionNode, name: string): Binding | undefined {
  const node = owner.parameters.find((parameter) => bindsName(tree, parameter.name, name));
  return node && { kind: "parameter", node, owner };
}

function bindsName(tree: TypeScriptTree, target: ts.BindingName, name: string): boolean {
  const { ts } = tree;
  if (ts.isIdentifier(target)) return target.text === name;
  return target.elements.some(
    (element) => !ts.isOmittedExpression(element) && bindsName(tree, element.name, name),
  );
}

function variableIn(tree: TypeScriptTree, scope: ts.Node, use: ts.Identifier): Binding | undefined {
  const { ts } = tree;
  const nodes = nodesOf(tree, scope);
  const declaration = nodes.findLast(
    (node): node is ts.VariableDeclaration =>
      ts.isVariableDeclaration(node) &&
      node.end <= use.pos &&
      bindsName(tree, node.name, use.text) &&
      isVisible(tree, node, use),
  );
  if (!declaration) return undefined;
  const loop = declaration.parent.parent;
  if (ts.isForOfStatement(loop)) return { kind: "item", of: loop.expression };
  const { initializer } = declaration;
  if (!ts.isIdentifier(declaration.name)) return initializer && { kind: "part", of: initializer };
  const first = initializer ? [{ value: initializer, isAdded: false }] : [];
  const later = nodes.flatMap((node) => assignmentTo(tree, node, use) ?? []);
  return { kind: "variable", given: sinceReplaced(tree, [...first, ...later], use) };
}

/** Without what a later assignment in a block around the use has replaced. */
function sinceReplaced(tree: TypeScriptTree, given: readonly Given[], use: ts.Node): readonly Given[] {
  const last = given.findLastIndex(({ value, isAdded }) => !isAdded && isVisible(tree, value, use));
  return last === -1 ? given : given.slice(last);
}

/** The block that declares the variable is around its use. */
function isVisible({ ts }: TypeScriptTree, declaration: ts.Node, use: ts.Node): boolean {
  const block = ancestor(
    declaration,
    (node) =>
      ts.isBlock(node) ||
      ts.isSourceFile(node) ||
      ts.isModuleBlock(node) ||
      ts.isCaseBlock(node) ||
      ts.isIterationStatement(node, false),
  );
  return block !== undefined && isWithin(use, block);
}

function assignmentTo({ ts }: TypeScriptTree, node: ts.Node, use: ts.Identifier): Given | undefined {
  if (!ts.isBinaryExpression(node) || !ts.isIdentifier(node.left) || node.left.text !== use.text) return;
  const { kind } = node.operatorToken;
  const isAdded = kind === ts.SyntaxKind.PlusEqualsToken;
  if (node.end > use.pos || (!isAdded && kind !== ts.SyntaxKind.EqualsToken)) return undefined;
  return { value: node.right, isAdded };
}

/** What is pushed to a list before the place: the arguments of `list.push(…)`. */
export function pushedTo(tree: TypeScriptTree, list: ts.Identifier): readonly ts.Expression[] {
  const { ts } = tree;
  return tree.nodes(ts.SyntaxKind.CallExpression).flatMap((call) => {
    const callee = call.expression;
    const isPush =
      ts.isPropertyAccessExpression(callee) &&
      /^(?:push|unshift)$/.test(callee.name.text) &&
      ts.isIdentifier(callee.expression) &&
      callee.expression.text === list.text;
    return isPush && call.pos < list.pos ? [...call.arguments] : [];
  });
}
