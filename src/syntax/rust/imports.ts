/** Reads the imports of a Rust file: `use`, `extern crate` and the modules it declares. */
import type { SgNode } from "@ast-grep/napi";
import type { Import, ImportedName } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { RustTree } from "../../model/tree.js";
import { visibilityOf } from "./ask.js";
import { ancestor, spanOf } from "../nodes.js";

export function readImports(tree: RustTree): readonly Import[] {
  const imports = [
    ...tree.nodes("use_declaration").flatMap(readUse),
    ...tree.nodes("extern_crate_declaration").flatMap(readCrate),
    ...tree.nodes("mod_item").flatMap(readModule),
  ];
  return imports.sort((a, b) => a.span.start - b.span.start);
}

/** One name of a `use`, or a whole module where `name` is missing. */
interface Leaf {
  readonly module: string;
  readonly name?: ImportedName;
}

/** Names of the same module are one import, as if each had its own line. */
function readUse(node: SgNode): readonly Import[] {
  const argument = node.field("argument");
  if (!argument) return [];
  const byModule = new Map<string, ImportedName[]>();
  for (const { module, name } of leaves(argument, "")) {
    const names = byModule.get(module) ?? [];
    if (name) names.push(name);
    byModule.set(module, names);
  }
  const rest = { span: spanOf(node), isReExport: visibilityOf(node) !== undefined };
  return [...byModule].map(([module, names]) => ({ module: seenFromFile(module, node), names, ...rest }));
}

function leaves(node: SgNode, prefix: string): readonly Leaf[] {
  switch (node.kind()) {
    case "use_list":
      return namedChildren(node).flatMap((child) => leaves(child, prefix));
    case "scoped_use_list": {
      const list = node.field("list");
      return list ? leaves(list, join(prefix, node.field("path")?.text() ?? "")) : [];
    }
    case "use_wildcard":
      return [{ module: join(prefix, namedChildren(node)[0]?.text() ?? "") }];
    case "use_as_clause":
      return [leaf(node.field("path")?.text() ?? "", prefix, node.field("alias") ?? node)];
    default:
      return [leaf(node.text(), prefix, node.field("name") ?? node)];
  }
}

/** `self` in a list and a bare crate stand for the whole module. */
function leaf(path: string, prefix: string, bound: SgNode): Leaf {
  const isSelf = path === "self" && prefix !== "";
  const whole = isSelf ? prefix : join(prefix, path);
  const [module, last] = splitLast(whole);
  const local = isSelf && bound.text() === "self" ? (last ?? module) : bound.text();
  if (local === "_") return { module: module };
  const isWhole = isSelf || last === undefined;
  const name = { imported: isWhole ? "*" : last, local, span: spanOf(bound), isTypeOnly: false };
  return { module: isWhole ? whole : module, name };
}

function join(prefix: string, path: string): string {
  const written = path.replace(/\s+/g, "").replace(/^::/, "");
  return prefix === "" ? written : `${prefix}::${written}`;
}

function splitLast(path: string): readonly [module: string, last: string | undefined] {
  const at = path.lastIndexOf("::");
  return at === -1 ? [path, undefined] : [path.slice(0, at), path.slice(at + 2)];
}

/** Inside `mod tests { … }` the word `super` means the file itself. */
function seenFromFile(module: string, node: SgNode): string {
  return ancestor(node, "mod_item") ? module.replace(/^super\b/, "self") : module;
}

function readCrate(node: SgNode): readonly Import[] {
  const [name, alias] = [node.field("name"), node.field("alias")];
  if (!name) return [];
  const bound = alias ?? name;
  return [
    whole(name.text(), { imported: "*", local: bound.text(), span: spanOf(bound), isTypeOnly: false }, node),
  ];
}

function whole(module: string, name: ImportedName, node: SgNode): Import {
  return { module, names: [name], span: spanOf(node), isReExport: visibilityOf(node) !== undefined };
}

/** `mod store;` reads another file; `mod store { … }` does not. */
function readModule(node: SgNode): readonly Import[] {
  const name = node.field("name");
  if (!name || node.field("body")) return [];
  const span: Span = spanOf(node);
  return [{ module: `self::${name.text()}`, names: [], span, isReExport: visibilityOf(node) !== undefined }];
}

function namedChildren(node: SgNode): readonly SgNode[] {
  return node.children().filter((child) => child.isNamed() && !/comment$/.test(String(child.kind())));
}
