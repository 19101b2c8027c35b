/** The order of findings and practices in every report: total, and the same every time. */
import { compareText } from "../lib/compare.js";
import { categories } from "../model/category.js";
import type { Finding, Practice } from "../model/finding.js";
import { severityRank } from "../model/severity.js";

/** Worst first; then surer, then agreed on by more reviewers, then by category, file and line. */
export function rankFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      severityRank(a.severity) - severityRank(b.severity) ||
      b.confidence - a.confidence ||
      b.reviewers.length - a.reviewers.length ||
      categories.indexOf(a.category) - categories.indexOf(b.category) ||
      byPlace(a, b) ||
      compareText(a.id, b.id),
  );
}

/** At most this many practices: praise that goes on is not read. */
export const mostPractices = 10;

/** The surest first, each practice once a file, no practice more than twice, ten in all. */
export function rankPractices(practices: readonly Practice[]): readonly Practice[] {
  const counts = new Map<string, number>();
  const files = new Set<string>();
  return [...practices]
    .sort(
      (a, b) =>
        b.confidence - a.confidence ||
        categories.indexOf(a.category) - categories.indexOf(b.category) ||
        byPlace(a, b) ||
        compareText(a.practice, b.practice),
    )
    .filter(({ practice, path }) => {
      const count = counts.get(practice) ?? 0;
      const file = `${practice}\u0000${path}`;
      if (count >= 2 || files.has(file)) return false;
      counts.set(practice, count + 1);
      files.add(file);
      return true;
    })
    .slice(0, mostPractices);
}

interface Placed {
  readonly path: string;
  readonly lines: { readonly start: number } | null;
}

function byPlace(a: Placed, b: Placed): number {
  return compareText(a.path, b.path) || (a.lines?.start ?? 0) - (b.lines?.start ?? 0);
}
