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
  return <T>(value: T) =>
    clean(value, (text) => withoutCutSecrets(text.replace(pattern, placeholder), pieces)) as T;
}

/** A long quotation may have been cut inside a credential: what stands before the ellipsis is still a part of it. */
function withoutCutSecrets(text: string, pieces: readonly string[]): string {
  if (!text.includes("…")) return text;
  const parts = text.split("…");
  return parts
    .map((part, i) => {
      const cut = i === parts.length - 1 ? 0 : longestBeginning(part, pieces);
      return cut === 0 ? part : part.slice(0, -cut) + placeholder;
    })
    .join("…");
}

/** Length of the longest beginning of a piece that the text ends with; 0 when it is too short to tell. */
function longestBeginning(text: string, pieces: readonly string[]): number {
  const lengths = pieces.map((piece) => {
    let length = Math.min(piece.length, text.length);
    while (length >= leastLength && !text.endsWith(piece.slice(0, length))) length--;
    return length >= leastLength ? length : 0;
  });
  return Math.max(0, ...lengths);
}

function clean(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((item) => clean(item, replace));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === "path" ? item : clean(item, replace)]),
  );
}
