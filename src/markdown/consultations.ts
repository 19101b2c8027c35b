/** Which models were asked, what for, and what it took. */
import { grouped, plural } from "../lib/text.js";
import type { Consultation, Review } from "../model/review.js";
import { bullets, section } from "./document.js";
import { prose } from "./escape.js";
import { table } from "./table.js";

/** Empty for a review that asked no model. */
export function consultationsSection({ consultations = [] }: Review): string {
  if (consultations.length === 0) return "";
  const columns = [
    "Model",
    "At",
    "Calls:",
    "Tasks",
    "Input:",
    "From cache:",
    "To cache:",
    "Output:",
    "Cost:",
  ];
  return section(
    "## Models asked",
    table(columns, consultations.map(row)),
    bullets(consultations.flatMap(failuresOf)),
    consultations.length > 1
      ? "A file counts as reviewed when one of them reviewed it. Each further model that says the same takes a fifth of the remaining doubt about a finding away."
      : "",
    "Tokens as the servers counted them; a dash is what they did not say, or a price that is not known.",
    priceNote(consultations),
  );
}

function priceNote(consultations: readonly Consultation[]): string {
  const lists = new Set(
    consultations.flatMap(({ dollars, pricesOf }) =>
      dollars === null || !pricesOf ? [] : [prose(pricesOf)],
    ),
  );
  return lists.size === 0
    ? ""
    : `Costs are counted by prices of ${[...lists].join(" and ")}, the dearer end where it is open what came from a cache.`;
}

function failuresOf({ model, failures = [] }: Consultation): readonly string[] {
  return failures.map(
    ({ reason, tasks }) => `${prose(model)} did not review ${plural(tasks, "task")}: ${prose(reason)}`,
  );
}

function row({ model, destination, calls, tasks, dollars, ...tokens }: Consultation): readonly string[] {
  const { input, cacheRead, cacheWrite, output } = tokens;
  return [
    prose(model),
    prose(destination),
    grouped(calls),
    `${tasks.reviewed} reviewed, ${tasks.reused} reused, ${tasks.failed} failed`,
    ...[input, cacheRead, cacheWrite, output].map((count) => (count === null ? "–" : grouped(count))),
    dollars === null ? "–" : `$${dollars.toFixed(2)}`,
  ];
}
