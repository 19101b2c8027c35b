/** The order of findings and practices in every report: total, and the same every time. */
import { compareText } from "../lib/compare.js";
import { type Category, categories } from "../model/category.js";
import type { Finding, Practice } from "../model/finding.js";
import { severityRank } from "../model/severity.js";

/** Kinds of defect that reach users and data; the others cost readers, and can wait longer at the same severity. */
const harmful: ReadonlySet<Category> = new Set([
  "security",
  "concurrency",
  "correctness",
  "operations",
  "performance",
]);

/** Worst first; then what reaches users before what costs readers, then surer, then agreed on by more, then by place. */
export function rankFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      severityRank(a.severity) - severityRank(b.severity) ||
      Number(harmful.has(b.category)) - Number(harmful.has(a.category)) ||
      b.confidence - a.confidence ||
      b.reviewers.length - a.reviewers.length ||
      categories.indexOf(a.category) - categories.indexOf(b.category) ||
      byPlace(a, b) ||
      compareText(a.id, b.id),
  );
}

/** At most this many practices: praise that goes on is not read. */
export const mostPractices = 10;

/**
 * The most telling first, each practice once a file, no practice more than twice, ten in all: the first place of every
 * practice before the second of any, the sure before the doubtful, and what was found in few places before what the code
 * does everywhere.
 */
export function rankPractices(practices: readonly Practice[]): readonly Practice[] {
  const places = withoutRepeats([...practices].sort(bySurety));
  const counts = new Map<string, number>();
  const turns = places.map((practice) => {
    const turn = (counts.get(practice.practice) ?? 0) + 1;
    counts.set(practice.practice, turn);
    return { practice, turn };
  });
  const placesOf = ({ practice }: Practice): number => counts.get(practice) ?? 0;
  return turns
    .filter(({ turn }) => turn <= mostPlaces)
    .sort(
      (a, b) =>
        a.turn - b.turn ||
        Number(isSure(b.practice)) - Number(isSure(a.practice)) ||
        placesOf(a.practice) - placesOf(b.practice) ||
        bySurety(a.practice, b.practice),
    )
    .slice(0, mostPractices)
    .map(({ practice }) => practice);
}

const mostPlaces = 2;

/** The least that a practice on the shelf may claim; a reader's guess is below it. */
function isSure({ confidence }: Practice): boolean {
  return confidence >= 0.8;
}

function bySurety(a: Practice, b: Practice): number {
  return (
    b.confidence - a.confidence ||
    categories.indexOf(a.category) - categories.indexOf(b.category) ||
    byPlace(a, b) ||
    compareText(a.practice, b.practice)
  );
}

/** The first of each practice in each file. */
function withoutRepeats(practices: readonly Practice[]): readonly Practice[] {
  const seen = new Set<string>();
  return practices.filter(({ practice, path }) => {
    const place = `${practice}\u0000${path}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

interface Placed {
  readonly path: string;
  readonly lines: { readonly start: number } | null;
}

function byPlace(a: Placed, b: Placed): number {
  return compareText(a.path, b.path) || (a.lines?.start ?? 0) - (b.lines?.start ?? 0);
}
