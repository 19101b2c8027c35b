/** Replaces every known credential in a value by a placeholder, wherever it stands. */
import { readSecretKind } from "../lib/secret-kinds.js";
import type { Span } from "../model/source.js";
import type { SecretSpan, Survey } from "../model/survey.js";

export const placeholder = "[secret removed]";

/** Shorter pieces would match by chance and garble the text. */
const leastLength = 6;

/** A function that cleans strings deep inside plain data; keys, paths and ids are left alone. */
export type Redact = <T>(value: T) => T;

export function redactor(survey: Survey): Redact {
  const pieces = new Map<string, Piece>();
  for (const { source, secrets, suspected } of survey.files.values())
    for (const span of [...secrets, ...suspected])
      for (const piece of piecesOf(source.text.slice(span.start, span.end), isKey(span)))
        pieces.set(piece.text, known(pieces.get(piece.text), piece));
  if (pieces.size === 0) return (value) => value;
  const all = [...pieces.values()];
  // Only strings change, and they stay strings, so the shape of the value is the shape of the result.
  return <T>(value: T) => clean(value, (text) => coverAll(text, all)) as T;
}

/** A line of a credential. */
interface Piece {
  readonly text: string;
  /** Covered between quotes only: a word that prose is made of as well. */
  readonly isWord: boolean;
}

function piecesOf(secret: string, isOfCall: boolean): readonly Piece[] {
  return secret
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line.length >= leastLength)
    .map((text) => ({ text, isWord: isOfCall && /^[a-z]{1,12}$/i.test(text) }));
}

/** What is a word in one place and a password in another is a password. */
function known(before: Piece | undefined, piece: Piece): Piece {
  return before?.isWord === false ? before : piece;
}

/** Whether a call signs with it, where any word is a key: `jwt.sign(user, "secret")`. */
function isKey(span: Span | SecretSpan): boolean {
  return "kind" in span && readSecretKind(span.kind).form === "key";
}

/** Words that names are made of as well: `secret` as a key is no reason to cover `client_secret` wherever it stands. */
const everydayWord =
  /^(?:secret|password|passwd|random|default|private|public|session|cookie|master|letmein|changeme)$/i;

/** What an earlier pass has covered stays as it is. */
function coverAll(text: string, pieces: readonly Piece[]): string {
  return text
    .split(placeholder)
    .map((part) => cover(part, pieces))
    .join(placeholder);
}

/** Each stretch of text that known pieces cover becomes one placeholder, also where two pieces share characters. */
function cover(text: string, pieces: readonly Piece[]): string {
  const spans = pieces
    .flatMap((piece) => [...occurrences(text, piece), ...cutOccurrences(text, piece)])
    .sort((a, b) => a.start - b.start);
  let clean = "";
  let from = 0;
  for (const { start, end } of spans) {
    if (start >= from) clean += text.slice(from, start) + placeholder;
    from = Math.max(from, end);
  }
  return clean + text.slice(from);
}

function occurrences(text: string, { text: piece, isWord }: Piece): readonly Span[] {
  const spans: Span[] = [];
  for (let start = text.indexOf(piece); start !== -1; start = text.indexOf(piece, start + 1)) {
    const end = start + piece.length;
    const isPartOfName = /[\w-]/.test(text.charAt(start - 1)) || /[\w-]/.test(text.charAt(end));
    const isQuoted = /["'`]/.test(text.charAt(start - 1)) && /["'`]/.test(text.charAt(end));
    if (isWord ? isQuoted : !(isPartOfName && everydayWord.test(piece))) spans.push({ start, end });
  }
  return spans;
}

const ellipsis: Piece = { text: "…", isWord: false };

/** A long quotation may have been cut inside a credential: what stands before the ellipsis is still a part of it. */
function cutOccurrences(text: string, { text: piece }: Piece): readonly Span[] {
  return occurrences(text, ellipsis).flatMap(({ start: end }) => {
    const before = text.slice(Math.max(0, end - piece.length), end);
    for (let length = before.length; length >= leastLength; length--) {
      if (before.endsWith(piece.slice(0, length))) return [{ start: end - length, end }];
    }
    return [];
  });
}

/** Fields whose text is a path or an id of this program: what is meant must stay readable, and a report refer to it. */
const keptFields: ReadonlySet<string> = new Set([
  ...["path", "paths", "rule", "practice", "id", "category", "severity", "reviewers", "origin"],
]);

function clean(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((item) => clean(item, replace));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, keptFields.has(key) ? item : clean(item, replace)]),
  );
}
