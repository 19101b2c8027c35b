/** Reads the annotations of a declaration as terms: `@RequestParam("q")` is a call. */
import type { SgNode } from "@ast-grep/napi";
import { dottedTerm, partsOf, spanOf } from "../reading.js";
import { type Term, build } from "../terms.js";
import type { ReadTerm } from "./terms.js";

export function annotationsOf(node: SgNode, termOf: ReadTerm): readonly Term[] {
  const modifiers = node.children().find((child) => child.kind() === "modifiers");
  return (modifiers ? partsOf(modifiers) : []).flatMap((part): readonly Term[] => {
    if (part.kind() === "marker_annotation") return [dottedTerm(part.field("name")?.text() ?? "", part)];
    if (part.kind() !== "annotation") return [];
    const list = part.field("arguments");
    const given = (list ? partsOf(list) : []).map((value) => ({ name: null, value: termOf(value) }));
    return [build.call(dottedTerm(part.field("name")?.text() ?? "", part), given, spanOf(part))];
  });
}
