/** What the code says around a place that a value passes. */
import type { FlowStep } from "../model/flow.js";
import type { Survey } from "../model/survey.js";
import { functionsAround, lineAt } from "./surroundings.js";

/** The line a step begins on; empty where there is none. */
export function lineOf({ files }: Survey, step: FlowStep | undefined): string {
  return step ? lineAt(files.get(step.path)?.source.text ?? "", step.span.start) : "";
}

export interface TextAround {
  /** The innermost function around the place; outside functions what is close to it. */
  readonly text: string;
  /** Where in that text the place ends. */
  readonly end: number;
}

/** Outside functions this much on both sides belongs to a place. */
const reach = 300;

export function textAround(survey: Survey, { path, span }: FlowStep): TextAround {
  const file = survey.files.get(path);
  if (!file) return { text: "", end: 0 };
  const [home] = functionsAround(file.outline, span.start);
  const start = home?.span.start ?? Math.max(0, span.start - reach);
  return { text: file.source.text.slice(start, home?.span.end ?? span.end + reach), end: span.end - start };
}
