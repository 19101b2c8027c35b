/** Reads from the text what each Go call calls; the parser is asked only where the text leaves it open. */
import type { SgNode } from "@ast-grep/napi";
import type { Span } from "../../model/source.js";
import { calleeOf, spanOf } from "./ask.js";

export interface Called {
  /** Dotted: `http.Get`; null when computed. */
  readonly callee: string | null;
  readonly span: Span;
}

const plain = /((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*)\(/y;
/** These open a type or stand for a value: the parser has kinds of their own for them. */
const notAName = /^(?:func|struct|interface|map|chan|nil|true|false|iota)\b/;

/** @param calls all calls of the file in source order, outer ones first */
export function calleesOf(calls: readonly SgNode[], text: string): readonly Called[] {
  const spans = calls.map(spanOf);
  const innermost = new Map(spans.map(({ start }, i) => [start, i]));
  return calls.map((node, i) => {
    const span = spans[i] ?? spanOf(node);
    // `open().read()` and `open()` begin together: what the outer one calls is computed.
    const callee = innermost.get(span.start) === i ? calleeAt(node, text, span.start) : null;
    return { callee, span };
  });
}

function calleeAt(node: SgNode, text: string, start: number): string | null {
  plain.lastIndex = start;
  const [, name] = plain.exec(text) ?? [];
  return name === undefined || notAName.test(name) ? calleeOf(node) : name;
}
