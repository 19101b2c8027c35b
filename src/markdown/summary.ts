/** The closing section: counts, grade and the arithmetic behind it. */
import type { Review } from "../model/review.js";
import type { Scorecard } from "../model/rubric.js";
import { severities } from "../model/severity.js";
import { blocks, bullets, section } from "./document.js";
import { code, prose } from "./escape.js";
import { leftOutText } from "./left-out.js";
import { table } from "./table.js";
import { qualityText } from "./verdict.js";
import { countOf, enumerate, inWords } from "./wording.js";

export function summarySection(review: Review): string {
  const { findings, scorecards } = review;
  const counts = severities.map((severity) => `${inWords(severity)}: ${countOf(findings, severity)}`);
  const [card] = scorecards;
  const quality = `Overall quality: ${qualityText(card)}${card ? starsText(card) : ""}`;
  return section(
    "## Summary",
    bullets([`Total issues: ${findings.length}`, ...counts, ...notCounted(review), quality]),
    card ? losses(card) : "",
    ...scorecards.map(scorecardBlock),
  );
}

function notCounted(review: Review): readonly string[] {
  const text = leftOutText(review);
  return text === "" ? [] : [`Not counted: ${text}`];
}

/** Of five. */
function starsText({ stars }: Scorecard): string {
  return stars === null ? "" : `, ${"★".repeat(stars)}${"☆".repeat(Math.max(0, 5 - stars))}`;
}

const mostLosses = 3;

/** Where to begin: the criteria that cost the most points. */
function losses({ criteria }: Scorecard): string {
  const lost = criteria
    .map(({ id, points, max }) => ({ id, loss: points === null ? 0 : Math.round((max - points) * 10) / 10 }))
    .filter(({ loss }) => loss > 0)
    .sort((a, b) => b.loss - a.loss)
    .map(({ id, loss }) => `${inWords(id).toLowerCase()} (${loss})`);
  if (lost.length === 0) return "";
  const named = prose(enumerate(lost.slice(0, mostLosses)));
  return `${lost.length > mostLosses ? "Most points" : "Points"} were lost in ${named}.`;
}

function scorecardBlock({ rubric, criteria, formula }: Scorecard): string {
  const rows = criteria.map(({ id, points, max, reasons }) => [
    prose(id),
    points === null ? `–/${max}` : `${points}/${max}`,
    reasons.map(prose).join("; "),
  ]);
  return blocks(
    table(["Criterion", "Points:", "Why"], rows),
    formula.length === 0 ? "" : `How the rubric ${code(rubric)} counts:`,
    bullets(formula.map(prose)),
  );
}
