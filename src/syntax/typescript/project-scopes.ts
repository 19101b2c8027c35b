/** Reads what one TypeScript file defines and exports, as far as calls can be followed by it. */
import type { ts } from "ts-morph";
import type { Span } from "../../model/source.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { type FunctionNode, functionName, functionNodes, isAsync, isFunctionNode, spanOf } from "./ask.js";

type TypeNode = ts.ClassLikeDeclaration | ts.InterfaceDeclaration;
type MemberNode = ts.MethodSignature | ts.PropertySignature;

/** A function as far as its callers go: plain data, so that it need not be parsed again. */
export interface FunctionSketch {
  readonly name: string;
  /** Of the whole function, or of the member that only declares it. */
  readonly at: Span;
  /** An `async` function that is no generator, or one whose written type is a promise. */
  readonly isPromise: boolean;
}

export interface TypeSketch {
  /** Null for a member that is no function. */
  readonly members: readonly (readonly [name: string, member: FunctionSketch | null])[];
  /** What it extends, as written. */
  readonly parents: readonly string[];
}

/** Plain data, too. */
export interface Scope {
  /** Functions by name; `several` when the name is not the name of one alone. */
  readonly functions: readonly (readonly [name: string, found: FunctionSketch | "several"])[];
  /** Classes and interfaces, the inner ones too, in source order. */
  readonly types: readonly TypeSketch[];
  /** Those at the top by name, as places in `types`. */
  readonly named: readonly (readonly [name: string, type: number])[];
  /** Variables at the top that hold a new object, with the name of its class. */
  readonly instances: readonly (readonly [name: string, type: string])[];
  /** Names inside by names outside, where they differ: `default`, `export { a as b }`. */
  readonly exports: readonly (readonly [outside: string, inside: string])[];
}

export function readScope(tree: TypeScriptTree): Scope {
  const types = typeNodes(tree);
  return {
    functions: [...functionsOf(tree)].map(([name, found]) => [
      name,
      found === "several" ? found : sketchOf(tree, found),
    ]),
    types: types.map((node) => typeSketchOf(tree, node)),
    named: [...typesOf(tree)].map(([name, node]) => [name, types.indexOf(node)]),
    instances: [...instancesOf(tree)],
    exports: [...exportsOf(tree)],
  };
}

/** Classes and interfaces in source order. */
export function typeNodes(tree: TypeScriptTree): readonly TypeNode[] {
  const { ClassDeclaration, ClassExpression, InterfaceDeclaration } = tree.ts.SyntaxKind;
  return tree
    .nodes(ClassDeclaration, ClassExpression, InterfaceDeclaration)
    .filter((node): node is TypeNode => tree.ts.isClassLike(node) || tree.ts.isInterfaceDeclaration(node));
}

function sketchOf(tree: TypeScriptTree, node: FunctionNode): FunctionSketch {
  return { name: functionName(tree, node), at: spanOf(tree, node), isPromise: promises(tree, node) };
}

function typeSketchOf(tree: TypeScriptTree, node: TypeNode): TypeSketch {
  const { ts, root } = tree;
  const members = new Map<string, ts.ClassElement | ts.TypeElement>();
  for (const member of node.members) {
    const name = member.name?.getText(root);
    if (name === undefined) continue;
    const before = members.get(name);
    const hasBody = ts.isMethodDeclaration(member) && member.body !== undefined;
    const isBetter = hasBody && !(before && ts.isMethodDeclaration(before) && before.body);
    if (!before || isBetter) members.set(name, member);
  }
  const parents = (node.heritageClauses ?? []).flatMap(({ token, types }) =>
    token === ts.SyntaxKind.ExtendsKeyword || ts.isInterfaceDeclaration(node)
      ? types.map(({ expression }) => expression.getText(root))
      : [],
  );
  return { members: [...members].map(([name, member]) => [name, memberSketchOf(tree, member)]), parents };
}

function memberSketchOf(
  tree: TypeScriptTree,
  member: ts.ClassElement | ts.TypeElement,
): FunctionSketch | null {
  const { ts, root } = tree;
  if (ts.isMethodDeclaration(member)) return sketchOf(tree, member);
  if (ts.isPropertyDeclaration(member) && member.initializer && isFunctionNode(tree, member.initializer))
    return sketchOf(tree, member.initializer);
  if (!ts.isMethodSignature(member) && !ts.isPropertySignature(member)) return null;
  return { name: member.name.getText(root), at: spanOf(tree, member), isPromise: promises(tree, member) };
}

function promises(tree: TypeScriptTree, node: FunctionNode | MemberNode): boolean {
  const { ts, root } = tree;
  if (isFunctionNode(tree, node)) {
    if ("asteriskToken" in node && node.asteriskToken) return false;
    if (isAsync(tree, node)) return true;
  }
  if (ts.isPropertySignature(node)) return /=>\s*Promise<[^|&]*>;?$/.test(node.getText(root));
  return /^Promise<.*>$/s.test(node.type?.getText(root) ?? "");
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
