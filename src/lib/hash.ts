/** A short, stable name for a text. */
import { createHash } from "node:crypto";

/** First `length` hex digits of the text's SHA-256; 12 digits keep 10,000 findings apart with odds of 1 to 5 million. */
export function hash(text: string, length = 12): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

/** What a page's security policy calls a style sheet or script that stands in it: `sha256-` and base64. */
export function integrity(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
