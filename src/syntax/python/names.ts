/** Reads which names a Python file mentions, and which of them may refer to a binding. */
import type { SgNode } from "@ast-grep/napi";
import type { Outline } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { PythonTree } from "../../model/tree.js";
import { addOffset } from "../names.js";
import { spanOf } from "../nodes.js";

/** A name, or the content of a string that may hold names. */
export interface Word {
  readonly text: string;
  readonly start: number;
}

export interface Words {
  readonly names: readonly Word[];
  readonly quoted: readonly Word[];
}

/** Words as the parser knows them, for code that it had to mend or that has words of two meanings. */
export function wordsInTree(tree: PythonTree): Words {
  return { names: tree.nodes("identifier").map(wordOf), quoted: tree.nodes("string_content").map(wordOf) };
}

function wordOf(node: SgNode): Word {
  return { text: node.text(), start: spanOf(node).start };
}

/** Numbers are taken whole: their letters are no names. */
const token = /\d[\w.]*|([_\p{XID_Start}]\p{XID_Continue}*)/gu;

const keywords = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global " +
    "if import in is lambda nonlocal not or pass raise return try while with yield __future__"
  ).split(" "),
);

const twoMeanings = ["match_statement", "print_statement", "exec_statement"];

/**
 * The words of sound code from its text, which is several times cheaper; only formatted strings are asked for.
 * @param strings spans of all strings, those within other strings too
 * @param opaque spans of strings and comments in source order
 */
export function wordsOf(
  tree: PythonTree,
  text: string,
  { strings, opaque }: { readonly strings: readonly Span[]; readonly opaque: readonly Span[] },
): Words {
  if (/^[ \t]*type[ \t]+\w/m.test(text) || twoMeanings.some((kind) => tree.nodes(kind).length > 0))
    return wordsInTree(tree);
  const formatted = /(?<!\w)[rR]?[fFtT][rR]?["']/.test(text)
    ? formattedWords(tree)
    : { names: [], quoted: [] };
  return {
    names: [...namesBetween(text, opaque), ...formatted.names],
    quoted: [...strings.flatMap((span) => contentOf(text, span) ?? []), ...formatted.quoted],
  };
}

function namesBetween(text: string, opaque: readonly Span[]): readonly Word[] {
  const names: Word[] = [];
  let from = 0;
  for (const { start, end } of [...opaque, { start: text.length, end: text.length }]) {
    if (start > from) addNames(names, text.slice(from, start), from);
    from = Math.max(from, end);
  }
  return names;
}

function addNames(names: Word[], code: string, from: number): void {
  for (const match of code.matchAll(token)) {
    const name = match[1];
    if (name !== undefined && !keywords.has(name)) names.push({ text: name, start: from + match.index });
  }
}

/** Content of a string between its quotes; undefined where values are put in. */
function contentOf(text: string, { start, end }: Span): Word | undefined {
  const string = text.slice(start, end);
  const [opening = "", prefix = "", quote = ""] = /^(\w*)("""|'''|"|')/.exec(string) ?? [];
  if (/[fFtT]/.test(prefix) && string.includes("{")) return undefined;
  return { text: string.slice(opening.length, string.length - quote.length), start: start + opening.length };
}

const withValues = { kind: "string", has: { kind: "string_start", regex: "[fFtT]" }, regex: "\\{" };
const inFormatted = [
  { kind: "identifier", inside: { kind: "interpolation", stopBy: "end" as const } },
  { kind: "string_content", inside: withValues },
];

function formattedWords(tree: PythonTree): Words {
  const found = tree.root.findAll({ rule: { any: inFormatted } });
  const [names, quoted]: [Word[], Word[]] = [[], []];
  for (const node of found) (node.kind() === "identifier" ? names : quoted).push(wordOf(node));
  return { names, quoted };
}

/** @param imported offsets at which imports bind a name */
export function groupNames(
  { names, quoted }: Words,
  text: string,
  imported: ReadonlySet<number>,
): Pick<Outline, "mentions" | "references"> {
  const mentions = new Map<string, number[]>();
  const references = new Map<string, number[]>();
  for (const { text: name, start } of names) {
    addOffset(mentions, name, start);
    if (!imported.has(start) && isReference(text, start, name)) addOffset(references, name, start);
  }
  for (const word of quoted) addQuotedNames(word, mentions, references);
  for (const offsets of [...mentions.values(), ...references.values()]) offsets.sort((a, b) => a - b);
  return { mentions, references };
}

/**
 * Decided from the text around it: asking the parser for each parent costs more than the parse. A dot on the line
 * above ends a sentence of a comment far more often than it begins an attribute.
 */
function isReference(text: string, start: number, name: string): boolean {
  if (!/[\s.(,]/.test(text.charAt(start - 1))) return true;
  const before = text.slice(Math.max(0, start - 40), start);
  if (/\.[ \t]*$/.test(before) || /\b(?:def|class)[ \t]+$/.test(before)) return false;
  const isKeyword =
    /[(,]\s*$/.test(before) && /^\s*=(?!=)/.test(text.slice(start + name.length, start + name.length + 8));
  return !isKeyword;
}

const typeExpression = /^[A-Za-z_][\w.[\], |]{0,200}$/;

/** Names in quoted annotations (`"Session | None"`) and in `__all__` refer to bindings too. */
function addQuotedNames(
  { text, start }: Word,
  mentions: Map<string, number[]>,
  references: Map<string, number[]>,
): void {
  if (!typeExpression.test(text)) return;
  for (const match of text.matchAll(/[A-Za-z_]\w*/g)) {
    addOffset(mentions, match[0], start + match.index);
    addOffset(references, match[0], start + match.index);
  }
}
