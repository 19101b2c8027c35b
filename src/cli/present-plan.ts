/** What `--dry-run` prints: the files, who would look at them, and what is left out. */
import { plural } from "../lib/text.js";
import { groupBy } from "../lib/group.js";
import { visible } from "../lib/visible.js";
import type { Prepared } from "../review.js";

/** @param models what would be sent to models; nothing for the offline engine */
export function presentPlan(prepared: Prepared, models: readonly string[] = []): string {
  const { plan, gathered } = prepared;
  const blocks = [
    sizes(prepared),
    models,
    prepared.documents.map(
      ({ path, statements }) =>
        `plan ${visible(path)}: ${plural(statements.length, "statement")} to hold the code against`,
    ),
    plan.batches.flatMap(({ id, paths, tokens }) => [
      `${id}: ${plural(paths.length, "file")}, about ${plural(tokens, "token")}`,
      ...paths.map((path) => `  ${visible(path)}`),
    ]),
    counted(
      "cannot be looked at as planned",
      groupBy(plan.failed, ({ path, reason }) => `${visible(path)}: ${reason}`).keys(),
    ),
    counted(
      "left out",
      gathered.skipped.map(({ path, reason, proof }) => `${visible(path)}: ${reason} (${proof})`),
    ),
  ];
  const shown = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${shown.join("\n\n")}\n`;
}

function sizes({ plan, reviewers, survey }: Prepared): readonly string[] {
  const tokens = plan.batches.reduce((sum, batch) => sum + batch.tokens, 0);
  const names = reviewers.map(({ id }) => id).join(", ");
  return [
    `${plural(survey.facts.files, "file")}, ${plural(survey.facts.lines, "line")}, about ${plural(tokens, "token")}`,
    `${plural(plan.batches.length, "batch", "batches")} × ${plural(reviewers.length, "reviewer")} (${names}) = ${plural(plan.tasks.length, "task")}`,
  ];
}

function counted(heading: string, entries: Iterable<string>): readonly string[] {
  const lines = [...entries];
  return lines.length === 0 ? [] : [`${heading}: ${lines.length}`, ...lines.map((line) => `  ${line}`)];
}
