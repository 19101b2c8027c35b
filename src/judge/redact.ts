/** Replaces every known credential in a value by a placeholder, wherever it stands. */
import type { Survey } from "../model/survey.js";

export const placeholder = "[secret removed]";

/** Shorter pieces would match by chance and garble the text. */
const leastLength = 6;

/** A function that cleans strings deep inside plain data; keys and paths are left alone. */
export type Redact = <T>(value: T) => T;

export function redactor(survey: Survey): Redact {
  const secrets = [...survey.files.values()].flatMap(({ source, secrets: spans }) =>
    spans.flatMap(({ start, end }) => source.text.slice(start, end).split(/\r\n|\r|\n/)),
  );
  const pieces = [...new Set(secrets.map((piece) => piece.trim()))]
    .filter((piece) => piece.length >= leastLength)
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  if (pieces.length === 0) return (value) => value;
  const pattern = new RegExp(
    pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"),
    "g",
  );
  // Only strings change, and they stay strings, so the shape of the value is the shape of the result.
  return <T>(value: T) => clean(value, (text) => text.replace(pattern, placeholder)) as T;
}

function clean(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((item) => clean(item, replace));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === "path" ? item : clean(item, replace)]),
  );
}
