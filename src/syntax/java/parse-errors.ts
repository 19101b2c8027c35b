/** Finds what the Java grammar could not read. */
import type { ParseError } from "../../model/outline.js";
import type { JavaTree } from "../../model/tree.js";
import { spanOf } from "../nodes.js";

/** In source order. */
export function readParseErrors(tree: JavaTree, text: string): readonly ParseError[] {
  return [...brokenNodes(tree, text), ...missingNodes(tree)].sort((a, b) => a.at - b.at);
}

function brokenNodes(tree: JavaTree, text: string): readonly ParseError[] {
  return tree.nodes("ERROR").map((node) => {
    const { start } = spanOf(node);
    const near =
      text
        .slice(start, start + 200)
        .trimStart()
        .split(/\s/, 1)[0] ?? "";
    // The ellipsis tells whoever removes credentials that one may have been cut.
    const shown = near.length > 30 ? `${near.slice(0, 30)}…` : near;
    return { at: start, message: `not valid Java near \`${shown}\`` };
  });
}

/** The grammar puts a node of no width where it expected one; nothing a person wrote is empty but an empty file. */
function missingNodes(tree: JavaTree): readonly ParseError[] {
  return tree.root
    .findAll({ rule: { regex: "^$" } })
    .filter((node) => node.kind() !== "program")
    .map((node) => ({ at: spanOf(node).start, message: `${missingName(String(node.kind()))} is missing` }));
}

function missingName(kind: string): string {
  return /^\w+$/.test(kind) ? `a ${kind.replaceAll("_", " ")}` : `\`${kind}\``;
}
