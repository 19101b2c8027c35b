/** Progress as plain lines, for terminals and logs alike; owns nothing but the time of its last line. */
import { grouped, plural } from "../lib/text.js";
import type { Listen, ReviewEvent } from "../model/event.js";

/** A log line more often than this is noise. */
const everyMilliseconds = 10_000;

/** A listener that says where the run is: one line a step, and at most one every 10 seconds while tasks run. */
export function progressLines(say: (line: string) => void, now: () => number = Date.now): Listen {
  let tasks = 0;
  let done = 0;
  let last = now();
  const isTooSoon = (): boolean => now() - last < everyMilliseconds;
  return (event) => {
    if (event.type === "planned") {
      tasks = event.plan.tasks.length;
      last = now();
    }
    if (event.type === "finished" || event.type === "failed") {
      done++;
      if (isTooSoon()) return;
      say(`[3/4] reviewed ${done} of ${plural(tasks, "task")}`);
      last = now();
      return;
    }
    if (event.type === "working" && (event.of === 0 || isTooSoon())) return;
    if (event.type === "working") last = now();
    const line = lineFor(event);
    if (line !== undefined) say(line);
  };
}

function lineFor(event: ReviewEvent): string | undefined {
  switch (event.type) {
    case "gathered":
      return `[1/4] gathered ${plural(event.sources, "file")}${event.skipped > 0 ? `, left out ${event.skipped}` : ""}`;
    case "surveyed":
      return `[2/4] surveyed ${plural(event.lines, "line")}`;
    case "planned":
      return `[3/4] reviewing ${plural(event.plan.batches.length, "batch", "batches")} × ${plural(event.plan.reviewers.length, "reviewer")}`;
    case "working":
      return `      ${event.on}: ${grouped(event.done)} of ${plural(event.of, "file")}`;
    case "judged":
      return `[4/4] judged: ${plural(event.findings, "finding")}, ${event.dropped} dropped`;
    default:
      return undefined;
  }
}
