/** Reads the imports of a TypeScript or JavaScript file: `import`, `export … from` and `require`. */
import type { ts } from "ts-morph";
import type { Import, ImportedName } from "../../model/outline.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { hasModifier, literalText, spanOf } from "./ask.js";

export function readImports(tree: TypeScriptTree): readonly Import[] {
  const { ts } = tree;
  const declared = tree.root.statements.flatMap((statement): Import[] => {
    if (ts.isImportDeclaration(statement)) return readImport(tree, statement);
    if (ts.isExportDeclaration(statement)) return readReExport(tree, statement);
    if (ts.isImportEqualsDeclaration(statement)) return readImportEquals(tree, statement);
    return [];
  });
  return [...declared, ...readCalls(tree)].sort((a, b) => a.span.start - b.span.start);
}

function readImport(tree: TypeScriptTree, node: ts.ImportDeclaration): Import[] {
  const module = literalText(tree, node.moduleSpecifier);
  if (module === null) return [];
  const names = node.importClause ? clauseNames(tree, node.importClause) : [];
  return [{ module, names, span: spanOf(tree, node), isReExport: false }];
}

function clauseNames(tree: TypeScriptTree, clause: ts.ImportClause): ImportedName[] {
  const { ts } = tree;
  const isTypeOnly = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const names: ImportedName[] = [];
  if (clause.name) {
    names.push({ imported: "default", local: clause.name.text, span: spanOf(tree, clause.name), isTypeOnly });
  }
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) {
    names.push({ imported: "*", local: bindings.name.text, span: spanOf(tree, bindings.name), isTypeOnly });
  }
  if (bindings && ts.isNamedImports(bindings)) {
    for (const element of bindings.elements) {
      names.push({
        imported: (element.propertyName ?? element.name).text,
        local: element.name.text,
        span: spanOf(tree, element.name),
        isTypeOnly: isTypeOnly || element.isTypeOnly,
      });
    }
  }
  return names;
}

/** `import fs = require("fs")`; `import a = b.c` renames and imports nothing. */
function readImportEquals(tree: TypeScriptTree, node: ts.ImportEqualsDeclaration): Import[] {
  const reference = node.moduleReference;
  const module = tree.ts.isExternalModuleReference(reference)
    ? literalText(tree, reference.expression)
    : null;
  if (module === null) return [];
  const { name, isTypeOnly } = node;
  const names = [{ imported: "*", local: name.text, span: spanOf(tree, name), isTypeOnly }];
  const isReExport = hasModifier(tree, node, tree.ts.SyntaxKind.ExportKeyword);
  return [{ module, names, span: spanOf(tree, node), isReExport }];
}

function readReExport(tree: TypeScriptTree, node: ts.ExportDeclaration): Import[] {
  const module = literalText(tree, node.moduleSpecifier);
  if (module === null) return [];
  return [{ module, names: passedOnNames(tree, node), span: spanOf(tree, node), isReExport: true }];
}

function passedOnNames(
  tree: TypeScriptTree,
  { exportClause, isTypeOnly }: ts.ExportDeclaration,
): ImportedName[] {
  if (!exportClause) return [];
  if (!tree.ts.isNamedExports(exportClause)) {
    const { name } = exportClause;
    return [{ imported: "*", local: name.text, span: spanOf(tree, name), isTypeOnly }];
  }
  return exportClause.elements.map((element) => ({
    imported: (element.propertyName ?? element.name).text,
    local: element.name.text,
    span: spanOf(tree, element.name),
    isTypeOnly: isTypeOnly || element.isTypeOnly,
  }));
}

/** `require("x")` and `import("x")`, with the names a variable declaration gives them. */
function readCalls(tree: TypeScriptTree): readonly Import[] {
  const { ts } = tree;
  return tree.nodes(ts.SyntaxKind.CallExpression).flatMap((call): Import[] => {
    const callee = call.expression;
    const isRequire = ts.isIdentifier(callee) && callee.text === "require";
    const module = literalText(tree, call.arguments[0]);
    if (module === null || !(isRequire || callee.kind === ts.SyntaxKind.ImportKeyword)) return [];
    return [{ module, names: boundNames(tree, call), span: spanOf(tree, call), isReExport: false }];
  });
}

/** `const run = require("child_process").exec` */
function boundMember(tree: TypeScriptTree, member: ts.PropertyAccessExpression): readonly ImportedName[] {
  const { ts } = tree;
  const { parent } = member;
  if (!ts.isVariableDeclaration(parent) || parent.initializer !== member || !ts.isIdentifier(parent.name))
    return [];
  return [
    {
      imported: member.name.text,
      local: parent.name.text,
      span: spanOf(tree, parent.name),
      isTypeOnly: false,
    },
  ];
}

function boundNames(tree: TypeScriptTree, call: ts.CallExpression): readonly ImportedName[] {
  const { ts } = tree;
  const awaited = ts.isAwaitExpression(call.parent) ? call.parent : call;
  const declaration = awaited.parent;
  if (ts.isPropertyAccessExpression(declaration)) return boundMember(tree, declaration);
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer !== awaited) return [];
  const bound = declaration.name;
  if (ts.isIdentifier(bound)) {
    return [{ imported: "*", local: bound.text, span: spanOf(tree, bound), isTypeOnly: false }];
  }
  return bound.elements.flatMap((element) => {
    if (ts.isOmittedExpression(element) || !ts.isIdentifier(element.name)) return [];
    const imported =
      element.propertyName && ts.isIdentifier(element.propertyName) ? element.propertyName : element.name;
    return {
      imported: imported.text,
      local: element.name.text,
      span: spanOf(tree, element.name),
      isTypeOnly: false,
    };
  });
}
