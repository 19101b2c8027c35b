/** Turns findings into points, a grade and a verdict, by the formula of the rubric; the arithmetic is printed. */
import type { Category } from "../model/category.js";
import type { Finding } from "../model/finding.js";
import type { Rubric, Scorecard } from "../model/rubric.js";
import { severities } from "../model/severity.js";

export interface GradeInput {
  readonly subject: string;
  readonly findings: readonly Finding[];
  /** Lines that a parser and at least one reviewer looked at. */
  readonly lines: number;
  /** Categories somebody looked for, and why the others were not. */
  readonly assessed: ReadonlySet<Category>;
  readonly whyNotAssessed: (category: Category) => string;
}

/** Below half of the weight a total would speak of what was not looked at; the rubric's page says so too. */
const leastScored = 0.5;

type Criterion = Scorecard["criteria"][number];

/**
 * points = weight × max(0, 1 − Σ penalty ÷ size), size = max(1, √(thousand lines)); the source of every number is the
 * rubric's page. A criterion nobody could look at is null, and its weight is shared out over the others.
 */
export function grade(rubric: Rubric, input: GradeInput): Scorecard {
  const size = Math.max(1, Math.sqrt(input.lines / 1000));
  const criteria = rubric.criteria.map((criterion) => scoreCriterion(criterion, rubric, input, size));
  const scored = criteria.filter((criterion) => criterion.points !== null);
  const weight = sum(scored.map(({ max }) => max));
  const points = sum(scored.map((criterion) => criterion.points ?? 0));
  const uncapped = weight < leastScored * rubric.scale ? null : (points / weight) * rubric.scale;
  const total = uncapped === null ? null : oneDecimal(Math.min(uncapped, cap(rubric, input.findings)));
  const band = total === null ? undefined : rubric.bands.find(({ min }) => total >= min);
  return {
    subject: input.subject,
    rubric: rubric.id,
    criteria,
    total,
    stars: band?.stars ?? null,
    grade: band?.grade ?? null,
    verdict: band?.verdict ?? null,
    formula: explain(rubric, input, { size, weight, points, uncapped, total }),
  };
}

function scoreCriterion(
  { id, weight, categories }: Rubric["criteria"][number],
  rubric: Rubric,
  { findings, assessed, whyNotAssessed }: GradeInput,
  size: number,
): Criterion {
  const [category] = categories;
  if (!categories.some((candidate) => assessed.has(candidate))) {
    const why = category === undefined ? "no category" : whyNotAssessed(category);
    return { id, points: null, max: weight, reasons: [`not scored: ${why}`], findings: [] };
  }
  const own = findings.filter((finding) => categories.includes(finding.category));
  const penalty = sum(own.map(({ severity }) => rubric.penalties[severity]));
  const points = oneDecimal(weight * Math.max(0, 1 - penalty / size));
  const counts = severities.flatMap((severity) => {
    const count = own.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  const reasons = counts.length === 0 ? ["no findings"] : [counts.join(", ")];
  return { id, points, max: weight, reasons, findings: own.map((finding) => finding.id) };
}

function cap(rubric: Rubric, findings: readonly Finding[]): number {
  const caps = findings.map(({ severity }) => rubric.caps[severity] ?? rubric.scale);
  return Math.min(rubric.scale, ...new Set(caps));
}

interface Sums {
  readonly size: number;
  readonly weight: number;
  readonly points: number;
  readonly uncapped: number | null;
  readonly total: number | null;
}

function explain(
  rubric: Rubric,
  input: GradeInput,
  { size, weight, points, uncapped, total }: Sums,
): string[] {
  const lines = [
    `size = max(1, √(${input.lines} lines ÷ 1000)) = ${twoDecimals(size)}`,
    "points of a criterion = weight × max(0, 1 − Σ penalty ÷ size)",
    `penalties: ${severities.map((severity) => `${severity} ${rubric.penalties[severity]}`).join(", ")}`,
  ];
  if (uncapped === null || total === null)
    return [...lines, `total: not scored, as only ${weight} of ${rubric.scale} points could be looked at`];
  lines.push(`total = ${oneDecimal(points)} ÷ ${weight} × ${rubric.scale} = ${oneDecimal(uncapped)}`);
  const ceiling = cap(rubric, input.findings);
  if (total < oneDecimal(uncapped)) {
    const cause = input.findings.find(({ severity }) => rubric.caps[severity] === ceiling);
    lines.push(`capped at ${ceiling}, because there is a ${cause?.severity} finding`);
  }
  return lines;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}

function twoDecimals(value: number): number {
  return Math.round(value * 100) / 100;
}
