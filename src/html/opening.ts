/** What stands before the first section of a Markdown report: the notice of what is missing, the title, the verdict. */
import type { Page } from "./page.js";
import { blocksOf } from "./from-markdown.js";

export function opened(lines: readonly string[]): Pick<Page, "incomplete" | "opening"> {
  const title = lines.findIndex((line) => line.startsWith("# "));
  const before = lines.slice(0, Math.max(0, title));
  const hasNotice = before.some((line) => line !== "");
  return {
    incomplete: hasNotice ? blocksOf(before, "") : null,
    opening: blocksOf(lines.slice(Math.max(0, title)), ""),
  };
}
