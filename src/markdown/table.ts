/** The one style of table in all reports. */
import { markdownTable } from "markdown-table";
import { displayWidth } from "../lib/width.js";
import { cell } from "./escape.js";

/** Longer cells run over instead of making every row as wide. */
const widestColumn = 40;

/** @param columns headings; one that ends with `:` is aligned to the right, as numbers are */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const headings = columns.map((heading) => heading.replace(/:$/u, ""));
  return markdownTable(
    [headings, ...rows].map((row) => row.map(cell)),
    {
      align: columns.map((heading) => (heading.endsWith(":") ? "r" : "")),
      stringLength: (text) => Math.min(displayWidth(text), widestColumn),
    },
  );
}
