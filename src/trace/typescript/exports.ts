/** What a file exports: `export`, `export … from`, `module.exports` and `exports.name`. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../model/tree.js";
import { hasModifier, literalText } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";

export interface Exports {
  /** Expression, declaration or declared name by exported name; `default` for `export default`. */
  readonly named: ReadonlyMap<string, ts.Node>;
  /** What `module.exports = …` or `export = …` gives. */
  readonly whole: ts.Expression | undefined;
  /** `export { a as b } from "./x"`: by exported name; `*` as the name there is the whole module. */
  readonly passedOn: ReadonlyMap<string, { readonly module: string; readonly name: string }>;
  /** Modules of `export * from`. */
  readonly stars: readonly string[];
}

interface Draft extends Exports {
  readonly named: Map<string, ts.Node>;
  whole: ts.Expression | undefined;
  readonly passedOn: Map<string, { readonly module: string; readonly name: string }>;
  readonly stars: string[];
}

export function readExports({ tree }: CodeFile): Exports {
  const { ts } = tree;
  const draft: Draft = { named: new Map(), whole: undefined, passedOn: new Map(), stars: [] };
  for (const statement of tree.root.statements) {
    if (ts.isExportDeclaration(statement)) readDeclaration(tree, statement, draft);
    else if (ts.isExportAssignment(statement)) {
      if (statement.isExportEquals) draft.whole = statement.expression;
      else draft.named.set("default", statement.expression);
    } else if (hasModifier(tree, statement, ts.SyntaxKind.ExportKeyword))
      readStatement(tree, statement, draft);
  }
  for (const node of tree.nodes(ts.SyntaxKind.BinaryExpression)) readAssignment(tree, node, draft);
  return draft;
}

function readDeclaration(tree: TypeScriptTree, node: ts.ExportDeclaration, draft: Draft): void {
  const { ts } = tree;
  const module = literalText(tree, node.moduleSpecifier);
  const { exportClause } = node;
  if (!exportClause) {
    if (module !== null) draft.stars.push(module);
    return;
  }
  if (!ts.isNamedExports(exportClause)) {
    if (module !== null) draft.passedOn.set(exportClause.name.text, { module, name: "*" });
    return;
  }
  for (const { name, propertyName } of exportClause.elements) {
    const inner = propertyName ?? name;
    if (module !== null) draft.passedOn.set(name.text, { module, name: inner.text });
    else draft.named.set(name.text, inner);
  }
}

function readStatement(tree: TypeScriptTree, statement: ts.Statement, draft: Draft): void {
  const { ts } = tree;
  if (ts.isVariableStatement(statement)) {
    for (const { name } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name)) draft.named.set(name.text, name);
      else
        for (const element of name.elements)
          if (ts.isBindingElement(element) && ts.isIdentifier(element.name))
            draft.named.set(element.name.text, element.name);
    }
  } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    const isDefault = hasModifier(tree, statement, ts.SyntaxKind.DefaultKeyword);
    const name = isDefault ? "default" : statement.name?.text;
    if (name !== undefined) draft.named.set(name, statement);
  }
}

function readAssignment(tree: TypeScriptTree, node: ts.BinaryExpression, draft: Draft): void {
  const { ts } = tree;
  if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
  if (isModuleExports(tree, node.left)) draft.whole = node.right;
  else if (ts.isPropertyAccessExpression(node.left) && isExports(tree, node.left.expression))
    draft.named.set(node.left.name.text, node.right);
}

function isModuleExports({ ts }: TypeScriptTree, node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === "exports" &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "module"
  );
}

function isExports(tree: TypeScriptTree, node: ts.Node): boolean {
  return (tree.ts.isIdentifier(node) && node.text === "exports") || isModuleExports(tree, node);
}
