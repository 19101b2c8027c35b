/** Reads `alias`, `import`, `require` and `use` of an Elixir file. */
import type { SgNode } from "@ast-grep/napi";
import type { Import, ImportedName } from "../../model/outline.js";
import type { ElixirTree } from "../../model/tree.js";
import { argumentsOf, callsOf, keyOf, keywordOf, namedChildren, type WrittenCall } from "./ask.js";
import { spanOf } from "../nodes.js";

const directives = new Set(["alias", "import", "require", "use"]);

export function readImports(tree: ElixirTree): readonly Import[] {
  return callsOf(tree).flatMap((call) => (directives.has(call.target) ? readDirective(call) : []));
}

function readDirective(call: WrittenCall): readonly Import[] {
  const what = argumentsOf(call.node)[0];
  return (what ? modulesIn(what) : []).map((named) => ({
    module: named.module,
    names: call.target === "import" ? importedFunctions(call.node) : localName(call, named),
    span: call.span,
    isReExport: false,
  }));
}

interface Named {
  readonly module: string;
  readonly at: SgNode;
}

/** `A.B` is one module, `A.{B, C}` are two; anything computed is none. */
function modulesIn(node: SgNode): readonly Named[] {
  if (node.kind() === "alias") return [{ module: squeezed(node), at: node }];
  if (node.kind() !== "dot") return [];
  const [left, right] = namedChildren(node);
  if (left?.kind() !== "alias" || right?.kind() !== "tuple") return [];
  return namedChildren(right).map((at) => ({ module: `${squeezed(left)}.${squeezed(at)}`, at }));
}

function squeezed(node: SgNode): string {
  return node.text().replace(/\s+/g, "");
}

/** Only an alias gives a module a shorter name here, unless the directive says `as:`. */
function localName({ node, target }: WrittenCall, { module, at }: Named): readonly ImportedName[] {
  const renamed = keywordOf(node, "as");
  if (!renamed && target !== "alias") return [];
  const local = renamed?.text() ?? module.slice(module.lastIndexOf(".") + 1);
  return [{ imported: "*", local, span: spanOf(renamed ?? at), isTypeOnly: false }];
}

/** `import A, only: [f: 1]` names its functions; a whole import does not say what it brings. */
function importedFunctions(call: SgNode): readonly ImportedName[] {
  const list = keywordOf(call, "only");
  const keywords = list?.kind() === "list" ? namedChildren(list)[0] : undefined;
  if (keywords?.kind() !== "keywords") return [];
  return namedChildren(keywords).flatMap((pair) => {
    const name = keyOf(pair);
    return name === undefined ? [] : [{ imported: name, local: name, span: spanOf(pair), isTypeOnly: false }];
  });
}
