/** Reads the words of Go code from its text: names and comments, without a question to the parser for each. */
import type { Span } from "../../model/source.js";

export interface Word {
  readonly name: string;
  readonly start: number;
  /** After a dot, be it on the line above, every word is the name of a field or method. */
  readonly isMember: boolean;
}

export interface Words {
  /** Everything that may be a name, in source order; labels are among them. */
  readonly names: readonly Word[];
  readonly comments: readonly Span[];
}

/** Tokens as the Go specification has them ("Lexical elements"); numbers are taken whole, their letters are no names. */
const token =
  /(\/\/[^\n]*|\/\*[^]*?\*\/)|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\d[\w.]*|((?<!\.)\.\s*)?([\p{L}_][\p{L}\p{Nd}_]*)/gu;

/** Keywords, and the four words the grammar has kinds of their own for. */
const reserved = new Set(
  (
    "break case chan const continue default defer else fallthrough for func go goto if import interface map package " +
    "range return select struct switch type var nil true false iota"
  ).split(" "),
);

/** @param text sound Go: in broken code only the parser knows where a quote ends */
export function readWords(text: string): Words {
  const names: Word[] = [];
  const comments: Span[] = [];
  for (const match of text.matchAll(token)) {
    const [whole, comment, dot, name] = match;
    if (name !== undefined && (dot !== undefined || !reserved.has(name)))
      names.push({ name, start: match.index + (dot?.length ?? 0), isMember: dot !== undefined });
    if (comment !== undefined) comments.push({ start: match.index, end: match.index + whole.length });
  }
  return { names, comments };
}
