/** A parsed file, one shape a parser family. Types only: the parsers themselves load where files are parsed. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";

/** TypeScript and JavaScript: the compiler's own raw nodes, with the compiler at hand so that rules need not load it. */
export interface TypeScriptTree {
  readonly family: "typescript";
  readonly ts: typeof ts;
  readonly root: ts.SourceFile;
  /** All nodes of these kinds in source order; one walk a file, shared by all rules. */
  nodes<Kind extends ts.SyntaxKind>(...kinds: readonly Kind[]): readonly NodeOfKind<Kind>[];
}

/** A grammar read through ast-grep (Python, and the languages that follow it). */
export interface GrammarTree {
  readonly family: string;
  readonly root: SgNode;
  /** All nodes of this grammar kind in source order; asked of the parser once. */
  nodes(kind: string): readonly SgNode[];
}

export type PythonTree = GrammarTree & { readonly family: "python" };
export type GoTree = GrammarTree & { readonly family: "go" };
export type RustTree = GrammarTree & { readonly family: "rust" };
export type JavaTree = GrammarTree & { readonly family: "java" };
export type ElixirTree = GrammarTree & { readonly family: "elixir" };

/** Text without a parser: only the text rules look at it. */
export interface TextTree {
  readonly family: "text";
}

export type Tree = TypeScriptTree | PythonTree | GoTree | RustTree | JavaTree | ElixirTree | TextTree;
export type Family = Tree["family"];
export const families = [
  "typescript",
  "python",
  "go",
  "rust",
  "java",
  "elixir",
  "text",
] as const satisfies readonly Family[];

/** The node interfaces rules ask for most; other kinds come back as plain nodes. */
interface NodesByKind {
  [ts.SyntaxKind.CallExpression]: ts.CallExpression;
  [ts.SyntaxKind.NewExpression]: ts.NewExpression;
  [ts.SyntaxKind.PropertyAssignment]: ts.PropertyAssignment;
  [ts.SyntaxKind.VariableDeclaration]: ts.VariableDeclaration;
  [ts.SyntaxKind.BinaryExpression]: ts.BinaryExpression;
  [ts.SyntaxKind.TryStatement]: ts.TryStatement;
  [ts.SyntaxKind.CatchClause]: ts.CatchClause;
  [ts.SyntaxKind.IfStatement]: ts.IfStatement;
  [ts.SyntaxKind.AwaitExpression]: ts.AwaitExpression;
  [ts.SyntaxKind.RegularExpressionLiteral]: ts.RegularExpressionLiteral;
  [ts.SyntaxKind.NumericLiteral]: ts.NumericLiteral;
  [ts.SyntaxKind.StringLiteral]: ts.StringLiteral;
  [ts.SyntaxKind.TemplateExpression]: ts.TemplateExpression;
  [ts.SyntaxKind.ClassDeclaration]: ts.ClassDeclaration;
  [ts.SyntaxKind.InterfaceDeclaration]: ts.InterfaceDeclaration;
  [ts.SyntaxKind.FunctionDeclaration]: ts.FunctionDeclaration;
  [ts.SyntaxKind.FunctionExpression]: ts.FunctionExpression;
  [ts.SyntaxKind.ArrowFunction]: ts.ArrowFunction;
  [ts.SyntaxKind.MethodDeclaration]: ts.MethodDeclaration;
  [ts.SyntaxKind.Constructor]: ts.ConstructorDeclaration;
  [ts.SyntaxKind.ExpressionStatement]: ts.ExpressionStatement;
  [ts.SyntaxKind.PropertyAccessExpression]: ts.PropertyAccessExpression;
  [ts.SyntaxKind.Identifier]: ts.Identifier;
}
export type NodeOfKind<Kind extends ts.SyntaxKind> = Kind extends keyof NodesByKind
  ? NodesByKind[Kind]
  : ts.Node;
