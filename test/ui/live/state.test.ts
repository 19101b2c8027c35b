/** What is known of a run after its events, and what may be said of the time that is left. */
import { expect, test } from "vitest";
import type { ReviewEvent } from "../../../src/model/event.js";
import {
  type LiveState,
  type Progress,
  beginning,
  claimsText,
  next,
  remaining,
} from "../../../src/ui/live/state.js";
import { planOf, started } from "./events.js";

/** The state after events, one second apart. */
function after(...events: readonly ReviewEvent[]): LiveState {
  return events.reduce((state, event, i) => next(state, event, (i + 1) * 1000), beginning(0));
}

const plan = planOf(["qa", "security"], ["src/a.ts", "src/b.ts"]);

test("a plan gives each reviewer its tasks; one without any has no row", () => {
  const { reviewers, batches } = after({
    type: "planned",
    plan: { ...plan, reviewers: [...plan.reviewers, "go"] },
  });
  expect(reviewers.map(({ id, tasks }) => [id, tasks])).toEqual([
    ["qa", 2],
    ["security", 2],
  ]);
  expect(batches).toBe(2);
});

test("what ends is counted for its reviewer, with its claims", () => {
  const { reviewers, running, progress } = after(
    { type: "planned", plan },
    started("batch-1/qa"),
    started("batch-1/security"),
    { type: "finished", task: "batch-1/qa", reviewer: "qa", claims: 3, severities: ["low", "high", "low"] },
    { type: "failed", task: "batch-1/security", reviewer: "security", reason: "no answer" },
  );
  expect(reviewers.map((each) => [each.id, each.done, each.failed, claimsText(each)])).toEqual([
    ["qa", 1, 0, "1 high 2 low"],
    ["security", 1, 1, ""],
  ]);
  expect(running).toEqual([]);
  expect(progress).toEqual({ on: "reviewing", done: 2, of: 4, reused: 0, since: 2000 });
});

test("a task that a model did not answer counts as failed, whatever rules found in it", () => {
  const task = { task: "batch-1/qa", reviewer: "qa", claims: 1, severities: ["low"] } as const;
  const { reviewers } = after({ type: "planned", plan }, { type: "finished", ...task, isFailed: true });
  expect(reviewers[0]).toMatchObject({ id: "qa", done: 1, failed: 1, claims: { low: 1 } });
});

test("the latest task stands first, and no more than sixteen are kept", () => {
  const many = planOf(
    ["qa"],
    Array.from({ length: 40 }, (_, i) => `src/${i}.ts`),
  );
  const { running } = after({ type: "planned", plan: many }, ...many.tasks.map(({ id }) => started(id)));
  expect([running.length, running[0]]).toEqual([16, "batch-40/qa"]);
});

test("where a model is asked, only what it is asked about is under way", () => {
  const { running } = after(
    { type: "planned", plan },
    ...plan.tasks.map(({ id }) => started(id)),
    { type: "asking", task: "batch-2/qa" },
    started("batch-1/qa"),
  );
  expect(running).toEqual(["batch-2/qa"]);
});

test("a stretch of work keeps the time it began at", () => {
  const { progress } = after(
    { type: "working", on: "parsing", done: 0, of: 9 },
    { type: "working", on: "parsing", done: 5, of: 9 },
  );
  expect(progress).toEqual({ on: "parsing", done: 5, of: 9, reused: 0, since: 1000 });
});

test("nothing is under way once everything is judged", () => {
  const { progress, running } = after({ type: "planned", plan }, started("batch-1/qa"), {
    type: "judged",
    findings: 1,
    dropped: 0,
  });
  expect([progress, running]).toEqual([null, []]);
});

const halfway: Progress = { on: "reviewing", done: 10, of: 20, reused: 0, since: 0 };

test.each<[name: string, progress: Partial<Progress>, now: number, left: number | null]>([
  ["the same again", {}, 30_000, 30_000],
  ["what was reused took no time", { reused: 5 }, 30_000, 60_000],
  ["too few to say", { done: 2 }, 30_000, null],
  ["all reused", { reused: 10 }, 30_000, null],
  ["too early to say", {}, 900, null],
  ["done", { done: 20 }, 30_000, null],
  ["nobody counts", { done: 0, of: 0 }, 30_000, null],
])("time that is left: %s", (_, progress, now, left) => {
  expect(remaining({ ...halfway, ...progress }, now)).toBe(left);
});

test("the state before an event stays as it was", () => {
  const before = after({ type: "planned", plan });
  const copy = structuredClone(before);
  next(before, started("batch-1/qa"), 5000);
  expect(before).toEqual(copy);
});
