/** Reads one clause of a function or macro: `def name(parameters) when guard do … end`. */
import type { SgNode } from "@ast-grep/napi";
import type { Parameter } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import { argumentsOf, doBlockOf, keywordOf, namedChildren } from "./ask.js";
import { spanOf } from "../nodes.js";

export interface Clause {
  readonly word: "def" | "defp" | "defmacro" | "defmacrop";
  readonly name: string;
  readonly span: Span;
  readonly nameSpan: Span;
  /** From the word to the end of parameters and guard. */
  readonly headSpan: Span;
  readonly bodySpan: Span;
  readonly parameters: readonly Parameter[];
}

/** Undefined when the call defines nothing, or under a computed name. */
export function readClause(call: SgNode, target: string): Clause | undefined {
  if (!isDefining(target)) return undefined;
  const guarded = argumentsOf(call)[0];
  const head = guarded && withoutGuard(guarded);
  const name = head?.kind() === "call" ? head.field("target") : head;
  if (!guarded || !head || name?.kind() !== "identifier") return undefined;
  const span = spanOf(call);
  return {
    word: target,
    name: name.text(),
    span,
    nameSpan: spanOf(name),
    headSpan: { start: span.start, end: spanOf(guarded).end },
    bodySpan: spanOf(doBlockOf(call) ?? keywordOf(call, "do") ?? call),
    parameters: head.kind() === "call" ? argumentsOf(head).map(readParameter) : [],
  };
}

export function isDefining(target: string): target is Clause["word"] {
  return target === "def" || target === "defp" || target === "defmacro" || target === "defmacrop";
}

function withoutGuard(head: SgNode): SgNode {
  const isGuarded = head.kind() === "binary_operator" && head.field("operator")?.text() === "when";
  return isGuarded ? (head.field("left") ?? head) : head;
}

/** The language has no annotations of parameters, so none is missing one. */
function readParameter(node: SgNode): Parameter {
  const operator = node.kind() === "binary_operator" ? node.field("operator")?.text() : undefined;
  const hasDefault = operator === "\\\\";
  const bound =
    operator === undefined ? [node] : hasDefault ? namedChildren(node).slice(0, 1) : namedChildren(node);
  const name = bound.find((part) => part.kind() === "identifier");
  return { name: name?.text() ?? "", isTyped: true, hasDefault };
}
