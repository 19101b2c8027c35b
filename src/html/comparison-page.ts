/** A comparison as a page: its Markdown report, with the matrix and the totals drawn. */
import { scoredCandidates } from "../markdown/comparison-matrix.js";
import { inWords } from "../markdown/wording.js";
import type { Comparison } from "../model/comparison.js";
import { barChart, matrixChart } from "./charts.js";
import { type Html, markup } from "./escape.js";
import { blocksOf, sectionsOf } from "./from-markdown.js";
import { opened } from "./opening.js";
import { pageOf, type Part, partOf } from "./page.js";
import { splitClosing } from "./review-page.js";

/** @param markdown the Markdown report of the same comparison */
export function comparisonPage(comparison: Comparison, markdown: string): string {
  const [head, ...sections] = sectionsOf(markdown.split("\n"), "## ");
  const { closing, rest } = splitClosing(sections);
  const parts = rest.map((section): Part => {
    const part = partOf(section);
    return section.heading === "Comparison matrix"
      ? { ...part, body: markup`${drawnMatrix(comparison)}${part.body}` }
      : part;
  });
  const overview: Part = { heading: "Overview", id: "overview", body: totals(comparison) };
  return pageOf({
    title: comparison.title,
    ...opened(head?.lines ?? []),
    parts: scoredCandidates(comparison).length === 0 ? parts : [overview, ...parts],
    closing: blocksOf(closing, ""),
  });
}

function totals(comparison: Comparison): Html {
  const bars = scoredCandidates(comparison).map(({ id, scorecard, interval }) => ({
    label: id,
    value: scorecard?.total ?? 0,
    of: comparison.rubric.scale,
    shown: `${scorecard?.total ?? "not scored"}`,
    range: interval,
  }));
  const said = bars.some(({ range }) => range)
    ? markup`<p>The thin line is where the total lies under other weightings (5th to 95th of 100).</p>`
    : "";
  const chart = barChart(
    { id: "totals", title: `Points of ${comparison.rubric.scale}`, columns: ["Candidate", "Points"] },
    bars,
  );
  return markup`${chart}${said}`;
}

function drawnMatrix(comparison: Comparison): Html {
  const scored = scoredCandidates(comparison);
  const rows = comparison.rubric.criteria.map(({ id, title }) => ({
    label: title ?? inWords(id),
    cells: scored.map(({ scorecard }) => {
      const found = scorecard?.criteria.find((criterion) => criterion.id === id);
      if (!found || found.points === null) return { share: null, shown: "–", word: "not scored" };
      const points = `${found.points}/${found.max}`;
      return {
        share: found.max === 0 ? null : found.points / found.max,
        shown: points,
        word: found.level ?? points,
      };
    }),
  }));
  return matrixChart({ title: "Comparison matrix", columns: scored.map(({ id }) => id), rows });
}
