/** Reads the outline of a TypeScript or JavaScript tree: functions, definitions, imports, names, calls, comments. */
import type { ts } from "ts-morph";
import type { Call, Definition, FunctionFact, Outline, ParseError } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { measureFunctions } from "../measure.js";
import { addOffset, importOrigins, originOf } from "../names.js";
import {
  type FunctionNode,
  dottedName,
  enclosingClass,
  enclosingFunction,
  functionName,
  functionNameNode,
  functionNodes,
  hasModifier,
  isAsync,
  spanOf,
} from "./ask.js";
import { findComments } from "./comments.js";
import { readImports } from "./imports.js";

export function outlineTypeScript(tree: TypeScriptTree): Outline {
  const imports = readImports(tree);
  return {
    functions: readFunctions(tree),
    definitions: readDefinitions(tree),
    imports,
    ...readNames(
      tree,
      imports.flatMap((entry) => entry.names.map((name) => name.span)),
    ),
    calls: readCalls(tree, importOrigins(imports)),
    comments: findComments(tree),
    parseErrors: readParseErrors(tree),
  };
}

function readParseErrors(tree: TypeScriptTree): readonly ParseError[] {
  // Every source file the parser makes carries these; the field is left out of its public type.
  const { parseDiagnostics } = tree.root as ts.SourceFile & {
    readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
  };
  return (parseDiagnostics ?? []).map((diagnostic) => ({
    at: diagnostic.start,
    message: tree.ts.flattenDiagnosticMessageText(diagnostic.messageText, " "),
  }));
}

function readFunctions(tree: TypeScriptTree): readonly FunctionFact[] {
  const nodes = functionNodes(tree).filter((node) => node.body !== undefined);
  const exportedByName = namesExportedLater(tree);
  const spans = new Map(nodes.map((node) => [node, spanOf(tree, node)]));
  const measured = measureFunctions([...spans.values()], decisions(tree), controlSpans(tree));
  return [...spans].map(([node, span]) => ({
    name: functionName(tree, node),
    className: className(tree, node),
    span,
    nameSpan: spanOf(tree, functionNameNode(tree, node) ?? node.getFirstToken(tree.root) ?? node),
    bodySpan: spanOf(tree, node.body ?? node),
    parameters: node.parameters.map((parameter) => ({
      name: parameter.name.getText(tree.root),
      isTyped: parameter.type !== undefined,
      hasDefault: parameter.initializer !== undefined,
    })),
    hasReturnType: node.type !== undefined,
    isAsync: isAsync(tree, node),
    isExported: isExported(tree, node) || isExportedLater(tree, node, exportedByName),
    hasDocumentation: hasDocumentation(tree, node),
    ...(measured.get(span) ?? { complexity: 1, nesting: 0 }),
  }));
}

function className(tree: TypeScriptTree, node: FunctionNode): string | null {
  const { ts } = tree;
  const holder = ts.isPropertyDeclaration(node.parent) ? node.parent.parent : node.parent;
  return ts.isClassLike(holder) ? (holder.name?.text ?? "<anonymous>") : null;
}

/** `&&`, `||`, `??` and their assignments: the right side may not run. */
function shortCircuitKinds({ ts: { SyntaxKind } }: TypeScriptTree): readonly ts.SyntaxKind[] {
  return [
    SyntaxKind.AmpersandAmpersandToken,
    SyntaxKind.BarBarToken,
    SyntaxKind.QuestionQuestionToken,
    SyntaxKind.AmpersandAmpersandEqualsToken,
    SyntaxKind.BarBarEqualsToken,
    SyntaxKind.QuestionQuestionEqualsToken,
  ];
}

/** Offsets inside the deciding function itself: an operand may begin or end with another function. */
function decisions(tree: TypeScriptTree): readonly number[] {
  const { ts } = tree;
  const { SyntaxKind } = ts;
  const branches = tree.nodes<ts.SyntaxKind>(
    SyntaxKind.IfStatement,
    SyntaxKind.ForStatement,
    SyntaxKind.ForInStatement,
    SyntaxKind.ForOfStatement,
    SyntaxKind.WhileStatement,
    SyntaxKind.DoStatement,
    SyntaxKind.CaseClause,
    SyntaxKind.CatchClause,
  );
  const choices = tree
    .nodes<ts.SyntaxKind>(SyntaxKind.ConditionalExpression)
    .filter((node) => ts.isConditionalExpression(node));
  const shortCircuit = shortCircuitKinds(tree);
  const shortCircuits = tree
    .nodes(SyntaxKind.BinaryExpression)
    .filter(({ operatorToken }) => shortCircuit.includes(operatorToken.kind));
  return [
    ...branches.map((node) => node.getStart(tree.root)),
    ...choices.map((node) => node.questionToken.pos),
    ...shortCircuits.map((node) => node.operatorToken.pos),
  ];
}

/** Statements that nest, as `FunctionFact.nesting` counts them. */
export function controlSpans(tree: TypeScriptTree): readonly Span[] {
  const { ts } = tree;
  const { SyntaxKind } = ts;
  return tree
    .nodes<ts.SyntaxKind>(
      SyntaxKind.IfStatement,
      SyntaxKind.ForStatement,
      SyntaxKind.ForInStatement,
      SyntaxKind.ForOfStatement,
      SyntaxKind.WhileStatement,
      SyntaxKind.DoStatement,
      SyntaxKind.SwitchStatement,
      SyntaxKind.TryStatement,
    )
    .filter((node) => !(ts.isIfStatement(node.parent) && node.parent.elseStatement === node))
    .map((node) => spanOf(tree, node));
}

function isExported(tree: TypeScriptTree, node: ts.Node): boolean {
  const { ts } = tree;
  const statement = ts.isVariableDeclaration(node.parent) ? node.parent.parent.parent : node;
  return hasModifier(tree, statement, ts.SyntaxKind.ExportKeyword) || ts.isExportAssignment(node.parent);
}

/** True when a JSDoc comment stands directly before the declaration. */
function hasDocumentation(tree: TypeScriptTree, node: ts.Node): boolean {
  const holder = documentedNode(tree, node);
  const before = tree.root.text.slice(holder.pos, holder.getStart(tree.root)).trimEnd();
  return before.endsWith("*/") && before.startsWith("/**", before.lastIndexOf("/*"));
}

/** The statement or member that a comment about the function stands before. */
function documentedNode({ ts }: TypeScriptTree, node: ts.Node): ts.Node {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return parent.parent.parent;
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) return parent;
  return ts.isBinaryExpression(parent) && ts.isExpressionStatement(parent.parent) ? parent.parent : node;
}

/** Exported by an `export { name }` or `export default name` that stands apart. */
function isExportedLater(
  tree: TypeScriptTree,
  node: FunctionNode,
  exportedByName: ReadonlySet<string>,
): boolean {
  const { ts } = tree;
  const isNamed = ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node.parent);
  return isNamed && containerOf(tree, node) === null && exportedByName.has(functionName(tree, node));
}

function readDefinitions(tree: TypeScriptTree): readonly Definition[] {
  const { ts } = tree;
  const { SyntaxKind } = ts;
  const exportedByName = namesExportedLater(tree);
  const kinds: readonly [ts.SyntaxKind, Definition["kind"]][] = [
    [SyntaxKind.FunctionDeclaration, "function"],
    [SyntaxKind.MethodDeclaration, "method"],
    [SyntaxKind.ClassDeclaration, "class"],
    [SyntaxKind.VariableDeclaration, "variable"],
    [SyntaxKind.InterfaceDeclaration, "type"],
    [SyntaxKind.TypeAliasDeclaration, "type"],
    [SyntaxKind.EnumDeclaration, "type"],
  ];
  return kinds.flatMap(([kind, label]) =>
    tree.nodes<ts.SyntaxKind>(kind).flatMap((node) => {
      // All kinds listed above are declarations.
      const name = ts.getNameOfDeclaration(node as ts.Declaration);
      if (!name || !ts.isIdentifier(name)) return [];
      const container = containerOf(tree, node);
      return {
        name: name.text,
        kind: label,
        span: spanOf(tree, node),
        nameSpan: spanOf(tree, name),
        isExported:
          isExported(tree, ts.isVariableDeclaration(node) ? name : node) ||
          (container === null && exportedByName.has(name.text)),
        container,
      };
    }),
  );
}

function containerOf(tree: TypeScriptTree, node: ts.Node): string | null {
  const inClass = enclosingClass(tree, node);
  const inFunction = enclosingFunction(tree, node);
  if (inFunction && (!inClass || inFunction.pos > inClass.pos)) return functionName(tree, inFunction);
  return inClass ? (inClass.name?.text ?? "<anonymous>") : null;
}

/** Names in `export { a, b as c }` and `export default a`: exported although their declaration does not say so. */
function namesExportedLater(tree: TypeScriptTree): ReadonlySet<string> {
  const { ts } = tree;
  return new Set(
    tree.root.statements.flatMap((statement) => {
      if (ts.isExportAssignment(statement))
        return ts.isIdentifier(statement.expression) ? statement.expression.text : [];
      if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier || !statement.exportClause)
        return [];
      if (!ts.isNamedExports(statement.exportClause)) return [];
      return statement.exportClause.elements.map((element) => (element.propertyName ?? element.name).text);
    }),
  );
}

function readNames(
  tree: TypeScriptTree,
  importSpans: readonly Span[],
): Pick<Outline, "mentions" | "references"> {
  const { ts } = tree;
  const mentions = new Map<string, number[]>();
  const references = new Map<string, number[]>();
  const imported = new Set(importSpans.map((span) => span.end));
  for (const node of tree.nodes(ts.SyntaxKind.Identifier)) {
    const start = node.end - node.text.length;
    addOffset(mentions, node.text, start);
    if (!imported.has(node.end) && isReference(tree, node)) addOffset(references, node.text, start);
  }
  // The classic transform turns every tag into a call of `React`, which nothing in the text spells out.
  const [tag] = tree.nodes<ts.SyntaxKind>(
    ts.SyntaxKind.JsxElement,
    ts.SyntaxKind.JsxSelfClosingElement,
    ts.SyntaxKind.JsxFragment,
  );
  if (tag && !references.has("React")) addOffset(references, "React", tag.getStart(tree.root));
  return { mentions, references };
}

/** False for the names after a dot, keys, labels and the names being declared. */
function isReference(tree: TypeScriptTree, node: ts.Identifier): boolean {
  const { ts } = tree;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return false;
  if (ts.isExportSpecifier(parent)) return (parent.propertyName ?? parent.name) === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isJsxAttribute(parent)) return false;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isExportAssignment(parent)) return true;
  return !("name" in parent && parent.name === node);
}

function readCalls(tree: TypeScriptTree, origins: ReadonlyMap<string, string>): readonly Call[] {
  const { SyntaxKind } = tree.ts;
  return tree.nodes(SyntaxKind.CallExpression, SyntaxKind.NewExpression).map((node) => {
    const callee = dottedName(tree, node.expression);
    return {
      callee: callee ?? "<expression>",
      origin: callee === null ? null : originOf(callee, origins),
      span: spanOf(tree, node),
    };
  });
}
