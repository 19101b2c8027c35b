/** What `--dry-run` prints: the files, who would look at them, and what is left out. */
import { plural } from "../lib/text.js";
import { groupBy } from "../lib/group.js";
import { visible } from "../lib/visible.js";
import type { Prepared } from "../review.js";

export function presentPlan({ gathered, plan, reviewers, survey }: Prepared): string {
  const tokens = plan.batches.reduce((sum, batch) => sum + batch.tokens, 0);
  const lines = [
    `${plural(survey.facts.files, "file")}, ${plural(survey.facts.lines, "line")}, about ${plural(tokens, "token")}`,
    `${plural(plan.batches.length, "batch", "batches")} × ${plural(reviewers.length, "reviewer")} (${reviewers.map(({ id }) => id).join(", ")}) = ${plural(plan.tasks.length, "task")}`,
    "",
  ];
  for (const { id, paths, tokens: size } of plan.batches) {
    lines.push(
      `${id}: ${plural(paths.length, "file")}, about ${plural(size, "token")}`,
      ...paths.map((path) => `  ${visible(path)}`),
    );
  }
  const broken = [...groupBy(plan.failed, ({ path, reason }) => `${visible(path)}: ${reason}`).keys()];
  if (broken.length > 0) {
    lines.push("", `cannot be looked at as planned: ${broken.length}`, ...broken.map((line) => `  ${line}`));
  }
  const leftOut = gathered.skipped.map(
    ({ path, reason, proof }) => `  ${visible(path)}: ${reason} (${proof})`,
  );
  if (leftOut.length > 0) lines.push("", `left out: ${leftOut.length}`, ...leftOut);
  return `${lines.join("\n")}\n`;
}
