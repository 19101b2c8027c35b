/** Reads code as text where a question is the same in every language: without its comments, bracket by bracket. */
import type { Outline } from "../model/outline.js";
import type { Source, Span } from "../model/source.js";
import { Latest } from "./latest.js";

const codes = new Latest<Outline, string>();

/** The text with every comment turned into spaces, so that offsets stay. */
export function codeOf({
  source: { text },
  outline,
}: {
  readonly source: Pick<Source, "text">;
  readonly outline: Outline;
}): string {
  return codes.of(outline, () => {
    let [code, from] = ["", 0];
    for (const { start, end } of outline.comments) {
      if (start < from) continue;
      code += text.slice(from, start) + text.slice(start, end).replace(/[^\n\r]/g, " ");
      from = end;
    }
    return code + text.slice(from);
  });
}

const token = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[()[\]{};\n]/g;

/** Offset behind the bracket that closes the one at `open`; the end of the code when none does. */
export function closingOf(code: string, open: number): number {
  let depth = 0;
  token.lastIndex = open;
  for (let match = token.exec(code); match; match = token.exec(code)) {
    if ("([{".includes(match[0])) depth++;
    else if (")]}".includes(match[0]) && --depth === 0) return match.index + 1;
  }
  return code.length;
}

/** From an offset up to where its expression ends: a line end, `;` or bracket outside of what it opened. */
export function expressionFrom(code: string, start: number): Span {
  let depth = 0;
  token.lastIndex = start;
  for (let match = token.exec(code); match; match = token.exec(code)) {
    const [found] = match;
    if ("([{".includes(found)) depth++;
    else if (")]}".includes(found)) depth--;
    const ends =
      found === ";" || (found === "\n" && !/^\s*[.?]\s*\w/.test(code.slice(match.index, match.index + 80)));
    if (depth < 0 || (depth === 0 && ends)) return { start, end: match.index };
  }
  return { start, end: code.length };
}

/** The line an offset stands on, up to the offset. */
export function lineBefore(code: string, offset: number): string {
  return code.slice(code.lastIndexOf("\n", offset - 1) + 1, offset);
}

const quoted = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

/** True inside a text that begins and ends on the offset's line: code in it is only quoted. */
export function isQuoted(code: string, offset: number): boolean {
  const start = code.lastIndexOf("\n", offset - 1) + 1;
  const end = code.indexOf("\n", offset);
  const line = code.slice(start, end === -1 ? code.length : end);
  return Array.from(line.matchAll(quoted)).some(
    ({ index, 0: text }) => index < offset - start && offset - start < index + text.length,
  );
}
