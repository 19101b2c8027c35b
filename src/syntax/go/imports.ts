/** Reads the imports of a Go file. */
import type { SgNode } from "@ast-grep/napi";
import type { Import, ImportedName } from "../../model/outline.js";
import type { GoTree } from "../../model/tree.js";
import { spanOf } from "../nodes.js";

export function readImports(tree: GoTree): readonly Import[] {
  return tree.nodes("import_spec").map((node) => {
    const path = node.field("path");
    const module = path?.text().slice(1, -1) ?? "";
    return { module, names: readNames(node, module), span: spanOf(node), isReExport: false };
  });
}

/** `_` binds nothing and `.` binds names that only the other package knows. */
function readNames(node: SgNode, module: string): readonly ImportedName[] {
  const alias = node.field("name");
  const local = alias?.text() ?? packageName(module);
  if (local === "_" || local === ".") return [];
  const bound = alias ?? node.field("path") ?? node;
  return [{ imported: "*", local, span: spanOf(bound), isTypeOnly: false }];
}

/**
 * The name a package most likely has: its last path part without a major version (Go modules reference, "Module
 * paths": `/v2` at the end, `.v3` at gopkg.in) and without the `go-` that only repositories carry.
 */
export function packageName(module: string): string {
  const last =
    module
      .replace(/\/v\d+$/, "")
      .split("/")
      .at(-1) ?? module;
  return last
    .replace(/\.v\d+$/, "")
    .replace(/^go-|[-.]go$/g, "")
    .replaceAll("-", "_");
}
