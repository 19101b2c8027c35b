/** Fanning tasks out: order, failures and interruption; and the engine that needs no key. */
import { describe, expect, test } from "vitest";
import { offlineEngine } from "../../src/examine/offline-engine.js";
import { runTasks } from "../../src/examine/run-tasks.js";
import type { ReviewEvent } from "../../src/model/event.js";
import type { Engine, Task } from "../../src/model/plan.js";
import { makeClaim, makeLeads, makePracticeClaim, makeReviewer, never } from "../review-parts.js";

function makeTask(name: string): Task {
  return { id: `${name}/security`, batch: name, reviewer: "security", paths: [`${name}.ts`] };
}
const tasks = ["a", "b", "c", "d", "e"].map(makeTask);
const leads = makeLeads();
const quiet = { listen: () => undefined, signal: never };

/** Later tasks finish first. */
const backwards: Engine = async (task) => {
  const waits = tasks.length - tasks.findIndex(({ id }) => id === task.id);
  for (let i = 0; i < waits * 3; i++) await new Promise((resolve) => setImmediate(resolve));
  return { task: task.id, reviewed: task.paths, claims: [], practices: [] };
};

test.each([1, 2, 8])("notes come in the order of the tasks with %i at once", async (concurrency) => {
  const finished: string[] = [];
  const listen = (event: ReviewEvent): void => {
    if (event.type === "finished") finished.push(event.task);
  };
  const { notes } = await runTasks(tasks, leads, backwards, { concurrency, listen, signal: never });
  expect(notes.map(({ task }) => task)).toEqual(tasks.map(({ id }) => id));
  expect(finished.toSorted()).toEqual(tasks.map(({ id }) => id));
  if (concurrency === 8) expect(finished).toEqual(tasks.map(({ id }) => id).reverse());
});

test("no more than the given number run at once", async () => {
  let running = 0;
  let most = 0;
  const counting: Engine = async (...request) => {
    most = Math.max(most, ++running);
    const notes = await backwards(...request);
    running--;
    return notes;
  };
  await runTasks(tasks, leads, counting, { ...quiet, concurrency: 2 });
  expect(most).toBe(2);
});

describe("an engine that throws", () => {
  const events: ReviewEvent[] = [];
  const failing: Engine = (task, ...rest) => {
    if (task.batch === "b") throw new Error("no answer");
    if (task.batch === "d") return Promise.reject(new Error("refused"));
    return backwards(task, ...rest);
  };

  test("fails its task and no other", async () => {
    const listen = (event: ReviewEvent): void => void events.push(event);
    const { notes, failures } = await runTasks(tasks, leads, failing, {
      concurrency: 2,
      listen,
      signal: never,
    });
    expect(notes.map(({ task }) => task)).toEqual(["a/security", "c/security", "e/security"]);
    expect(failures.map(({ task, reason }) => [task.id, reason])).toEqual([
      ["b/security", "no answer"],
      ["d/security", "refused"],
    ]);
  });

  test("tells the listener", () => {
    expect(events.filter(({ type }) => type === "failed")).toHaveLength(2);
    expect(events.filter(({ type }) => type === "started")).toHaveLength(5);
  });
});

describe("an abort", () => {
  test("before the run leaves every task undone, by name", async () => {
    const options = { concurrency: 2, listen: () => undefined, signal: AbortSignal.abort() };
    const { notes, failures } = await runTasks(tasks, leads, backwards, options);
    expect(notes).toEqual([]);
    expect(failures.map(({ reason }) => reason)).toEqual(tasks.map(() => "interrupted before it began"));
  });

  test("on the way keeps what had finished", async () => {
    const stop = new AbortController();
    const stopping: Engine = async (task, given, signal) => {
      if (task.batch === "b") {
        stop.abort();
        signal.throwIfAborted();
      }
      return backwards(task, given, signal);
    };
    const options = { concurrency: 1, listen: () => undefined, signal: stop.signal };
    const { notes, failures } = await runTasks(tasks, leads, stopping, options);
    expect(notes.map(({ task }) => task)).toEqual(["a/security"]);
    expect(failures.map(({ reason }) => reason)).toEqual([
      "interrupted",
      ...Array(3).fill("interrupted before it began"),
    ]);
  });
});

describe("the offline engine", () => {
  const engine = offlineEngine([makeReviewer(), makeReviewer({ id: "qa", categories: ["testing"] })]);
  const task = { id: "batch-1/security", batch: "batch-1", reviewer: "security", paths: ["a.ts", "b.ts"] };
  const own = makeClaim();
  const given = makeLeads({
    claims: [own, makeClaim({ category: "testing" }), makeClaim({ path: "z.ts" })],
    practices: [makePracticeClaim(), makePracticeClaim({ category: "testing" })],
    examined: ["a.ts", "z.ts"],
  });

  test("answers with the leads of the reviewer's categories in the task's files", async () => {
    const notes = await engine(task, given, never);
    expect(notes).toEqual({
      task: "batch-1/security",
      reviewed: ["a.ts"],
      claims: [own],
      practices: [makePracticeClaim()],
    });
  });

  test("fails for a reviewer it was not given: nobody looked", async () => {
    await expect(engine({ ...task, reviewer: "stranger" }, given, never)).rejects.toThrow(
      'there is no reviewer "stranger"',
    );
  });

  test("answers for rules of other categories that the reviewer lists", async () => {
    const expert = makeReviewer({ id: "expert", categories: ["idiom"], rules: ["some-rule"] });
    const claims = [
      makeClaim({ rule: "some-rule", category: "security" }),
      makeClaim({ rule: "other-rule", category: "security" }),
    ];
    const leads = makeLeads({ claims, examined: ["a.ts"] });
    const notes = await offlineEngine([expert])(
      { ...task, reviewer: "expert", paths: ["a.ts"] },
      leads,
      never,
    );
    expect(notes.claims.map(({ rule }) => rule)).toEqual(["some-rule"]);
  });

  test("says what the reviewer's page calls it, beside the rule's own answer", async () => {
    const strict = makeReviewer({ id: "strict", severities: { "some-rule": "critical" } });
    const leads = makeLeads({ claims: [makeClaim({ severity: "low" })], examined: ["a.ts"] });
    const notes = await offlineEngine([strict])(
      { ...task, reviewer: "strict", paths: ["a.ts"] },
      leads,
      never,
    );
    expect(notes.claims).toEqual([expect.objectContaining({ severity: "low", opinion: "critical" })]);
  });
});
