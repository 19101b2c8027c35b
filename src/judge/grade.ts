/** Turns findings into points, a grade and a verdict, by the formula of the rubric; the arithmetic is printed. */
import type { Category } from "../model/category.js";
import type { Finding } from "../model/finding.js";
import type { Level, MeasuredSignal, Rubric, Scorecard } from "../model/rubric.js";
import { severities } from "../model/severity.js";
import { type Cost, costOf } from "./count-once.js";
import { earnedBy, hasSignals, measuredFor, shareOf } from "./criterion-share.js";
import { type HeardByCriterion, judgedFormula, withHeard } from "./scores.js";

export interface GradeInput {
  readonly subject: string;
  readonly findings: readonly Finding[];
  /** Lines that a parser and at least one reviewer looked at. */
  readonly lines: number;
  /** Categories somebody looked for, and why the others were not. */
  readonly assessed: ReadonlySet<Category>;
  readonly whyNotAssessed: (category: Category) => string;
  /** What was measured, by signal id; rubrics that weigh findings alone need none. */
  readonly signals?: ReadonlyMap<string, MeasuredSignal>;
  /** Signals that nobody was asked for, as that of the task where none was given: they are missing for every candidate. */
  readonly unasked?: ReadonlySet<string>;
  /** What models say of the criteria, where some judged. */
  readonly heard?: HeardByCriterion;
}

/** Below half of the weight that was asked for a total would speak of what was not looked at; the rubric's page says so too. */
const leastScored = 0.5;

type Criterion = Scorecard["criteria"][number];

/**
 * points = weight × max(0, share − Σ penalty ÷ size), size = max(1, √(thousand lines)). Without signals share is 1, with
 * signals floor + (1 − floor) × their weighted mean to the power of the exponent. The source of every number is the rubric's page. A criterion nobody
 * could look at is null, and its weight is shared out over the others; so is one whose signals had nothing to measure,
 * unless there are findings: they are taken from the mean of the others, so that no finding ever raises a total.
 */
export function grade(rubric: Rubric, input: GradeInput): Scorecard {
  const size = Math.max(1, Math.sqrt(input.lines / 1000));
  const usual = usualShare(rubric, input);
  const criteria = rubric.criteria.map((criterion) =>
    withHeard(
      scoreCriterion(criterion, rubric, input, { size, usual }),
      criterion,
      input.heard?.get(criterion.id),
      rubric.floor,
    ),
  );
  const scored = criteria.filter((criterion) => criterion.points !== null);
  const weight = sum(scored.map(({ max }) => max));
  const points = sum(scored.map((criterion) => criterion.points ?? 0));
  const asked = askedWeight(rubric, input);
  const uncapped = weight === 0 || weight < leastScored * asked ? null : (points / weight) * rubric.scale;
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
    formula: explain(rubric, input, { size, weight, asked, points, uncapped, total }),
  };
}

function askedWeight({ criteria }: Rubric, { unasked }: GradeInput): number {
  const isAsked = ({ signals, categories }: RubricCriterion): boolean =>
    categories.length > 0 ||
    Object.keys(signals).length === 0 ||
    Object.keys(signals).some((id) => !unasked?.has(id));
  return sum(criteria.filter(isAsked).map(({ weight }) => weight));
}

interface Shared {
  readonly size: number;
  /** What a criterion without a measure of its own is taken for. */
  readonly usual: number;
}

function scoreCriterion(
  criterion: RubricCriterion,
  rubric: Rubric,
  input: GradeInput,
  { size, usual }: Shared,
): Criterion {
  const { id, weight, categories } = criterion;
  const signals = measuredFor(criterion, input.signals);
  const share = shareOf(criterion, signals);
  const isAssessed = categories.some((category) => input.assessed.has(category));
  const own = input.findings.filter((finding) => categories.includes(finding.category));
  const measured = signals.length === 0 ? {} : { signals: [...signals] };
  const isSilent = share === null && (hasSignals(criterion) ? own.length === 0 : !isAssessed);
  if (isSilent)
    return { id, points: null, max: weight, ...measured, reasons: [whyNot(criterion, input)], findings: [] };
  const cost = costOf(own, criterion, { rubric, signals: input.signals, size });
  const penalty = cost.points / weight;
  const start = share ?? (hasSignals(criterion) ? usual : 1);
  const pointsFor = (reached: number): number => {
    const base = hasSignals(criterion) ? earnedBy(reached, rubric) : reached;
    return oneDecimal(weight * Math.max(0, base - penalty));
  };
  const points = pointsFor(start);
  const atMost = share === null ? points : pointsFor(shareOf(criterion, signals.map(atBest)) ?? share);
  return {
    id,
    points,
    max: weight,
    ...(atMost > points ? { atMost } : {}),
    ...(criterion.levels.length === 0
      ? {}
      : { level: levelAt(criterion.levels, Math.max(0, start - cost.alone / weight)) }),
    reasons: [...reasonsOf(signals, own, categories.length > 0), ...countedOnce(cost)],
    findings: own.map((finding) => finding.id),
    ...measured,
  };
}

type RubricCriterion = Rubric["criteria"][number];

/** Weighted mean over the criteria that were measured; 1 where none was. */
function usualShare({ criteria }: Rubric, input: GradeInput): number {
  const known = criteria.flatMap((criterion) => {
    const share = shareOf(criterion, measuredFor(criterion, input.signals));
    return share === null ? [] : [{ share, weight: criterion.weight }];
  });
  const weight = sum(known.map((each) => each.weight));
  return weight === 0 ? 1 : sum(known.map((each) => each.share * each.weight)) / weight;
}

/** The signal at its bound. */
function atBest(signal: MeasuredSignal): MeasuredSignal {
  return { ...signal, value: signal.atMost ?? signal.value };
}

function whyNot(criterion: RubricCriterion, input: GradeInput): string {
  const said = measuredFor(criterion, input.signals).map(({ says }) => says);
  if (said.length > 0) return `not scored: ${[...new Set(said)].join("; ")}`;
  const { whyNotAssessed } = input;
  const [category] = criterion.categories;
  return `not scored: ${category === undefined ? "nothing here to measure it by" : whyNotAssessed(category)}`;
}

/** Rounded before it is compared, so that the word agrees with the points that are printed. */
function levelAt(levels: readonly Level[], reached: number): string | null {
  return levels.find(({ min }) => twoDecimals(reached) >= min)?.word ?? null;
}

function reasonsOf(
  signals: readonly MeasuredSignal[],
  findings: readonly Finding[],
  areFindingsCounted: boolean,
): string[] {
  const counts = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  const said = signals.filter(({ value }) => value !== null).map(({ says }) => says);
  if (!areFindingsCounted) return said;
  return [...said, counts.length === 0 ? "no findings" : counts.join(", ")];
}

function countedOnce({ points, alone, takenBy }: Cost): string[] {
  if (takenBy.length === 0) return [];
  const taken = oneDecimal(alone - points);
  return [
    `of the ${oneDecimal(alone)} points that findings cost, ${taken} were taken already by the signal for the same fault (${takenBy.join("; ")})`,
  ];
}

function cap(rubric: Rubric, findings: readonly Finding[]): number {
  const caps = findings.map(({ severity }) => rubric.caps[severity] ?? rubric.scale);
  return Math.min(rubric.scale, ...new Set(caps));
}

interface Sums {
  readonly size: number;
  readonly weight: number;
  /** The weight of what could be asked of every candidate. */
  readonly asked: number;
  readonly points: number;
  readonly uncapped: number | null;
  readonly total: number | null;
}

function explain(
  rubric: Rubric,
  input: GradeInput,
  { size, weight, asked, points, uncapped, total }: Sums,
): string[] {
  const lines = [
    `size = max(1, √(${input.lines} lines ÷ 1000)) = ${twoDecimals(size)}`,
    rubric.criteria.some(hasSignals)
      ? `points of a criterion = weight × max(0, ${shareInWords(rubric)} − Σ penalty ÷ size)`
      : "points of a criterion = weight × max(0, 1 − Σ penalty ÷ size)",
    ...(input.heard ? [judgedFormula] : []),
    `penalties: ${severities.map((severity) => `${severity} ${rubric.penalties[severity]}`).join(", ")}`,
  ];
  if (uncapped === null || total === null)
    return [...lines, `total: not scored, as only ${weight} of ${asked} points could be looked at`];
  lines.push(`total = ${oneDecimal(points)} ÷ ${weight} × ${rubric.scale} = ${oneDecimal(uncapped)}`);
  const ceiling = cap(rubric, input.findings);
  if (total < oneDecimal(uncapped)) {
    const cause = input.findings.find(({ severity }) => rubric.caps[severity] === ceiling);
    lines.push(`capped at ${ceiling}, because there is a ${cause?.severity} finding`);
  }
  return lines;
}

function shareInWords({ floor, exponent }: Rubric): string {
  const mean = exponent === 1 ? "mean of its signals" : `(mean of its signals)^${exponent}`;
  return floor === 0 ? mean : `${floor} + ${twoDecimals(1 - floor)} × ${mean}`;
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
