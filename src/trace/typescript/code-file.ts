/** One file with its names bound: which declaration each identifier means, and where each declaration is used. */
import type { ts } from "ts-morph";
import type { SurveyedFile } from "../../model/survey.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { walk } from "../../syntax/typescript/ask.js";

/** What declares a name: a variable, parameter, part of a pattern, function, class, import or enum. */
export interface Binding {
  readonly name: string;
  readonly file: CodeFile;
  readonly at: ts.Identifier;
  readonly declaration: ts.Node;
}

/** Names are bound when the file is first asked; a file no value gets to costs nothing. */
export class CodeFile {
  readonly path: string;
  readonly tree: TypeScriptTree;
  readonly #identifiers = new Map<string, ts.Identifier[]>();
  readonly #scopes = new Map<ts.Node, Map<string, Binding>>();
  readonly #bound = new Map<ts.Identifier, Binding | undefined>();

  constructor(readonly surveyed: SurveyedFile & { readonly tree: TypeScriptTree }) {
    this.path = surveyed.source.path;
    this.tree = surveyed.tree;
    const { ts, root } = this.tree;
    walk(this.tree, root, (node) => {
      if (ts.isIdentifier(node)) this.#keep(node);
      else this.#declare(node);
      return undefined;
    });
  }

  /** Every identifier of this name, members included, in source order. */
  named(name: string): readonly ts.Identifier[] {
    return this.#identifiers.get(name) ?? [];
  }

  /** What an identifier that stands for a value means; undefined for globals. */
  bindingOf(identifier: ts.Identifier): Binding | undefined {
    if (this.#bound.has(identifier)) return this.#bound.get(identifier);
    const found = this.#lookUp(identifier.text, identifier);
    this.#bound.set(identifier, found);
    return found;
  }

  /** Where the binding is named other than in its declaration. */
  usesOf(binding: Binding): readonly ts.Identifier[] {
    return this.named(binding.name).filter(
      (identifier) =>
        identifier !== binding.at && this.isReference(identifier) && this.bindingOf(identifier) === binding,
    );
  }

  /** The binding a name declares where it is declared; undefined for anything but a declaration's name. */
  declaredBy(name: ts.Identifier): Binding | undefined {
    const binding = this.bindingOf(name);
    return binding?.at === name ? binding : undefined;
  }

  /** The binding of a name at the top of the file. */
  atTop(name: string): Binding | undefined {
    return this.#scopes.get(this.tree.root)?.get(name);
  }

  /** Whether the identifier stands for a value, and is neither a member's name nor a key. */
  isReference(identifier: ts.Identifier): boolean {
    const { ts } = this.tree;
    const { parent } = identifier;
    if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent))
      return !isRight(parent, identifier);
    if (ts.isBindingElement(parent)) return parent.propertyName !== identifier;
    if (ts.isPropertyAssignment(parent) || ts.isEnumMember(parent)) return parent.name !== identifier;
    if (ts.isJsxAttribute(parent) || ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent))
      return false;
    if (ts.isImportSpecifier(parent)) return parent.name === identifier;
    if (ts.isExportSpecifier(parent)) return (parent.propertyName ?? parent.name) === identifier;
    return !(ts.isClassElement(parent) || ts.isTypeElement(parent)) || parent.name !== identifier;
  }

  #keep(identifier: ts.Identifier): void {
    const list = this.#identifiers.get(identifier.text);
    if (list) list.push(identifier);
    else this.#identifiers.set(identifier.text, [identifier]);
  }

  #lookUp(name: string, from: ts.Node): Binding | undefined {
    // The parent of the root is undefined at run time, whatever its type says.
    for (let node: ts.Node | undefined = from; node; node = node.parent as ts.Node | undefined) {
      const found = this.#scopes.get(node)?.get(name);
      if (found) return found;
    }
    return undefined;
  }

  #declare(node: ts.Node): void {
    const { ts, root } = this.tree;
    if (ts.isVariableDeclaration(node)) this.#declareNames(node.name, node, this.#variableScope(node));
    else if (ts.isParameter(node)) this.#declareNames(node.name, node, node.parent);
    else if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) {
      if (node.name) this.#bind(node.name, node, this.#blockAround(node));
    } else if (ts.isFunctionExpression(node) || ts.isClassExpression(node)) {
      if (node.name) this.#bind(node.name, node, node);
    } else if (
      ts.isImportSpecifier(node) ||
      ts.isImportClause(node) ||
      ts.isNamespaceImport(node) ||
      ts.isImportEqualsDeclaration(node)
    ) {
      if (node.name) this.#bind(node.name, node, root);
    }
  }

  #declareNames(name: ts.BindingName, declaration: ts.Node, scope: ts.Node): void {
    const { ts } = this.tree;
    if (ts.isIdentifier(name)) this.#bind(name, declaration, scope);
    else
      for (const element of name.elements)
        if (ts.isBindingElement(element)) this.#declareNames(element.name, element, scope);
  }

  /** Declared again, a name stays what it was first: its uses are those of both. */
  #bind(at: ts.Identifier, declaration: ts.Node, scope: ts.Node): void {
    let names = this.#scopes.get(scope);
    if (!names) this.#scopes.set(scope, (names = new Map<string, Binding>()));
    if (!names.has(at.text)) names.set(at.text, { name: at.text, file: this, at, declaration });
  }

  #variableScope(node: ts.VariableDeclaration): ts.Node {
    const { ts } = this.tree;
    const { parent } = node;
    if (ts.isCatchClause(parent)) return parent;
    if ((parent.flags & ts.NodeFlags.BlockScoped) !== 0) return this.#blockAround(node);
    let scope: ts.Node = node;
    while (!ts.isFunctionLike(scope) && !ts.isSourceFile(scope) && !ts.isModuleBlock(scope))
      scope = scope.parent;
    return scope;
  }

  #blockAround(node: ts.Node): ts.Node {
    const { ts } = this.tree;
    let scope = node.parent;
    while (
      !ts.isBlock(scope) &&
      !ts.isSourceFile(scope) &&
      !ts.isModuleBlock(scope) &&
      !ts.isCaseBlock(scope) &&
      !ts.isFunctionLike(scope) &&
      !ts.isIterationStatement(scope, false)
    )
      scope = scope.parent;
    return scope;
  }
}

function isRight(parent: ts.PropertyAccessExpression | ts.QualifiedName, identifier: ts.Identifier): boolean {
  return "name" in parent ? parent.name === identifier : parent.right === identifier;
}
