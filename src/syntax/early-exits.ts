/** Finds the statements of a function that only let it go on or not: `if (…) return`, `assertOwner(…)`. */
import type { Span } from "../model/source.js";
import type { Family } from "../model/tree.js";
import { closingOf } from "./code-text.js";

export interface EarlyExit {
  /** The whole statement. */
  readonly at: Span;
  /** What is asked, as written. */
  readonly condition: string;
}

/** @param code text without comments, offsets as in the file */
export function earlyExits(code: string, { start, end }: Span, family: Family): readonly EarlyExit[] {
  const body = { start: withIndent(code, start), end };
  const found = family === "python" ? indented(code, body) : braced(code, body);
  return [...found, ...checks(code, body)].sort((a, b) => a.at.start - b.at.start);
}

/** A body without brackets begins at its first word; how far that is indented is part of it. */
function withIndent(code: string, start: number): number {
  const line = code.lastIndexOf("\n", start - 1) + 1;
  return /^[ \t]*$/.test(code.slice(line, start)) ? line : start;
}

const leaves = /^(?:return|throw|continue|break|raise|panic|abort|bail)\b/;
/** What stands in such a branch: the exit, and at most a line or two that say why. */
const mostLines = 5;

function braced(code: string, { start, end }: Span): readonly EarlyExit[] {
  const found: EarlyExit[] = [];
  // What stands before is asked last: asked first, it would be asked at every letter.
  const pattern = /if\b(?<=[\n;{}]\s*if)\s*/g;
  pattern.lastIndex = start;
  for (let match = pattern.exec(code); match && match.index < end; match = pattern.exec(code)) {
    const from = match.index + match[0].length;
    const open = code.charAt(from) === "(" ? closingOf(code, from) : code.indexOf("{", from);
    if (open === -1 || open > end) continue;
    const condition = code
      .slice(from, open)
      .trim()
      .replace(/^\(([\s\S]*)\)$/, "$1");
    const exit = branchAt(code, open);
    if (exit !== null && exit <= end) found.push({ at: { start: match.index, end: exit }, condition });
  }
  return found;
}

/** End of the branch that begins at the offset, where all it does is leave; null for any other. */
function branchAt(code: string, from: number): number | null {
  const lead = /^\s*/.exec(code.slice(from, from + 40))?.[0].length ?? 0;
  const start = from + lead;
  if (code.charAt(start) !== "{") {
    const line = /^[^\n;]*[;\n]/.exec(code.slice(start, start + 300))?.[0];
    return line !== undefined && leaves.test(line) && !/[({[]\s*$/.test(line)
      ? start + line.trimEnd().length
      : null;
  }
  const end = closingOf(code, start);
  const inside = code.slice(start + 1, end - 1).trim();
  const last = lastStatement(inside);
  const isElse = /^\s*else\b/.test(code.slice(end, end + 20));
  return !isElse && leaves.test(last) && inside.split("\n").length <= mostLines ? end : null;
}

function lastStatement(block: string): string {
  return leaves.test(block)
    ? block
    : (block
        .split(/[;\n]\s*/)
        .findLast((line) => leaves.test(line.trim()))
        ?.trim() ?? "");
}

function indented(code: string, { start, end }: Span): readonly EarlyExit[] {
  const text = code.slice(start, end);
  return [...text.matchAll(/^([ \t]+)if ([^\n]+):[ \t]*\n((?:\1[ \t]+[^\n]*\n?|[ \t]*\n)+)/gm)].flatMap(
    (match) => {
      const [all, indent = "", condition = "", block = ""] = match;
      const lines = block.trim().split("\n");
      const after = text.slice(match.index + all.length);
      const isElse = new RegExp(`^${indent}(?:else|elif)\\b`).test(after);
      const leavesAtEnd =
        lines.some((line) => leaves.test(line.trim())) &&
        lines.length <= mostLines &&
        !/^\s+(?:if|for|while|with|try)\b/m.test(block);
      if (isElse || !leavesAtEnd) return [];
      const from = start + match.index + indent.length;
      return [{ at: { start: from, end: start + match.index + all.trimEnd().length }, condition }];
    },
  );
}

/** `assertOwner(order)`, `await this.checkAccess(user)`: a statement that is one call that checks. */
function checks(code: string, { start, end }: Span): readonly EarlyExit[] {
  const text = code.slice(start, end);
  const pattern =
    /^[ \t]+((?:await\s+)?[\w.]*(?:assert|check|validate|ensure|require|verify|authori[sz]e)[A-Z_]\w*\([^\n]*\));?[ \t]*$/gm;
  return [...text.matchAll(pattern)].map((match) => {
    const [all, call = ""] = match;
    const from = start + match.index + all.indexOf(call);
    return { at: { start: from, end: start + match.index + all.trimEnd().length }, condition: call };
  });
}
