/** Counts what a Python format string asks for: `%` placeholders and the fields of `str.format`. */
import type { SgNode } from "@ast-grep/napi";
import { literalText } from "./ask.js";

/** Text of a plain string or of plain strings side by side; null for f-strings, bytes and anything else. */
export function plainText(node: SgNode | null | undefined): string | null {
  if (!node) return null;
  if (node.kind() === "concatenated_string") {
    const texts = node
      .children()
      .filter((child) => child.kind() === "string")
      .map(plainText);
    return texts.includes(null) ? null : texts.join("");
  }
  if (node.kind() !== "string" || /^[rRuU]*[fFtT]/.test(node.text())) return null;
  return literalText(node);
}

export interface Placeholders {
  /** How many positional values it takes; `*` for a width takes one too. */
  readonly count: number;
  /** `%(name)s`: the values come from one mapping. */
  readonly isNamed: boolean;
  /** Something that is not a placeholder of printf: the text may be meant otherwise. */
  readonly isOdd: boolean;
}

/** Python's printf-style conversions (library reference, "printf-style String Formatting"). */
const conversion = /%(?:(%)|(\([^)]*\))?[#0\- +]*(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([diouxXeEfFgGcrsa])?)/g;

/** The placeholders of a `%` format. */
export function placeholdersOf(text: string): Placeholders {
  let [count, isNamed, isOdd] = [0, false, false];
  for (const [whole, percent, name, width, precision, letter] of text.matchAll(conversion)) {
    if (percent) continue;
    // A space as flag is rare, "50 % done" is not.
    if (!letter || whole.includes(" ")) isOdd = true;
    if (name) isNamed = true;
    count += 1 + Number(width === "*") + Number(precision === "*");
  }
  return { count, isNamed, isOdd };
}

export interface Fields {
  /** Positional values it needs, by `{}` or by the highest `{0}`. */
  readonly positions: number;
  readonly names: readonly string[];
}

/** The fields of a `str.format` text; null where fields are nested, mixed or not well formed. */
export function fieldsOf(text: string): Fields | null {
  const rest = text.replace(/\{\{|\}\}/g, "");
  const fields = [...rest.matchAll(/\{([^{}!:]*)(?:![rsa])?(?::[^{}]*)?\}/g)].map((match) => match[1] ?? "");
  if (/[{}]/.test(rest.replace(/\{[^{}]*\}/g, "")) || /\{[^{}]*\{/.test(rest)) return null;
  const heads = fields.map((field) => /^[^.[]*/.exec(field)?.[0] ?? "");
  const automatic = heads.filter((head) => head === "").length;
  const numbers = heads.filter((head) => /^\d+$/.test(head)).map(Number);
  if (automatic > 0 && numbers.length > 0) return null;
  const names = heads.filter((head) => /^[A-Za-z_]\w*$/.test(head));
  if (automatic + numbers.length + names.length !== heads.length) return null;
  return { positions: Math.max(automatic, ...numbers.map((number) => number + 1)), names };
}
