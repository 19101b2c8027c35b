/** Finds what the Go compiler would refuse to read, also where the grammar mends it in silence. */
import type { SgNode } from "@ast-grep/napi";
import type { ParseError } from "../../model/outline.js";
import type { GoTree } from "../../model/tree.js";
import { spanOf } from "../nodes.js";

/** In source order. */
export function readParseErrors(tree: GoTree, text: string): readonly ParseError[] {
  return [...brokenNodes(tree, text), ...missingNodes(tree)].sort((a, b) => a.at - b.at);
}

function brokenNodes(tree: GoTree, text: string): readonly ParseError[] {
  return tree.nodes("ERROR").map((node) => {
    const { start } = spanOf(node);
    const near = text.slice(start).trimStart().split(/\s/, 1)[0] ?? "";
    // The ellipsis tells whoever removes credentials that one may have been cut.
    const shown = near.length > 30 ? `${near.slice(0, 30)}…` : near;
    return { at: start, message: `not valid Go near \`${shown}\`` };
  });
}

/** What may be empty in sound code: the file, the contents of quotes, and the end of line that closes a statement. */
const emptyKinds = new Set(["source_file", "\n", "\0", ";", "raw_string_literal_content"]);

/** The grammar puts a node of no width where it expected one. */
function missingNodes(tree: GoTree): readonly ParseError[] {
  return tree.root
    .findAll({ rule: { regex: "^$" } })
    .filter((node) => !emptyKinds.has(String(node.kind())))
    .map((node) => ({ at: spanOf(node).start, message: `${nameOfMissing(node)} is missing` }));
}

function nameOfMissing(node: SgNode): string {
  return node.isNamed() ? "an expression" : `\`${String(node.kind())}\``;
}
