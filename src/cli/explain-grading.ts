/** What a signal, a rubric or one criterion of it means: what is measured, what it weighs, and which word holds when. */
import { nearest } from "../lib/nearest.js";
import type { Rubric, RubricCriterion } from "../model/rubric.js";
import type { Signal } from "../model/signal.js";
import { indent, paragraphs } from "./explained.js";

export interface Grading {
  readonly signals: readonly Signal[];
  readonly rubrics: readonly Rubric[];
}

/** @param id of a signal or a rubric, `RUBRIC/CRITERION`, or a criterion's alone; undefined where it is none of them */
export function explainGrading(id: string, { signals, rubrics }: Grading): string | undefined {
  const signal = signals.find((each) => each.id === id);
  if (signal) return explainSignal(signal, rubrics);
  const rubric = rubrics.find((each) => each.id === id);
  if (rubric) return explainRubric(rubric);
  const found = rubrics.flatMap((each) =>
    each.criteria
      .filter((criterion) => id === criterion.id || id === `${each.id}/${criterion.id}`)
      .map((criterion) => explainCriterion(criterion, each)),
  );
  return found.length === 0 ? undefined : found.join("\n");
}

/** All that could have been meant. */
export function gradingNames({ signals, rubrics }: Grading): readonly string[] {
  return [
    ...[...signals, ...rubrics].map(({ id }) => id),
    ...rubrics.flatMap(({ id, criteria }) => criteria.flatMap((each) => [`${id}/${each.id}`, each.id])),
  ];
}

/** The nearest of them, whole. */
export function nearestGrading(id: string, grading: Grading): string | undefined {
  return nearest(id, gradingNames(grading));
}

function explainSignal({ id, title, why, advice }: Signal, rubrics: readonly Rubric[]): string {
  const uses = rubrics.flatMap((rubric) =>
    rubric.criteria
      .filter(({ signals }) => signals[id] !== undefined)
      .map((criterion) => [`${rubric.id}/${criterion.id}`, shareOf(id, criterion)] as const),
  );
  const wide = Math.max(0, ...uses.map(([place]) => place.length));
  const lines = uses.map(([place, share]) => `${place.padEnd(wide)}  ${share}`);
  return paragraphs([
    `${id}: ${title}`,
    `What is measured, from 0 to 1, and why\n${indent(why)}`,
    `Where it is low\n${indent(`${advice}.`)}`,
    `Weighed by\n${indent(lines.length === 0 ? "no rubric" : lines.join("\n"))}`,
  ]);
}

/** `5 of 16 parts` of the criterion's signals. */
function shareOf(signal: string, { signals, weight }: RubricCriterion): string {
  const all = Object.values(signals).reduce((sum, each) => sum + each, 0);
  return `${signals[signal] ?? 0} of ${all} parts of a criterion that weighs ${weight}`;
}

function explainRubric({ id, title, scale, criteria, bands }: Rubric): string {
  const wide = Math.max(...criteria.map((each) => each.id.length));
  return paragraphs([
    `${id}: ${title}, ${scale} points`,
    `Criteria\n${indent(criteria.map((each) => `${each.id.padEnd(wide)}  ${each.weight}`).join("\n"))}`,
    `Grades\n${indent(bands.map(({ min, grade, verdict }) => `${grade} from ${min}: ${verdict}`).join("\n"))}`,
    `session-review explain ${id}/${criteria[0]?.id ?? ""} tells more of a criterion.`,
  ]);
}

function explainCriterion(criterion: RubricCriterion, rubric: Rubric): string {
  const { id, title = id, weight, categories, signals, levels } = criterion;
  const measured = Object.entries(signals).map(([signal, parts]) => `${signal} (${parts})`);
  const wide = Math.max(0, ...levels.map(({ word }) => word.length));
  const words = levels.map(({ word, min, says }) => `${word.padEnd(wide)}  from ${min}: ${says}`);
  const section = rubric.sections[id];
  return paragraphs([
    `${rubric.id}/${id}: ${title}, ${weight} of ${rubric.scale} points`,
    ...(section ? [section] : []),
    [
      `signals   ${measured.join(", ") || "none"}`,
      `findings  ${categories.length === 0 ? "cost nothing here" : `of ${categories.join(", ")}`}`,
    ].join("\n"),
    ...(words.length === 0 ? [] : [`Words, by the share of what was measured\n${indent(words.join("\n"))}`]),
  ]);
}
