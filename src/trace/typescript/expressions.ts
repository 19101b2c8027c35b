/** Small questions about expressions: what they begin with, what a function gives, what a name was given. */
import type { ts } from "ts-morph";
import { type FunctionNode, isFunctionNode, walk } from "../../syntax/typescript/ask.js";
import type { Binding, CodeFile } from "./code-file.js";
import { unwrap, writtenNames } from "./things.js";

/** The identifier an expression begins with. */
export function rootOf({ tree }: CodeFile, expression: ts.Node): ts.Identifier | undefined {
  const { ts } = tree;
  let node = unwrap(tree, expression);
  while (
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isNewExpression(node)
  )
    node = unwrap(tree, node.expression);
  return ts.isIdentifier(node) ? node : undefined;
}

/** What a function gives back: the expression of an arrow, or those of its own `return`s. */
export function returnedExpressions({ tree }: CodeFile, node: FunctionNode): readonly ts.Expression[] {
  const { ts } = tree;
  const { body } = node;
  if (!body) return [];
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  walk(tree, body, (child) => {
    if (ts.isReturnStatement(child) && child.expression) found.push(child.expression);
    return isFunctionNode(tree, child) || ts.isClassLike(child) ? false : undefined;
  });
  return found;
}

/** What is assigned to the name after its declaration. */
export function assignedTo({ file, at }: Binding): readonly ts.Expression[] {
  const { ts } = file.tree;
  const binding = file.bindingOf(at);
  if (!binding) return [];
  return file.usesOf(binding).flatMap((use) => {
    const { parent } = use;
    const isTarget =
      ts.isBinaryExpression(parent) &&
      parent.left === use &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    return isTarget ? [parent.right] : [];
  });
}

export function importAround({ tree }: CodeFile, declaration: ts.Node): ts.ImportDeclaration | undefined {
  let node: ts.Node | undefined = declaration;
  while (node && !tree.ts.isImportDeclaration(node)) node = node.parent as ts.Node | undefined;
  return node;
}

export function entityNames(compiler: CodeFile["tree"]["ts"], name: ts.EntityName): readonly string[] {
  return compiler.isIdentifier(name) ? [name.text] : [...entityNames(compiler, name.left), name.right.text];
}

/** The names as written, and with a local name at their root replaced by what it was given. */
export function writtenForms(file: CodeFile, expression: ts.Node): readonly (readonly string[])[] {
  const written = writtenNames(file, expression);
  const root = rootOf(file, expression);
  const binding = root && file.bindingOf(root);
  const { ts } = file.tree;
  if (!binding || !ts.isVariableDeclaration(binding.declaration)) return [written];
  const { initializer } = binding.declaration;
  if (!initializer || !ts.isIdentifier(binding.declaration.name)) return [written];
  const replaced = writtenNames(file, initializer);
  return replaced.length === 0 ? [written] : [written, [...replaced, ...written.slice(1)]];
}
