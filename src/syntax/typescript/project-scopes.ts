/** Reads what one TypeScript file defines and exports, as far as calls can be followed by it. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../model/tree.js";
import { type FunctionNode, functionName, functionNodes, isFunctionNode } from "./ask.js";

export type TypeNode = ts.ClassLikeDeclaration | ts.InterfaceDeclaration;

export interface Scope {
  readonly path: string;
  readonly tree: TypeScriptTree;
  /** Functions by name; `several` when the name is not the name of one alone. */
  readonly functions: ReadonlyMap<string, FunctionNode | "several">;
  readonly types: ReadonlyMap<string, TypeNode>;
  /** Variables at the top that hold a new object, with the name of its class. */
  readonly instances: ReadonlyMap<string, string>;
  /** Names inside by names outside, where they differ: `default`, `export { a as b }`. */
  readonly exports: ReadonlyMap<string, string>;
  /** Types of a class's fields as written, by name. */
  fields(holder: ts.ClassLikeDeclaration): ReadonlyMap<string, string>;
}

export function readScope(path: string, tree: TypeScriptTree): Scope {
  const known = new WeakMap<ts.Node, ReadonlyMap<string, string>>();
  return {
    path,
    tree,
    functions: functionsOf(tree),
    types: typesOf(tree),
    instances: instancesOf(tree),
    exports: exportsOf(tree),
    fields(holder) {
      const fields = known.get(holder) ?? fieldsOf(tree, holder);
      known.set(holder, fields);
      return fields;
    },
  };
}

/** Plain functions, not methods: declared, held by a variable or put on `exports`. */
function functionsOf(tree: TypeScriptTree): ReadonlyMap<string, FunctionNode | "several"> {
  const { ts } = tree;
  const found = new Map<string, FunctionNode | "several">();
  for (const node of functionNodes(tree)) {
    const isHeld =
      ts.isVariableDeclaration(node.parent) ||
      (ts.isBinaryExpression(node.parent) && /^(?:module\.)?exports\./.test(node.parent.getText(tree.root)));
    if (!node.body || !(ts.isFunctionDeclaration(node) || isHeld)) continue;
    const name =
      ts.isFunctionDeclaration(node) && !node.name && isDefault(tree, node)
        ? "default"
        : functionName(tree, node);
    found.set(name, found.has(name) ? "several" : node);
  }
  return found;
}

function isDefault({ ts }: TypeScriptTree, node: ts.FunctionDeclaration): boolean {
  return ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;
}

function typesOf({ ts, root }: TypeScriptTree): ReadonlyMap<string, TypeNode> {
  const found = new Map<string, TypeNode>();
  for (const statement of root.statements) {
    if (!ts.isClassDeclaration(statement) && !ts.isInterfaceDeclaration(statement)) continue;
    const name = statement.name?.text ?? "default";
    // An interface beside a class of its name adds to it and has no bodies.
    if (!found.has(name) || ts.isClassDeclaration(statement)) found.set(name, statement);
  }
  return found;
}

function instancesOf({ ts, root }: TypeScriptTree): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const statement of root.statements) {
    if (ts.isExportAssignment(statement) && ts.isNewExpression(statement.expression))
      found.set("default", statement.expression.expression.getText(root));
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer && ts.isNewExpression(initializer) && ts.isIdentifier(name))
        found.set(name.text, initializer.expression.getText(root));
    }
  }
  return found;
}

function exportsOf(tree: TypeScriptTree): ReadonlyMap<string, string> {
  const { ts, root } = tree;
  const found = new Map<string, string>();
  for (const statement of root.statements) {
    if (ts.isExportAssignment(statement) && ts.isIdentifier(statement.expression))
      found.set("default", statement.expression.text);
    if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) {
      const isDefaultExport = ts
        .getModifiers(statement)
        ?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
      if (isDefaultExport) found.set("default", statement.name.text);
    }
    if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier && statement.exportClause)
      for (const [outside, inside] of renamed(tree, statement.exportClause)) found.set(outside, inside);
    const assigned = assignedExport(tree, statement);
    if (assigned !== undefined) {
      found.set("default", assigned);
      found.set("*", assigned);
    }
  }
  return found;
}

function renamed(
  { ts, root }: TypeScriptTree,
  clause: ts.NamedExportBindings,
): readonly (readonly [outside: string, inside: string])[] {
  if (!ts.isNamedExports(clause)) return [];
  return clause.elements.flatMap(({ name, propertyName }) =>
    propertyName ? [[name.getText(root), propertyName.getText(root)] as const] : [],
  );
}

/** `module.exports = Monitor` */
function assignedExport({ ts, root }: TypeScriptTree, statement: ts.Statement): string | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return undefined;
  const { left, right } = statement.expression;
  return left.getText(root) === "module.exports" && ts.isIdentifier(right) ? right.text : undefined;
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

/** Names of members, three words and more, that are declared with a type that is no promise or made by a call. */
export function plainMembers(tree: TypeScriptTree): readonly string[] {
  const { ts, root } = tree;
  const { MethodSignature, PropertySignature, PropertyDeclaration } = ts.SyntaxKind;
  return [MethodSignature, PropertySignature, PropertyDeclaration].flatMap((kind) =>
    tree.nodes(kind).flatMap((node) => {
      if (!ts.isMethodSignature(node) && !ts.isPropertySignature(node) && !ts.isPropertyDeclaration(node))
        return [];
      const name = node.name.getText(root);
      const isMade =
        !ts.isPropertyDeclaration(node) || (node.initializer && ts.isCallExpression(node.initializer));
      if (!isMade || !/[a-z](?:[A-Z0-9][a-z]*){2}/.test(name)) return [];
      return node.type && /\bPromise(?:Like)?</.test(node.type.getText(root)) ? [] : [name];
    }),
  );
}
