/** Reads the imports of a Python file, wherever in the file they stand. */
import type { SgNode } from "@ast-grep/napi";
import type { Import, ImportedName } from "../../model/outline.js";
import type { PythonTree } from "../../model/tree.js";
import { spanOf } from "../nodes.js";

export function readImports(tree: PythonTree, text: string): readonly Import[] {
  const imports = [
    ...tree.nodes("import_statement").flatMap(readImport),
    ...tree.nodes("import_from_statement").map((node) => readFromImport(node, text)),
  ];
  return imports.sort((a, b) => a.span.start - b.span.start);
}

/** `import a.b` loads `a.b` and binds `a`; `import a.b as c` binds `c` to `a.b`. */
function readImport(node: SgNode): readonly Import[] {
  return namedChildren(node).flatMap((child): Import[] => {
    const span = spanOf(node);
    if (child.kind() === "aliased_import") {
      const module = child.field("name")?.text() ?? "";
      const alias = child.field("alias") ?? child;
      const names = [{ imported: "*", local: alias.text(), span: spanOf(alias), isTypeOnly: false }];
      return [{ module, names, span, isReExport: alias.text() === module }];
    }
    const module = child.text();
    const local = module.split(".")[0] ?? module;
    const bound = { start: spanOf(child).start, end: spanOf(child).start + local.length };
    const whole = { module: local, span, isReExport: false };
    const binding = { ...whole, names: [{ imported: "*", local, span: bound, isTypeOnly: false }] };
    return local === module ? [binding] : [binding, { ...whole, module, names: [] }];
  });
}

function readFromImport(node: SgNode, text: string): Import {
  const moduleNode = node.field("module_name");
  const module = moduleNode?.text().replace(/\s+/g, "") ?? "";
  const names = namedChildren(node)
    .filter((child) => child.id() !== moduleNode?.id())
    .flatMap((child) => readName(child, isTypeChecking(node, text)));
  return {
    module,
    names,
    span: spanOf(node),
    isReExport: names.length > 0 && names.every((name) => isExplicitAlias(name, node)),
  };
}

function readName(child: SgNode, isTypeOnly: boolean): readonly ImportedName[] {
  if (child.kind() === "dotted_name") {
    return [{ imported: child.text(), local: child.text(), span: spanOf(child), isTypeOnly }];
  }
  if (child.kind() !== "aliased_import") return [];
  const alias = child.field("alias");
  const imported = child.field("name")?.text() ?? "";
  return alias ? [{ imported, local: alias.text(), span: spanOf(alias), isTypeOnly }] : [];
}

/** `from x import a as a` is how a stub or package passes a name on (PEP 484). */
function isExplicitAlias(name: ImportedName, node: SgNode): boolean {
  return name.imported === name.local && node.text().includes(`${name.local} as ${name.local}`);
}

function isTypeChecking(node: SgNode, text: string): boolean {
  const block = node.parent();
  const condition = block?.parent();
  if (block?.kind() !== "block" || condition?.kind() !== "if_statement") return false;
  const { start } = spanOf(condition);
  return /^if\s+(?:typing\.)?TYPE_CHECKING\s*:/.test(text.slice(start, start + 60));
}

function namedChildren(node: SgNode): readonly SgNode[] {
  return node.children().filter((child) => child.isNamed() && child.kind() !== "comment");
}
