/** Replaces every known credential in a value by a placeholder, wherever it stands. */
import type { Span } from "../model/source.js";
import type { Survey } from "../model/survey.js";

export const placeholder = "[secret removed]";

/** Shorter pieces would match by chance and garble the text. */
const leastLength = 6;

/** A function that cleans strings deep inside plain data; keys, paths and ids are left alone. */
export type Redact = <T>(value: T) => T;

export function redactor(survey: Survey): Redact {
  const secrets = [...survey.files.values()].flatMap(({ source, secrets: spans, suspected }) =>
    [...spans, ...suspected].flatMap(({ start, end }) => source.text.slice(start, end).split(/\r\n|\r|\n/)),
  );
  const pieces = [...new Set(secrets.map((piece) => piece.trim()))].filter(
    (piece) => piece.length >= leastLength,
  );
  if (pieces.length === 0) return (value) => value;
  // Only strings change, and they stay strings, so the shape of the value is the shape of the result.
  return <T>(value: T) => clean(value, (text) => coverAll(text, pieces)) as T;
}

/** Words that names are made of as well: `secret` as a key is no reason to cover `client_secret` wherever it stands. */
const everydayWord =
  /^(?:secret|password|passwd|random|default|private|public|session|cookie|master|letmein|changeme)$/i;

/** What an earlier pass has covered stays as it is. */
function coverAll(text: string, pieces: readonly string[]): string {
  return text
    .split(placeholder)
    .map((part) => cover(part, pieces))
    .join(placeholder);
}

/** Each stretch of text that known pieces cover becomes one placeholder, also where two pieces share characters. */
function cover(text: string, pieces: readonly string[]): string {
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

function occurrences(text: string, piece: string): readonly Span[] {
  const spans: Span[] = [];
  for (let start = text.indexOf(piece); start !== -1; start = text.indexOf(piece, start + 1)) {
    const end = start + piece.length;
    const isPartOfName = /[\w-]/.test(text.charAt(start - 1)) || /[\w-]/.test(text.charAt(end));
    if (!(isPartOfName && everydayWord.test(piece))) spans.push({ start, end });
  }
  return spans;
}

/** A long quotation may have been cut inside a credential: what stands before the ellipsis is still a part of it. */
function cutOccurrences(text: string, piece: string): readonly Span[] {
  return occurrences(text, "…").flatMap(({ start: end }) => {
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
