/** Compares the conditions of a chain: which repeats an earlier one, while nothing in between can change the answer. */
import type { Span } from "../model/source.js";

/** A condition, label or operand with its text, white space folded. */
export interface Part {
  readonly at: Span;
  readonly text: string;
}

/** Calls that only look; after any other call the same question may have another answer. */
const onlyLooks =
  /^(?:is|has|can|should|includes|startsWith|endsWith|equals?|contains|isinstance|issubclass|len|hasattr|getattr|type|str|int|bool|Boolean|String|Number|startswith|endswith|Is|Has|Can|Should|Contains|Equal|Before|After|lower|upper|strip|toLowerCase|toUpperCase|trim|get|some|every|any|all)(?:[A-Z_].*)?$/;

function isStable({ text }: Part): boolean {
  if (/\+\+|--|(?<![=!<>])=(?![=>])|:=|\b(?:await|yield|new|function|delete)\b|=>/.test(text)) return false;
  return [...text.matchAll(/([\w$]+)\s*(?:\?\.)?\(/g)].every(
    ([, name]) => onlyLooks.test(name ?? "") || isWord(name),
  );
}

/** Python's operators stand before parentheses like calls do. */
function isWord(name: string | undefined): boolean {
  return /^(?:not|and|or|in|is|if|else|typeof|void)$/.test(name ?? "");
}

/** The first part that repeats an earlier one, while everything in between only looks. */
export function firstRepetition(
  parts: readonly Part[],
): { readonly first: Part; readonly again: Part } | null {
  const seen = new Map<string, Part>();
  for (const part of parts) {
    if (!isStable(part)) return null;
    const first = seen.get(part.text);
    if (first) return { first, again: part };
    seen.set(part.text, part);
  }
  return null;
}

/** White space folded, so that two layouts of the same code are equal; text in quotes keeps its own. */
export function fold(text: string): string {
  return /["'`]/.test(text) ? text : text.replace(/\s+/g, " ").trim();
}

/** Short enough to stand in a sentence. */
export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
