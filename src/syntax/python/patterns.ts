/** Reads the regular expressions of a Python file as JavaScript ones, where the two say the same. */
import type { SgNode } from "@ast-grep/napi";

export interface Pattern {
  readonly source: string;
  readonly flags: string;
}

/** Syntax that JavaScript lacks or reads differently: possessive and atomic groups, conditions, comments, `\Z` inside. */
const untranslatable = /\(\?(?:>|\(|#|[aLux]*x)|[*+?}]\+|\\[pPNX]/;

/** Text of a string or of strings side by side, escapes resolved as far as a pattern needs; null for anything else. */
export function patternText(node: SgNode): string | null {
  if (node.kind() === "concatenated_string") {
    const parts = node.children().filter((part) => part.kind() !== "comment");
    const texts = parts.map(patternText);
    return texts.includes(null) ? null : texts.join("");
  }
  if (node.kind() !== "string") return null;
  const parts = node.children();
  if (parts.some((part) => part.kind() === "interpolation")) return null;
  const opening = parts[0]?.text() ?? "";
  if (/[fF]/.test(opening)) return null;
  const content = parts
    .filter((part) => part.kind() === "string_content")
    .map((part) => part.text())
    .join("");
  return /[rR]/.test(opening) ? content : content.replace(/\\([\\'"])/g, "$1");
}

/** The same pattern in JavaScript's syntax, or null when there is none. */
export function translatePattern(text: string, flagNames: string): Pattern | null {
  if (untranslatable.test(text) || /\b(?:VERBOSE|X)\b/.test(flagNames)) return null;
  const inline = /^\(\?([aiLmsu]+)\)/.exec(text);
  const source = text
    .slice(inline?.[0].length ?? 0)
    .replace(/\(\?P<(\w+)>/g, "(?<$1>")
    .replace(/\(\?P=(\w+)\)/g, "\\k<$1>")
    .replace(/(?<!\\)((?:\\\\)*)\\A/g, "$1^")
    .replace(/(?<!\\)((?:\\\\)*)\\[Zz]/g, "$1$$")
    .replace(/\{,(\d+)\}/g, "{0,$1}");
  const has = (letter: string, names: RegExp): string =>
    inline?.[1]?.includes(letter) === true || names.test(flagNames) ? letter : "";
  const flags =
    has("i", /\b(?:I|IGNORECASE)\b/) + has("m", /\b(?:M|MULTILINE)\b/) + has("s", /\b(?:S|DOTALL)\b/);
  return { source, flags };
}
