/** Which models were asked, what for, and what it took. */
import { grouped, plural } from "../lib/text.js";
import type { Consultation, Review } from "../model/review.js";
import { bullets, section } from "./document.js";
import { prose } from "./escape.js";
import { table } from "./table.js";
import { enumerate } from "./wording.js";

/** Empty for a review that asked no model. */
export function consultationsSection({ consultations = [], attempts }: Review): string {
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
    bullets(consultations.flatMap((each) => [...failuresOf(each), ...setAsideOf(each)])),
    consultations.length > 1
      ? "A file counts as reviewed when one of them reviewed it. Each further model that says the same takes a fifth of the remaining doubt about a finding away."
      : "",
    "Tokens as the servers counted them; a dash is what they did not say, or a price that is not known.",
    priceNote(consultations),
    attempts ? secondLook(attempts) : "",
  );
}

/** What became of the findings that a model was to prove wrong. */
function secondLook({ stood, refuted, questioned, notExamined }: NonNullable<Review["attempts"]>): string {
  const all = stood + refuted + questioned + notExamined;
  const ends = [
    `${grouped(stood)} stood`,
    `${grouped(refuted)} fell`,
    `${grouped(questioned)} stayed with a doubt`,
    `${grouped(notExamined)} ${notExamined === 1 ? "was" : "were"} not examined`,
  ];
  return `A second look was to prove ${plural(all, "finding")} of medium severity or above wrong: ${enumerate(ends)}. What was not examined says why beside the finding.`;
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

function setAsideOf({ model, setAside = [] }: Consultation): readonly string[] {
  return setAside.map(
    ({ reason, items }) =>
      `Of the answers of ${prose(model)}, ${plural(items, "item")} ${items === 1 ? "was" : "were"} set aside; ${prose(reason)}`,
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
