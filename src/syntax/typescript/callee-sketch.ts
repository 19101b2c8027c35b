/** Says in plain data what a call's callee is called on, so that other files can be asked for it without the tree. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../model/tree.js";
import { enclosingClass, isFunctionNode } from "./ask.js";
import { type Binding, bindingOf } from "./bindings.js";
import { typeNodes } from "./project-scopes.js";

/**
 * `own`: a function of the file, unless there is none of that name; `imported`: a name from another file; `member`: of a
 * class around, by its place among the types of the file; `typed`: a method of what is written as a type; `of`: a method of
 * a name that nothing in the function declares.
 */
export type Callee =
  | { readonly how: "own"; readonly name: string; readonly mayBeImported: boolean }
  | { readonly how: "imported"; readonly name: string }
  | { readonly how: "member"; readonly type: number; readonly name: string }
  | { readonly how: "typed"; readonly written: string; readonly name: string }
  | { readonly how: "of"; readonly receiver: string; readonly name: string };

/** Null for what comes from outside or stays open. */
export function calleeOf(tree: TypeScriptTree, { expression: callee }: ts.CallExpression): Callee | null {
  const { ts } = tree;
  if (ts.isIdentifier(callee)) return named(tree, callee);
  if (!ts.isPropertyAccessExpression(callee)) return null;
  const { expression, name } = callee;
  if (expression.kind === ts.SyntaxKind.ThisKeyword) {
    const holder = enclosingClass(tree, callee);
    return holder ? { how: "member", type: typeNodes(tree).indexOf(holder), name: name.text } : null;
  }
  if (ts.isIdentifier(expression)) return memberOf(tree, expression, name.text);
  return memberOfField(tree, expression, name.text);
}

function named(tree: TypeScriptTree, use: ts.Identifier): Callee | null {
  const binding = bindingOf(tree, use);
  if (binding && isImport(tree, binding)) return { how: "imported", name: use.text };
  if (binding && binding.kind !== "variable") return null;
  return { how: "own", name: use.text, mayBeImported: !binding };
}

/** `const { save } = require("./store")` binds a name like any declaration, and is an import. */
function isImport({ root }: TypeScriptTree, binding: Binding): boolean {
  if (binding.kind === "parameter" || binding.kind === "item") return false;
  const value = binding.kind === "part" ? binding.of : binding.given[0]?.value;
  return value !== undefined && /^(?:await import|require)\(/.test(value.getText(root));
}

function memberOf(tree: TypeScriptTree, receiver: ts.Identifier, name: string): Callee | null {
  const { ts, root } = tree;
  const binding = bindingOf(tree, receiver);
  if (binding?.kind === "parameter") return typed(binding.node.type?.getText(root), name);
  if (!binding || isImport(tree, binding)) return { how: "of", receiver: receiver.text, name };
  if (binding.kind !== "variable") return null;
  const [given] = binding.given;
  if (!given || binding.given.length > 1) return null;
  const declared = ts.isVariableDeclaration(given.value.parent) ? given.value.parent.type : undefined;
  return typed(declared?.getText(root) ?? classMade(tree, given.value), name);
}

function memberOfField(tree: TypeScriptTree, receiver: ts.Expression, name: string): Callee | null {
  const { ts } = tree;
  if (!ts.isPropertyAccessExpression(receiver)) return null;
  if (receiver.expression.kind !== ts.SyntaxKind.ThisKeyword) return null;
  const holder = enclosingClass(tree, receiver);
  return holder ? typed(fieldsOf(tree, holder).get(receiver.name.text), name) : null;
}

function typed(written: string | undefined, name: string): Callee | null {
  return written === undefined ? null : { how: "typed", written, name };
}

/** Declared fields, parameters of the constructor that are fields, and fields given a new object. */
function fieldsOf(tree: TypeScriptTree, holder: ts.ClassLikeDeclaration): ReadonlyMap<string, string> {
  const { ts, root } = tree;
  const found = new Map<string, string>();
  for (const member of holder.members) {
    if (ts.isPropertyDeclaration(member)) {
      const type = member.type?.getText(root) ?? classMade(tree, member.initializer);
      if (type !== undefined) found.set(member.name.getText(root), type);
    }
    if (!ts.isConstructorDeclaration(member)) continue;
    const types = new Map(
      member.parameters.flatMap(({ name, type }) => (type ? [[name.getText(root), type.getText(root)]] : [])),
    );
    for (const parameter of member.parameters) {
      const type = parameter.type?.getText(root);
      if (type !== undefined && ts.isParameterPropertyDeclaration(parameter, member))
        found.set(parameter.name.getText(root), type);
    }
    for (const [name, type] of givenIn(tree, member, types)) if (!found.has(name)) found.set(name, type);
  }
  return found;
}

function givenIn(
  tree: TypeScriptTree,
  maker: ts.ConstructorDeclaration,
  types: ReadonlyMap<string, string>,
): readonly (readonly [name: string, type: string])[] {
  const { ts, root } = tree;
  return (maker.body?.statements ?? []).flatMap((statement) => {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return [];
    const { left, right } = statement.expression;
    if (!ts.isPropertyAccessExpression(left) || left.expression.kind !== ts.SyntaxKind.ThisKeyword) return [];
    const type = classMade(tree, right) ?? types.get(right.getText(root));
    return type === undefined ? [] : [[left.name.text, type] as const];
  });
}

function classMade(tree: TypeScriptTree, value: ts.Expression | undefined): string | undefined {
  if (!value || isFunctionNode(tree, value) || !tree.ts.isNewExpression(value)) return undefined;
  return value.expression.getText(tree.root);
}
