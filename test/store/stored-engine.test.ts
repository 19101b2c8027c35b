/** What is in the store is not asked again; what ended well is kept at once; what failed is not kept. */
import { readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { runTasks } from "../../src/examine/run-tasks.js";
import type { Usage } from "../../src/model/completion.js";
import type { Engine, Task } from "../../src/model/plan.js";
import { entriesFolder } from "../../src/store/folder.js";
import { type Store } from "../../src/store/store.js";
import { storedEngine } from "./stored-engine.js";
import { finishedTask, inPlace, keyOf, notes, open, task, usage } from "./sample.js";

const never = new AbortController().signal;
const noLeads = { claims: [], practices: [], examined: [], failures: [] };
const byReviewer = ({ reviewer }: Task): string => keyOf(reviewer);
const five = ["1", "2", "3", "4", "5"].map((id) => task(id, `reviewer-${id}`));

/** An engine that counts its calls. */
function counting(engine: Engine = async ({ id }) => Promise.resolve(notes(id))) {
  const calls: string[] = [];
  const run: Engine = async (one, leads, signal) => {
    calls.push(one.id);
    return engine(one, leads, signal);
  };
  return { run, calls };
}

describe("a stored engine", () => {
  test("a second run of the same tasks makes no call and gives the same notes", async () => {
    await inPlace(async (place) => {
      const { run, calls } = counting();
      const options = { concurrency: 3, listen: () => undefined, signal: never };
      const runs = [1, 2].map(() => storedEngine(run, open(place).store, byReviewer));
      const results = [];
      for (const engine of runs) results.push(await runTasks(five, noLeads, engine, options));
      expect(calls.sort()).toEqual(["1", "2", "3", "4", "5"]);
      expect(results[1]).toEqual(results[0]);
      expect(results[1]?.notes).toEqual(five.map(({ id }) => notes(id)));
    });
  });

  test("the same work under another number in the plan is the same work", async () => {
    await inPlace(async (place) => {
      const { run, calls } = counting();
      const engine = storedEngine(run, open(place).store, byReviewer);
      await engine(task("1"), noLeads, never);
      expect(await engine(task("7"), noLeads, never)).toEqual(notes("7"));
      expect(calls).toEqual(["1"]);
    });
  });

  test("a task is in the store before it is handed back", async () => {
    await inPlace(async (place) => {
      const { run } = counting();
      await storedEngine(run, open(place).store, byReviewer)(task("1"), noLeads, never);
      expect(await readdir(entriesFolder(place))).toEqual([`${keyOf("security")}.json`]);
    });
  });

  const failing: readonly (readonly [string, Engine])[] = [
    ["threw", async () => Promise.reject(new Error("server: 500"))],
    [
      "threw at once",
      () => {
        throw new Error("server: 500");
      },
    ],
    ["looked at nothing", async ({ id }) => Promise.resolve({ ...notes(id), reviewed: [] })],
    ["looked at another file", async ({ id }) => Promise.resolve({ ...notes(id), reviewed: ["src/b.ts"] })],
  ];
  test.each(failing)("what %s is not kept and is asked again", async (_, broken) => {
    await inPlace(async (place) => {
      const { run, calls } = counting(broken);
      const engine = storedEngine(run, open(place).store, byReviewer);
      for (const id of ["1", "2"]) await engine(task(id), noLeads, never).catch(() => undefined);
      expect(calls).toEqual(["1", "2"]);
      await expect(readdir(entriesFolder(place))).rejects.toThrow("ENOENT");
    });
  });

  test("the engine's own error reaches the caller", async () => {
    await inPlace(async (place) => {
      const error = new Error("server: 500");
      const engine = storedEngine(async () => Promise.reject(error), open(place).store, byReviewer);
      await expect(engine(task("1"), noLeads, never)).rejects.toBe(error);
    });
  });

  test("an answer that arrived is kept even when the run was stopped meanwhile", async () => {
    await inPlace(async (place) => {
      const stop = new AbortController();
      const { run, calls } = counting(async ({ id }) => {
        stop.abort();
        return Promise.resolve(notes(id));
      });
      const engine = storedEngine(run, open(place).store, byReviewer);
      await engine(task("1"), noLeads, stop.signal);
      await engine(task("1"), noLeads, never);
      expect(calls).toEqual(["1"]);
    });
  });

  test("the signal and the leads reach the engine and the key", async () => {
    await inPlace(async (place) => {
      const leads = { ...noLeads, examined: ["src/a.ts"] };
      const seen: unknown[] = [];
      const engine: Engine = async ({ id }, given, signal) => {
        seen.push(given, signal);
        return Promise.resolve(notes(id));
      };
      const keys: unknown[] = [];
      const stored = storedEngine(engine, open(place).store, (one, given) => {
        keys.push(one, given);
        return keyOf("x");
      });
      await stored(task("1"), leads, never);
      expect(keys).toEqual([task("1"), leads]);
      expect(seen[0]).toBe(leads);
      expect(seen[1]).toBe(never);
    });
  });

  test("what a task cost is kept with it and told when it is reused", async () => {
    await inPlace(async (place) => {
      const reused: (readonly [string, Usage])[] = [];
      const accounts = {
        usageOf: () => usage,
        reused: ({ id }: Task, cost: Usage) => void reused.push([id, cost]),
      };
      const engine = storedEngine(counting().run, open(place).store, byReviewer, accounts);
      await engine(task("1"), noLeads, never);
      expect(reused).toEqual([]);
      await engine(task("2"), noLeads, never);
      expect(reused).toEqual([["2", usage]]);
    });
  });

  test("without accounts the cost is unknown, never zero", async () => {
    await inPlace(async (place) => {
      const { store } = open(place);
      await storedEngine(counting().run, store, byReviewer)(task("1"), noLeads, never);
      const kept = await store.read(keyOf("security"));
      expect(kept?.usage).toEqual({ input: null, cacheRead: null, cacheWrite: null, output: null });
    });
  });

  test("a stored answer that does not cover the task's files is not used", async () => {
    const store: Store = {
      read: async () => Promise.resolve(finishedTask()),
      keep: async () => Promise.resolve(),
    };
    const { run, calls } = counting();
    const wider = { ...task("1"), paths: ["src/a.ts", "src/b.ts"] };
    await storedEngine(run, store, byReviewer)(wider, noLeads, never);
    expect(calls).toEqual(["1"]);
  });
});
