/** Reads the product's own source files into the facts that the house rules ask for. */
import { readFileSync, readdirSync } from "node:fs";
import { ts } from "ts-morph";

/** How a module comes in: for its values, for its types only, or when the line runs. */
export type ImportKind = "value" | "type" | "lazy";

export interface CodeImport {
  readonly kind: ImportKind;
  /** Room of this project, or null for a package. */
  readonly room: string | null;
  /** As written for a package; the path below src for a file of ours. */
  readonly target: string;
}

export interface CodeFunction {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
  readonly parameters: number;
}

export interface CodeFile {
  /** Below src, forward slashes. */
  readonly path: string;
  /** The folder directly below src, or the file's own name without its ending. */
  readonly room: string;
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly CodeImport[];
  readonly functions: readonly CodeFunction[];
  readonly exported: readonly string[];
  readonly passesOn: boolean;
  /** Names that the file does not bind itself, `global.member` pairs, and `*.member` for the members of anything. */
  readonly uses: ReadonlySet<string>;
}

export const root = new URL("../../", import.meta.url);

/** Every TypeScript file of a folder below the root, in path order. */
export function readCode(folder: string): readonly CodeFile[] {
  const start = new URL(`${folder}/`, root);
  return readdirSync(start, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /\.tsx?$/.test(path))
    .sort()
    .map((path) => readFacts(path, readFileSync(new URL(path, start), "utf8")));
}

/** The facts of one file given as text. */
export function readFacts(path: string, text: string): CodeFile {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const nodes = [...walk(file)];
  return {
    path,
    room: roomOf(path),
    text,
    lines: text.split("\n").length - 1,
    imports: nodes.flatMap((node) => importIn(node, path)),
    functions: nodes.flatMap((node) => functionIn(node, file)),
    exported: file.statements.flatMap(exportedNames),
    passesOn: file.statements.some((node) => ts.isExportDeclaration(node) && node.moduleSpecifier),
    uses: usesOf(nodes),
  };
}

function* walk(node: ts.Node): Iterable<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* walk(child);
}

function roomOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : path.replace(/\.tsx?$/, "");
}

function importIn(node: ts.Node, from: string): readonly CodeImport[] {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const specifier = node.moduleSpecifier;
    if (!specifier || !ts.isStringLiteral(specifier)) return [];
    return [describe(specifier.text, isTypeOnly(node) ? "type" : "value", from)];
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [specifier] = node.arguments;
    return specifier && ts.isStringLiteral(specifier) ? [describe(specifier.text, "lazy", from)] : [];
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const { literal } = node.argument;
    return ts.isStringLiteral(literal) ? [describe(literal.text, "type", from)] : [];
  }
  return [];
}

/** `import { type A, type B }` leaves nothing behind either, but only `import type` also does not load the file. */
function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  return ts.isImportDeclaration(node)
    ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    : node.isTypeOnly;
}

function describe(specifier: string, kind: ImportKind, from: string): CodeImport {
  if (!specifier.startsWith(".")) return { kind, room: null, target: specifier };
  const target = new URL(specifier, `file:///${from}`).pathname.slice(1);
  return { kind, room: roomOf(target.replace(/\.js$/, ".ts")), target };
}

function functionIn(node: ts.Node, file: ts.SourceFile): readonly CodeFunction[] {
  if (!ts.isFunctionLike(node) || !("body" in node) || !node.body) return [];
  const first = file.getLineAndCharacterOfPosition(node.getStart()).line;
  const last = file.getLineAndCharacterOfPosition(node.getEnd()).line;
  const name = node.name?.getText() ?? "<anonymous>";
  return [{ name, line: first + 1, lines: last - first + 1, parameters: node.parameters.length }];
}

function exportedNames(node: ts.Statement): readonly string[] {
  if (ts.isExportDeclaration(node)) {
    const clause = node.exportClause;
    return clause && ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [];
  }
  if (!ts.canHaveModifiers(node)) return [];
  if (!ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.map(({ name }) => name.getText());
  const { name } = node as ts.Statement & { readonly name?: ts.Identifier };
  return name ? [name.text] : [];
}

function usesOf(nodes: readonly ts.Node[]): ReadonlySet<string> {
  const bound = new Set(nodes.flatMap(boundNames));
  const isGlobal = (node: ts.Expression): node is ts.Identifier =>
    ts.isIdentifier(node) && !bound.has(node.text);
  return new Set(
    nodes.flatMap((node) => {
      if (ts.isPropertyAccessExpression(node)) {
        const { expression, name } = node;
        return [`*.${name.text}`, ...(isGlobal(expression) ? [`${expression.text}.${name.text}`] : [])];
      }
      return ts.isIdentifier(node) && isGlobal(node) && !isMemberName(node) ? [node.text] : [];
    }),
  );
}

/** Names a declaration or an import binds somewhere in the file. */
function boundNames(node: ts.Node): readonly string[] {
  const binds =
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isImportSpecifier(node) ||
    ts.isFunctionDeclaration(node);
  return binds && node.name && ts.isIdentifier(node.name) ? [node.name.text] : [];
}

/** The `b` of `a.b`, of `{ b: 1 }` and of a member's declaration names nothing outside its object. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  const isMember =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent);
  return isMember && parent.name === node;
}
