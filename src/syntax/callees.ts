/** Reads from the text what each call calls; the parser is asked only where the text leaves it open. */
import type { SgNode } from "@ast-grep/napi";
import type { Span } from "../model/source.js";
import { spanOf } from "./nodes.js";

export interface Called {
  /** Dotted: `http.Get`; null when computed. */
  readonly callee: string | null;
  readonly span: Span;
}

/** What a language adds to dotted names before a parenthesis. */
export interface Calling {
  /** Words that stand before a parenthesis and are not called. */
  readonly keywords: RegExp;
  /** Asks the parser for the callee of one call. */
  readonly calleeOf: (call: SgNode) => string | null;
}

const plain = /((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*)\(/y;

/** @param calls all calls of the file in source order, outer ones first */
export function calleesOf(calls: readonly SgNode[], text: string, calling: Calling): readonly Called[] {
  const spans = calls.map(spanOf);
  const innermost = new Map(spans.map(({ start }, i) => [start, i]));
  return calls.map((node, i) => {
    const span = spans[i] ?? spanOf(node);
    // `open().read()` and `open()` begin together: what the outer one calls is computed.
    const isInnermost = innermost.get(span.start) === i;
    return {
      callee: isInnermost ? (nameBefore(text, span.start, calling) ?? calling.calleeOf(node)) : null,
      span,
    };
  });
}

function nameBefore(text: string, start: number, { keywords }: Calling): string | undefined {
  plain.lastIndex = start;
  const name = plain.exec(text)?.[1];
  return name === undefined || keywords.test(name) ? undefined : name;
}
