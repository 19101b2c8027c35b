/** Finds the nodes of Go calls by what they call, and reads their arguments. */
import type { SgNode } from "@ast-grep/napi";
import type { Call, Outline } from "../../model/outline.js";
import type { GoTree } from "../../model/tree.js";
import { type CalledNode, calledNodes } from "../called-nodes.js";
import { namedChildren } from "./ask.js";

/** Calls the predicate accepts, with their nodes. */
export function callsWhere(
  file: { readonly tree: GoTree; readonly outline: Outline },
  accepts: (call: Call) => boolean,
): readonly CalledNode[] {
  return calledNodes(file, "call_expression", accepts);
}

/** What is passed between the parentheses, types included. */
export function argumentsOf(call: SgNode): readonly SgNode[] {
  const list = call.field("arguments");
  return list ? namedChildren(list) : [];
}

/** Content of a string literal of either kind, escapes as written; null for anything else. */
export function literalText(node: SgNode | null | undefined): string | null {
  const kind = node?.kind();
  if (kind !== "interpreted_string_literal" && kind !== "raw_string_literal") return null;
  return node?.text().slice(1, -1) ?? null;
}
