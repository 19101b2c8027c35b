/** Plans and events for tests of the live view. */
import type { ReviewEvent } from "../../../src/model/event.js";
import type { Plan } from "../../../src/model/plan.js";

/** A batch for each path, looked at by every reviewer. */
export function planOf(reviewers: readonly string[], paths: readonly string[]): Plan {
  const batches = paths.map((path, i) => ({ id: `batch-${i + 1}`, paths: [path], tokens: 1 }));
  const tasks = batches.flatMap(({ id: batch, paths: own }) =>
    reviewers.map((reviewer) => ({ id: `${batch}/${reviewer}`, batch, reviewer, paths: own })),
  );
  return { reviewers: [...reviewers], batches, tasks, skipped: [], failed: [] };
}

export function reviewerOf(task: string): string {
  return task.slice(task.lastIndexOf("/") + 1);
}

export function started(task: string): ReviewEvent {
  return { type: "started", task, reviewer: reviewerOf(task) };
}

export function finished(
  task: string,
  severities: Extract<ReviewEvent, { type: "finished" }>["severities"] = [],
): ReviewEvent {
  return { type: "finished", task, reviewer: reviewerOf(task), claims: severities.length, severities };
}
