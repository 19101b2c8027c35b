/** Questions that rules and the outline ask of a Go tree. */
import type { SgNode } from "@ast-grep/napi";
import { ancestor } from "../nodes.js";

export const functionKinds = ["function_declaration", "method_declaration", "func_literal"] as const;

/** Children a person wrote, without punctuation and comments. */
export function namedChildren(node: SgNode): readonly SgNode[] {
  return node.children().filter((child) => child.isNamed() && child.kind() !== "comment");
}

/** The function, method or literal whose body holds the node. */
export function enclosingFunction(node: SgNode): SgNode | undefined {
  return ancestor(node, ...functionKinds);
}

/** `a.b.c` for names and selectors; null for anything computed. */
export function dottedName(node: SgNode | null): string | null {
  if (!node) return null;
  const kind = String(node.kind());
  if (kind === "identifier" || kind === "package_identifier") return node.text();
  if (kind !== "selector_expression") return null;
  const operand = dottedName(node.field("operand"));
  const name = node.field("field")?.text();
  return operand === null || name === undefined ? null : `${operand}.${name}`;
}

/** Callee of a call, dotted: `http.Get`; null when computed. */
export function calleeOf(call: SgNode): string | null {
  return dottedName(call.field("function"));
}

/** Name of the type a method belongs to: `Store` in `func (s *Store[T]) Get()`. */
export function receiverType(method: SgNode): string | null {
  const receiver = method.field("receiver");
  return receiver?.find({ rule: { kind: "type_identifier" } })?.text() ?? null;
}
