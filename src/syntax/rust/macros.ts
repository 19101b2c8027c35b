/** Rewrites macro calls as plain code of the same length, so that the grammar reads what stands in them. */
import type { Span } from "../../model/source.js";

/** A macro call that can be read as code, and what to put where; the replacements are as long as what they replace. */
export interface PlainMacro {
  readonly span: Span;
  readonly edits: readonly Edit[];
}

interface Edit {
  readonly at: number;
  readonly text: string;
}

const literals =
  /\/\/[^\n]*|\/\*[^]*?\*\/|b?r(#*)"[^]*?"\1|b?"(?:[^"\\]|\\[^])*"|'(?:[^'\\\n]|\\[^\n]{1,10}?)'/g;

/** The text with comments and literals blanked: what is left are names, operators and brackets. */
export function withoutLiterals(text: string): string {
  return text.replace(literals, (found) => found.replace(/[^\r\n]/g, " "));
}

/** @param macros the outermost macro calls; those inside them are found by their text */
export function plainMacros(text: string, macros: readonly Span[]): readonly PlainMacro[] {
  if (macros.length === 0) return [];
  const bare = withoutLiterals(text);
  return macros.flatMap((span): PlainMacro[] => {
    const edits = editsWithin(bare, span);
    return edits.length > 0 ? [{ span, edits }] : [];
  });
}

export function rewrite(text: string, macros: readonly PlainMacro[]): string {
  const edits = macros.flatMap((macro) => macro.edits).sort((a, b) => a.at - b.at);
  let written = "";
  for (const edit of edits) {
    written += text.slice(written.length, edit.at) + edit.text;
  }
  return written + text.slice(written.length);
}

interface MacroCall {
  readonly name: string;
  readonly start: number;
  /** Offset of the opening bracket. */
  readonly open: number;
  /** Behind the closing bracket. */
  readonly end: number;
}

/** Macros that take patterns, tokens or types instead of expressions. */
const notExpressions =
  /^(?:matches|assert_matches|quote|quote_spanned|parse_quote|stringify|concat|include\w*|env|option_env|cfg|compile_error|thread_local|lazy_static)$/;

function editsWithin(bare: string, { start, end }: Span): readonly Edit[] {
  const head = /\b((?:\w+::)*\w+)!\s*([([{])/g;
  const edits: Edit[] = [];
  for (const found of bare.slice(start, end).matchAll(head)) {
    const at = start + found.index;
    const open = at + found[0].length - 1;
    const close = closingOf(bare, open);
    const name = found[1]?.split("::").at(-1) ?? "";
    if (notExpressions.test(name) && at === start) return [];
    if (close > end || notExpressions.test(name)) continue;
    edits.push(...editsOf(bare, { name, start: at, open, end: close }));
  }
  // A bracket that two readings change has no plain form.
  return new Set(edits.map(({ at }) => at)).size === edits.length ? edits : [];
}

const readsFields = /^(?:trace|debug|info|warn|error|event|span|\w+_span)$/;

function editsOf(bare: string, call: MacroCall): readonly Edit[] {
  const { name, start, open } = call;
  const bracket = bare[open];
  if (/^select(?:_biased)?$/.test(name))
    return bracket === "{" ? [blank(bare, start, open), ...armEdits(bare, call)] : [];
  if (/^(?:try_)?stream$/.test(name))
    return bracket === "{" ? [{ at: start, text: "async".padEnd(open - start) }] : [];
  if (name === "vec") return bracket === "[" ? [blank(bare, start, open)] : [];
  if (bracket !== "(") return [];
  const called = { at: bare.indexOf("!", start), text: " " };
  if (name === "json") return [called, ...jsonEdits(bare, call)];
  return readsFields.test(name) ? [called, ...fieldEdits(bare, call)] : [called];
}

/** `json!({"id": id})` as lists within lists. */
function jsonEdits(bare: string, { open, end }: MacroCall): readonly Edit[] {
  const signs: Readonly<Record<string, string>> = { "{": "(", "}": ")", ":": "," };
  return [...bare.slice(open + 1, end - 1).matchAll(/[{}]|(?<!:):(?!:)/g)].map(({ 0: sign, index }) => ({
    at: open + 1 + index,
    text: signs[sign] ?? sign,
  }));
}

/** `info!(target: "store", ?session, id = %id)` without its marks. */
function fieldEdits(bare: string, { open, end }: MacroCall): readonly Edit[] {
  const marks = /(?=[%?tpn])(?<=[(,=]\s*)(?:[%?](?=[\w&*(])|(?:target|parent|name):(?!:))/g;
  return [...bare.slice(open, end).matchAll(marks)].map(({ 0: mark, index }) => ({
    at: open + index,
    text: " ".repeat(mark.length),
  }));
}

/** Each arm `pattern = future, if condition => body,` becomes statements: `pattern = future; condition; body;`. */
function armEdits(bare: string, { open, end }: MacroCall): readonly Edit[] {
  const edits: Edit[] = [];
  let from = open + 1;
  for (;;) {
    const arrow = findOutside(bare, { start: from, end: end - 1 }, "=>");
    if (arrow === -1) return edits;
    edits.push(...armHeadEdits(bare, { start: from, end: arrow }), { at: arrow, text: "; " });
    const body = arrow + 2 + (/^\s*/.exec(bare.slice(arrow + 2))?.[0].length ?? 0);
    const after = bare[body] === "{" ? closingOf(bare, body) : body;
    const comma = findOutside(bare, { start: after, end: end - 1 }, ",");
    const isEnded = comma !== -1 && (bare[body] !== "{" || bare.slice(after, comma).trim() === "");
    if (isEnded) edits.push({ at: comma, text: ";" });
    else if (bare[body] !== "{") return edits;
    from = isEnded ? comma + 1 : after;
  }
}

function armHeadEdits(bare: string, head: Span): readonly Edit[] {
  const start = head.start + (/^\s*(?:biased\s*;)?/.exec(bare.slice(head.start, head.end))?.[0].length ?? 0);
  const [, pattern] = /^([^=]*?=)(?!=)/.exec(bare.slice(start, head.end)) ?? [];
  if (pattern === undefined) return [blank(bare, start, head.end)];
  const isPlain = /^(?:[A-Z]\w*\()?[\w\s,()]*\)?\s*=$/.test(pattern) && !/\b(?:ref|mut)\b/.test(pattern);
  const condition = /,\s*if\b/.exec(bare.slice(start, head.end));
  return [
    ...(isPlain ? [] : [blank(bare, start, start + pattern.length)]),
    ...(condition ? [{ at: start + condition.index, text: `;${" ".repeat(condition[0].length - 1)}` }] : []),
  ];
}

function blank(bare: string, start: number, end: number): Edit {
  return { at: start, text: bare.slice(start, end).replace(/[^\r\n]/g, " ") };
}

const closings: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Offset behind the bracket that closes the one at `open`, or behind the text when nothing does. */
function closingOf(bare: string, open: number): number {
  let depth = 0;
  for (let at = open; at < bare.length; at++) {
    const character = bare.charAt(at);
    if (character === "(" || character === "[" || character === "{") depth++;
    else if ((character === ")" || character === "]" || character === "}") && --depth === 0) return at + 1;
  }
  return bare.length + 1;
}

/** The first place of the sign that no bracket holds, or -1. */
function findOutside(bare: string, { start, end }: Span, sign: string): number {
  for (let at = start; at < end; at++) {
    if (bare.startsWith(sign, at)) return at;
    if (bare.charAt(at) in closings) at = closingOf(bare, at) - 1;
  }
  return -1;
}
