/** A review as a page: its Markdown report, with figures before it and findings that can be filtered in it. */
import type { Review } from "../model/review.js";
import { blocksOf, type Section, sectionsOf } from "./from-markdown.js";
import { findingsOf } from "./findings.js";
import { isListing } from "./listing.js";
import { overviewOf } from "./overview.js";
import { opened } from "./opening.js";
import { pageOf, type Part, partOf } from "./page.js";

/**
 * @param markdown the Markdown report of the same review: what it tells, the page tells
 */
export function reviewPage(review: Review, markdown: string): string {
  const [head, ...sections] = sectionsOf(markdown.split("\n"), "## ");
  const { closing, rest } = splitClosing(sections);
  const lists = rest.filter(isListing);
  const findings: Part = { heading: "Findings", id: "findings", body: findingsOf(review, lists) };
  const parts = rest.flatMap((section): readonly Part[] => {
    if (!isListing(section)) return [partOf(section)];
    return section === lists[0] ? [findings] : [];
  });
  const overview: Part = { heading: "Overview", id: "overview", body: overviewOf(review) };
  return pageOf({
    title: review.title,
    ...opened(head?.lines ?? []),
    parts: [overview, ...parts, ...(lists.length === 0 ? [findings] : [])],
    closing: blocksOf(closing, ""),
  });
}

/** The provenance stands behind a rule at the end of the last section. */
export function splitClosing(sections: readonly Section[]): {
  readonly closing: readonly string[];
  readonly rest: readonly Section[];
} {
  const last = sections.at(-1);
  const rule = last?.lines.lastIndexOf("---") ?? -1;
  if (!last || rule === -1) return { closing: [], rest: sections };
  return {
    closing: last.lines.slice(rule + 1),
    rest: [...sections.slice(0, -1), { heading: last.heading, lines: last.lines.slice(0, rule) }],
  };
}
