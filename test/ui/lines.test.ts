/** Progress as plain lines: one a step, and while tasks run at most one every ten seconds. */
import { expect, test } from "vitest";
import type { ReviewEvent } from "../../src/model/event.js";
import { progressLines } from "../../src/ui/lines.js";

const plan = {
  reviewers: ["qa", "security"],
  batches: [{ id: "batch-1", paths: ["a.ts"], tokens: 3 }],
  tasks: ["qa", "security", "a", "b"].map((reviewer) => ({
    id: `batch-1/${reviewer}`,
    batch: "batch-1",
    reviewer,
    paths: ["a.ts"],
  })),
  skipped: [],
  failed: [],
};
const finished: ReviewEvent = { type: "finished", task: "batch-1/qa", reviewer: "qa", claims: 1 };
const failed: ReviewEvent = { type: "failed", task: "batch-1/qa", reviewer: "qa", reason: "no answer" };

function say(events: readonly (readonly [seconds: number, event: ReviewEvent])[]): readonly string[] {
  const lines: string[] = [];
  let clock = 0;
  const listen = progressLines(
    (line) => void lines.push(line),
    () => clock,
  );
  for (const [seconds, event] of events) {
    clock = seconds * 1000;
    listen(event);
  }
  return lines;
}

test.each<[name: string, event: ReviewEvent, lines: string[]]>([
  ["gathered", { type: "gathered", sources: 1, skipped: 0 }, ["[1/4] gathered 1 file"]],
  ["left out", { type: "gathered", sources: 2, skipped: 3 }, ["[1/4] gathered 2 files, left out 3"]],
  [
    "surveyed",
    { type: "surveyed", files: 2, lines: 1234, languages: ["python"], hasTests: false },
    ["[2/4] surveyed 1,234 lines"],
  ],
  ["planned", { type: "planned", plan }, ["[3/4] reviewing 1 batch × 2 reviewers"]],
  ["started", { type: "started", task: "batch-1/qa", reviewer: "qa" }, []],
  ["judged", { type: "judged", findings: 1, dropped: 2 }, ["[4/4] judged: 1 finding, 2 dropped"]],
])("%s", (_, event, lines) => {
  expect(say([[0, event]])).toEqual(lines);
});

test("tasks are counted, and told at most every ten seconds", () => {
  const planned: ReviewEvent = { type: "planned", plan };
  expect(
    say([
      [0, planned],
      [9, finished],
      [10, failed],
      [19, finished],
      [20, finished],
    ]).slice(1),
  ).toEqual(["[3/4] reviewed 2 of 4 tasks", "[3/4] reviewed 4 of 4 tasks"]);
});
