/** Finds loops that only their own body can end, in any language. */
import type { Span } from "../model/source.js";
import type { Family } from "../model/tree.js";
import { closingOf, lineBefore } from "./code-text.js";

const heads: Readonly<Partial<Record<Family, RegExp>>> = {
  typescript: /\bwhile\s*\(\s*(?:true|1)\s*\)\s*\{|\bfor\s*\(\s*;\s*;\s*\)\s*\{/g,
  java: /\bwhile\s*\(\s*true\s*\)\s*\{|\bfor\s*\(\s*;\s*;\s*\)\s*\{/g,
  go: /(?<=^[ \t]*)for\s*\{/gm,
  rust: /(?<![\w.])loop\s*\{|\bwhile\s+true\s*\{/g,
  python: /(?<=^[ \t]*)while\s+(?:True|1)\s*:/gm,
};

export interface EndlessLoop {
  readonly head: Span;
  readonly body: string;
}

/** The endless loops of a piece of code without comments, outer ones first. */
export function endlessLoops(code: string, family: Family): readonly EndlessLoop[] {
  const head = heads[family];
  if (!head) return [];
  return [...code.matchAll(head)].map(({ 0: text, index }) => ({
    head: { start: index, end: index + text.length },
    body:
      family === "python"
        ? indentedBody(code, index)
        : code.slice(index + text.length, closingOf(code, index + text.length - 1) - 1),
  }));
}

/** The lines below a Python statement that stand further in than it does. */
export function indentedBody(code: string, start: number): string {
  const width = lineBefore(code, start).length;
  const rest = code.slice(code.indexOf("\n", start) + 1);
  const end = rest.search(new RegExp(`^[ \\t]{0,${width}}[^\\s#)\\]}]`, "m"));
  return end === -1 ? rest : rest.slice(0, end);
}
