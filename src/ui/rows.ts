/** What a screen shows, as data: rows of styled text that fit the terminal. */
import { displayWidth, fit } from "../lib/width.js";

export type Style = "plain" | "bold" | "dim" | "red" | "yellow" | "green" | "cyan" | "chosen";

export interface Span {
  readonly text: string;
  readonly style: Style;
}

/** One line of the screen. */
export type Row = readonly Span[];

/** Columns and rows of a terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Some terminals, and most pipes, say 0 or nothing; then the size that every program may count on. */
export function sizeOr80x24(columns: number | undefined, rows: number | undefined): Size {
  return { columns: columns || 80, rows: rows || 24 };
}

export function span(text: string, style: Style = "plain"): Span {
  return { text, style };
}

/** The row cut to a number of columns, with an ellipsis where something is missing. */
export function fitRow(row: Row, columns: number): Row {
  const kept: Span[] = [];
  let left = columns;
  for (const { text, style } of row) {
    const width = displayWidth(text);
    if (width > left) {
      if (left > 0) kept.push({ text: fit(text, left), style });
      return kept;
    }
    left -= width;
    kept.push({ text, style });
  }
  return kept;
}

/** The text followed by spaces up to a number of columns; never cut. */
export function padded(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}

/** What a row says, without styles. */
export function textOf(row: Row): string {
  return row.map(({ text }) => text).join("");
}
