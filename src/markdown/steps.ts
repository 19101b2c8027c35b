/** The way of a value from outside to where it does harm. */
import type { Finding, Place } from "../model/finding.js";
import { blocks } from "./document.js";
import { prose } from "./escape.js";
import { placeCode, placeText } from "./wording.js";

const label = "How the value gets there";

/** A numbered list, a step a line; nothing where no value travels. */
export function stepsBlock({ steps = [] }: Finding): string {
  if (steps.length === 0) return "";
  const lines = steps.map((step, i) => `${i + 1}. ${placeCode(step)}: ${prose(step.note ?? "")}`);
  return blocks(`**${label}:**`, lines.join("\n"));
}

/** The same in one line, for a place among many; the last step is the place itself. */
export const way = {
  label,
  read: ({ steps = [] }: Finding): string => steps.slice(0, -1).map(stepText).join(", then "),
};

/** `req.query.id` is read (`src/a.ts:12`). */
export function stepText(step: Place): string {
  return `${step.note ?? ""} (\`${placeText(step)}\`)`;
}
