/** Reads which functions and classes of a Python file lie in which. */
import type { SgNode } from "@ast-grep/napi";
import type { Span } from "../../model/source.js";
import type { PythonTree } from "../../model/tree.js";
import { spanOf } from "../nodes.js";

export interface Scope {
  readonly node: SgNode;
  readonly kind: "function_definition" | "lambda" | "class_definition";
  readonly span: Span;
  /** The innermost scope that holds this one. */
  readonly around: Scope | undefined;
}

const kinds = ["function_definition", "lambda", "class_definition"] as const;

/** In source order. From positions: asking the parser for parent after parent costs more than the parse. */
export function readScopes(tree: PythonTree): readonly Scope[] {
  const found = kinds
    .flatMap((kind) => tree.nodes(kind).map((node) => ({ node, kind, span: spanOf(node) })))
    .sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  const open: Scope[] = [];
  return found.map((one) => {
    while (open.length > 0 && (open.at(-1)?.span.end ?? 0) <= one.span.start) open.pop();
    const scope = { ...one, around: open.at(-1) };
    open.push(scope);
    return scope;
  });
}

/** The function or lambda that holds the scope. */
export function functionAround(scope: Scope): Scope | undefined {
  let around = scope.around;
  while (around?.kind === "class_definition") around = around.around;
  return around;
}

/** Name of the class that directly holds the scope. */
export function classNameAround({ around }: Scope): string | null {
  return around?.kind === "class_definition" ? (around.node.field("name")?.text() ?? null) : null;
}
