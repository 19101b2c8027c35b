/** Questions that rules and the outline ask of a TypeScript or JavaScript tree. */
import type { ts } from "ts-morph";
import type { Span } from "../../model/source.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { Latest } from "../latest.js";

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration;

/** Where the node's own text stands, without the comments and white space before it. */
export function spanOf(tree: TypeScriptTree, node: ts.Node): Span {
  return { start: node.getStart(tree.root), end: node.end };
}

export function textOf(tree: TypeScriptTree, node: ts.Node): string {
  return node.getText(tree.root);
}

export function isFunctionNode(tree: TypeScriptTree, node: ts.Node): node is FunctionNode {
  const { ts } = tree;
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isGetAccessorDeclaration(node) ||
    ts.isSetAccessorDeclaration(node)
  );
}

const functions = new Latest<TypeScriptTree, readonly FunctionNode[]>();

/** Nodes of all function-like kinds, in source order. */
export function functionNodes(tree: TypeScriptTree): readonly FunctionNode[] {
  return functions.of(tree, () => readFunctionNodes(tree));
}

function readFunctionNodes(tree: TypeScriptTree): readonly FunctionNode[] {
  const { SyntaxKind } = tree.ts;
  return tree
    .nodes<ts.SyntaxKind>(
      SyntaxKind.FunctionDeclaration,
      SyntaxKind.FunctionExpression,
      SyntaxKind.ArrowFunction,
      SyntaxKind.MethodDeclaration,
      SyntaxKind.Constructor,
      SyntaxKind.GetAccessor,
      SyntaxKind.SetAccessor,
    )
    .filter((node) => isFunctionNode(tree, node));
}

export function isAsync(tree: TypeScriptTree, node: FunctionNode): boolean {
  return hasModifier(tree, node, tree.ts.SyntaxKind.AsyncKeyword);
}

export function hasModifier(tree: TypeScriptTree, node: ts.Node, kind: ts.SyntaxKind): boolean {
  const { ts } = tree;
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((m) => m.kind === kind) ?? false);
}

/** The nearest ancestor the predicate accepts. */
export function ancestor<T extends ts.Node>(
  node: ts.Node,
  accepts: (candidate: ts.Node) => candidate is T,
): T | undefined;
export function ancestor(node: ts.Node, accepts: (candidate: ts.Node) => boolean): ts.Node | undefined;
export function ancestor(node: ts.Node, accepts: (candidate: ts.Node) => boolean): ts.Node | undefined {
  // The parent of the root is undefined at run time, whatever its type says.
  let current: ts.Node | undefined = node.parent;
  while (current && !accepts(current)) current = current.parent;
  return current;
}

export function enclosingFunction(tree: TypeScriptTree, node: ts.Node): FunctionNode | undefined {
  return ancestor(node, (candidate): candidate is FunctionNode => isFunctionNode(tree, candidate));
}

export function enclosingClass(tree: TypeScriptTree, node: ts.Node): ts.ClassLikeDeclaration | undefined {
  const { ts } = tree;
  return ancestor(node, (candidate): candidate is ts.ClassLikeDeclaration => ts.isClassLike(candidate));
}

export function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return node.pos >= outer.pos && node.end <= outer.end;
}

/** Visits the node's descendants in source order; `visit` returning false leaves that branch out. */
export function walk(tree: TypeScriptTree, node: ts.Node, visit: (node: ts.Node) => unknown): void {
  const { forEachChild } = tree.ts;
  // A list of what is still to visit instead of recursion: a long `a + b + …` is as deep as it has terms.
  const pending: ts.Node[] = [];
  const keep = (child: ts.Node): void => void pending.push(child);
  forEachChild(node, keep);
  reverseFrom(pending, 0);
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (visit(next) === false) continue;
    const kept = pending.length;
    forEachChild(next, keep);
    reverseFrom(pending, kept);
  }
}

/** The items from the index on in the opposite order, in place: a list for each node would be most of the work. */
function reverseFrom<T>(items: T[], from: number): void {
  for (let low = from, high = items.length - 1; low < high; low++, high--) {
    const item = items[low] as T;
    items[low] = items[high] as T;
    items[high] = item;
  }
}

/** Descendants that run as part of this function: nested functions are not entered. */
export function ownNodes(tree: TypeScriptTree, node: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [];
  walk(tree, node, (child) => {
    if (isFunctionNode(tree, child)) return false;
    found.push(child);
    return undefined;
  });
  return found;
}

/** Name a function goes by: its own, or that of the variable, property or assignment that holds it. */
export function functionName(tree: TypeScriptTree, node: FunctionNode): string {
  return (
    functionNameNode(tree, node)?.getText(tree.root) ??
    (tree.ts.isConstructorDeclaration(node) ? "constructor" : "<anonymous>")
  );
}

export function functionNameNode(tree: TypeScriptTree, node: FunctionNode): ts.Node | undefined {
  const { ts } = tree;
  if (node.name) return node.name;
  const parent = node.parent;
  if (
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent)
  ) {
    return parent.name;
  }
  if (!ts.isBinaryExpression(parent) || parent.right !== node || !isAssignment(tree, parent))
    return undefined;
  if (ts.isPropertyAccessExpression(parent.left)) return parent.left.name;
  return ts.isIdentifier(parent.left) ? parent.left : undefined;
}

/** `a.b.c`, `this.store.get`, `fetch`; null for a computed callee. Optional chaining and `!` are looked through. */
export function dottedName(tree: TypeScriptTree, node: ts.Node): string | null {
  const { ts } = tree;
  if (ts.isIdentifier(node)) return node.text;
  if (node.kind === ts.SyntaxKind.ThisKeyword) return "this";
  if (node.kind === ts.SyntaxKind.SuperKeyword) return "super";
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node))
    return dottedName(tree, node.expression);
  if (ts.isPropertyAccessExpression(node)) {
    const left = dottedName(tree, node.expression);
    return left === null ? null : `${left}.${node.name.text}`;
  }
  return null;
}

/** Last name of a callee: `get` for `cache.get(x)` and for `makeCache().get(x)`. */
export function calledName(tree: TypeScriptTree, call: ts.CallExpression | ts.NewExpression): string | null {
  const { ts } = tree;
  const callee = call.expression;
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : null;
}

/** True for `=`, `+=`, `??=` and their like. */
export function isAssignment(
  tree: TypeScriptTree,
  { operatorToken: { kind } }: ts.BinaryExpression,
): boolean {
  const { FirstAssignment, LastAssignment } = tree.ts.SyntaxKind;
  return kind >= FirstAssignment && kind <= LastAssignment;
}

/** Text of a string literal or a template without substitutions. */
export function literalText(tree: TypeScriptTree, node: ts.Node | undefined): string | null {
  return node && tree.ts.isStringLiteralLike(node) ? node.text : null;
}

/** Value of a named property in an object literal. */
export function propertyValue(
  tree: TypeScriptTree,
  object: ts.Node | undefined,
  name: string,
): ts.Expression | undefined {
  const { ts } = tree;
  if (!object || !ts.isObjectLiteralExpression(object)) return undefined;
  for (const property of object.properties) {
    if (!ts.isPropertyAssignment(property)) continue;
    const key = property.name;
    if ((ts.isIdentifier(key) || ts.isStringLiteralLike(key)) && key.text === name)
      return property.initializer;
  }
  return undefined;
}

/** The parts of a string that is put together: its literal pieces and the expressions between them. */
export interface StringParts {
  readonly literals: readonly string[];
  readonly expressions: readonly ts.Expression[];
}

/** Parts of a template or of a `+` chain with at least one string; null for anything else. */
export function stringParts(tree: TypeScriptTree, node: ts.Node): StringParts | null {
  const { ts } = tree;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node))
    return stringParts(tree, node.expression);
  if (ts.isStringLiteralLike(node)) return { literals: [node.text], expressions: [] };
  if (ts.isTemplateExpression(node)) {
    return {
      literals: [node.head.text, ...node.templateSpans.map((span) => span.literal.text)],
      expressions: node.templateSpans.map((span) => span.expression),
    };
  }
  return isSum(tree, node) ? sumParts(tree, node) : null;
}

function isSum({ ts }: TypeScriptTree, node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

/** From the first operand on: a sum of a thousand terms is a thousand nodes deep. */
function sumParts(tree: TypeScriptTree, node: ts.BinaryExpression): StringParts | null {
  const sums: ts.BinaryExpression[] = [];
  let first: ts.Expression = node;
  for (; isSum(tree, first); first = first.left) sums.push(first);
  return sums.reduceRight(
    (parts, sum) => joinParts(sum, parts, stringParts(tree, sum.right)),
    stringParts(tree, first),
  );
}

function joinParts(
  node: ts.BinaryExpression,
  left: StringParts | null,
  right: StringParts | null,
): StringParts | null {
  if (!left && !right) return null;
  const of = (parts: StringParts | null, expression: ts.Expression): StringParts =>
    parts ?? { literals: [], expressions: [expression] };
  const [a, b] = [of(left, node.left), of(right, node.right)];
  return { literals: [...a.literals, ...b.literals], expressions: [...a.expressions, ...b.expressions] };
}
