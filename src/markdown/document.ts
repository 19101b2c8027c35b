/** Puts blocks together to a Markdown document. */
import { grouped } from "../lib/text.js";
import { disarm } from "../lib/visible.js";

/** Blocks with a blank line between them; empty ones are left out. */
export function blocks(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

/** A heading with its blocks, or nothing when they are all empty. */
export function section(heading: string, ...parts: readonly string[]): string {
  const body = blocks(...parts);
  return body === "" ? "" : `${heading}\n\n${body}`;
}

export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** The first items of a list and how many more the JSON report holds. */
export function cappedBullets(items: readonly string[], most: number): string {
  const more = items.length - most;
  const shown = items.slice(0, most);
  return bullets(more > 0 ? [...shown, `and ${grouped(more)} more, see the JSON report`] : shown);
}

/** Every line behind a `>`. */
export function quoted(markdown: string): string {
  return markdown.replace(/^/gmu, "> ");
}

/** The whole text: nothing a build runner would obey, no trailing spaces, one line feed at the end. */
export function finish(markdown: string): string {
  return `${disarm(markdown)
    .replace(/[^\S\n]+$/gmu, "")
    .trimEnd()}\n`;
}
