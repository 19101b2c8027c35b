/** Shows code from a reviewed file inside Markdown. */
import { dedent } from "../lib/text.js";
import { visibleCode } from "../lib/visible.js";
import { fit } from "../lib/width.js";
import { longestRun } from "./escape.js";

/** Lines of an excerpt: enough to recognise the place, short enough to read on. */
export const mostExcerptLines = 12;
const widestLine = 160;

export interface Excerpt {
  /** Without shared indentation, blank edges and overlong ends. */
  readonly lines: readonly string[];
  /** Lines of the quote that are not shown. */
  readonly omitted: number;
}

/** The lines of a quote as a report shows them. */
export function excerptOf(quote: string): Excerpt {
  const text = dedent(quote.replace(/\r\n?/gu, "\n").replace(/^(?:[^\S\n]*\n)+/u, ""));
  const all = visibleCode(text).trimEnd().split("\n");
  const lines = all.slice(0, mostExcerptLines).map((line) => fit(line.trimEnd(), widestLine));
  return { lines: all.length === 1 && all[0] === "" ? [] : lines, omitted: all.length - lines.length };
}

/** The first line of a quote, for where one line must do. */
export function firstLineOf(quote: string): string {
  return excerptOf(quote).lines[0]?.trim() ?? "";
}

/** A fenced block that no line inside can close. */
export function fence(lines: readonly string[], language: string): string {
  const ticks = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  const tag = /^[a-z][a-z0-9+#-]*$/u.test(language) ? language : "";
  return [ticks + tag, ...lines, ticks].join("\n");
}
