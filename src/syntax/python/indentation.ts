/** Checks the indentation of Python the way its tokenizer does; the grammar accepts any. */
import type { ParseError } from "../../model/outline.js";
import type { Span } from "../../model/source.js";

/** A width with tabs to the next eighth column, and one with tabs as one; both must agree on what is deeper. */
interface Indent {
  readonly wide: number;
  readonly narrow: number;
}

interface LogicalLine {
  /** Offset of the first character that is not white space. */
  readonly at: number;
  readonly indent: Indent;
  readonly opensBlock: boolean;
}

/**
 * The first line that is indented deeper without need, or less deep than any block around it.
 * @param opaque strings and comments in source order; one inside another is allowed
 * Rules: Python Language Reference 2.1.8, Indentation
 */
export function findIndentError(text: string, opaque: readonly Span[]): ParseError | undefined {
  const open: Indent[] = [{ wide: 0, narrow: 0 }];
  let mayDeepen = false;
  for (const { at, indent, opensBlock } of logicalLines(text, opaque)) {
    const around = open.at(-1) ?? indent;
    if (!agree(indent, around)) return { at, message: "tabs and spaces are mixed in the indentation" };
    if (indent.wide > around.wide) {
      if (!mayDeepen) return { at, message: "unexpected indentation" };
      open.push(indent);
    } else {
      while ((open.at(-1)?.wide ?? 0) > indent.wide) open.pop();
      if (open.at(-1)?.wide !== indent.wide) return { at, message: "indentation fits no block around it" };
      if (mayDeepen) return { at, message: "an indented block is missing" };
    }
    mayDeepen = opensBlock;
  }
  return undefined;
}

function agree(a: Indent, b: Indent): boolean {
  return Math.sign(a.wide - b.wide) === Math.sign(a.narrow - b.narrow);
}

/** Lines as the language counts them: those inside brackets, strings or after a backslash belong to their first. */
function* logicalLines(text: string, opaque: readonly Span[]): Iterable<LogicalLine> {
  const skipped = outermost(opaque);
  let position = 0;
  let next = 0;
  while (position < text.length) {
    const { at, indent } = readIndent(text, position);
    let depth = 0;
    let last = "";
    for (position = at; position < text.length; position++) {
      while ((skipped[next]?.end ?? Infinity) <= position) next++;
      const span = skipped[next];
      if (span?.start === position && span.end > position) {
        if (text[position] !== "#") last = '"';
        position = span.end - 1;
        continue;
      }
      const character = text[position] ?? "";
      if (character === "\\") position += text.startsWith("\r\n", position + 1) ? 2 : 1;
      else if ("([{".includes(character)) depth++;
      else if (")]}".includes(character)) depth--;
      else if (depth <= 0 && (character === "\n" || character === "\r")) break;
      if (!/\s/.test(character)) last = character;
    }
    position++;
    if (last !== "") yield { at, indent, opensBlock: last === ":" };
  }
}

function readIndent(text: string, start: number): { readonly at: number; readonly indent: Indent } {
  let [wide, narrow, at] = [0, 0, start];
  for (; at < text.length; at++) {
    const character = text[at];
    if (character === " ") [wide, narrow] = [wide + 1, narrow + 1];
    else if (character === "\t") [wide, narrow] = [(Math.floor(wide / 8) + 1) * 8, narrow + 1];
    else if (character === "\f") [wide, narrow] = [0, 0];
    else break;
  }
  return { at, indent: { wide, narrow } };
}

function outermost(spans: readonly Span[]): readonly Span[] {
  let end = 0;
  return spans.filter((span) => {
    if (span.start < end) return false;
    end = span.end;
    return true;
  });
}
