/** Reads the imports of a Java file. */
import type { SgNode } from "@ast-grep/napi";
import type { Import, ImportedName } from "../../model/outline.js";
import type { JavaTree } from "../../model/tree.js";
import { spanOf } from "../nodes.js";

/**
 * `import a.b.C` binds `C` to the whole of `a.b.C`, `import static a.b.C.m` binds `m` of it;
 * imports on demand (`a.b.*`) bind names that the file alone does not tell.
 */
export function readImports(tree: JavaTree): readonly Import[] {
  return tree.nodes("import_declaration").flatMap((node): readonly Import[] => {
    const path = node
      .children()
      .find((child) => ["scoped_identifier", "identifier"].includes(String(child.kind())));
    if (!path) return [];
    const children = node.children().map((child) => String(child.kind()));
    const dotted = path.text().replace(/\s+/g, "");
    const whole = { span: spanOf(node), isReExport: false };
    if (children.includes("asterisk")) return [{ ...whole, module: dotted, names: [] }];
    const name = path.field("name") ?? path;
    const binding = { local: name.text(), span: spanOf(name), isTypeOnly: false };
    return [{ ...whole, ...bound(dotted, binding, children.includes("static")) }];
  });
}

function bound(
  dotted: string,
  binding: Omit<ImportedName, "imported">,
  isStatic: boolean,
): Pick<Import, "module" | "names"> {
  if (!isStatic) return { module: dotted, names: [{ ...binding, imported: "*" }] };
  return {
    module: dotted.slice(0, Math.max(0, dotted.lastIndexOf("."))),
    names: [{ ...binding, imported: binding.local }],
  };
}

/** True for the imports that name a static member. */
export function isStaticImport(node: SgNode): boolean {
  return node.children().some((child) => child.kind() === "static");
}
