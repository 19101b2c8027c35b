/** Several processes share a store, and killed ones leave it whole: no finished task is asked for again. */
import { readFile, readdir } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeEntry } from "../../src/store/entry.js";
import { type StorePlace, entryPath, entriesFolder } from "../../src/store/folder.js";
import { clearStore, inspectStore } from "../../src/store/inspect.js";
import { seeded } from "../seeded.js";
import { type Ended, Programs } from "./children/start.js";
import { inPlace, keyOf } from "./sample.js";

const planned = 20;
const plan = Array.from({ length: planned }, (_, i) => `t${i}`);
let programs: Programs;

beforeAll(async () => {
  programs = await Programs.make();
});

afterAll(async () => {
  await programs.remove();
});

/** Ids of the tasks to which this happened. */
function those({ lines }: Pick<Ended, "lines">, what: string): readonly string[] {
  return lines.filter((line) => line.startsWith(`${what} `)).map((line) => line.slice(what.length + 1));
}

/** Ids of the tasks that are in the store, each read and checked. */
async function kept(place: StorePlace): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [i, id] of plan.entries()) {
    const key = keyOf(`reviewer-${i}`);
    const text = await readFile(entryPath(place, key), "utf8").catch(() => null);
    if (text === null) continue;
    expect(decodeEntry(text, key)).toHaveProperty("finished.answer.claims.0.title", `Found by ${id}`);
    found.push(id);
  }
  return found;
}

/** The killed run and the one after it made each call once, and both together the whole plan. */
function expectNothingTwice(before: readonly string[], killed: Ended, again: Ended): void {
  expect(again).toMatchObject({ code: 0, stderr: "" });
  const asked = those(again, "begun");
  expect([...before, ...asked].sort()).toEqual([...plan].sort());
  for (const id of those(killed, "handed-back")) expect(asked).not.toContain(id);
  expect([...those(again, "correct")].sort()).toEqual([...plan].sort());
}

describe("a run that is killed", () => {
  test("at 20 random moments: the next run asks for the rest of the plan and nothing else", async () => {
    const { below } = seeded(2026);
    const keptAtKill: number[] = [];
    for (let round = 0; round < 20; round++) {
      await inPlace(async (place) => {
        const run = programs.start("slow-run", [place.folder, 12]);
        await run.wrote(1 + below(3 * planned - 2));
        await wait(below(12));
        run.kill();
        const killed = await run.ended;
        const before = await kept(place);
        expectNothingTwice(before, killed, await programs.start("slow-run", [place.folder, 1]).ended);
        // Nobody can be told of an answer that had arrived and was still being written: one for each lane at most.
        expect(those(killed, "answered").length - before.length).toBeLessThanOrEqual(4);
        keptAtKill.push(before.length);
      });
    }
    // The kills really fell into the middle of runs.
    expect(keptAtKill.filter((count) => count > 0 && count < planned).length).toBeGreaterThan(10);
  }, 300_000);

  test("again and again over the same store: all finished calls together are the plan", async () => {
    const { below } = seeded(7);
    await inPlace(async (place) => {
      let before: readonly string[] = [];
      for (let round = 0; round < 8; round++) {
        const run = programs.start("slow-run", [place.folder, 12]);
        // Lines of tasks that are found in the store, and then some.
        await run.wrote(before.length + 4 + below(8));
        run.kill();
        const killed = await run.ended;
        for (const id of those(killed, "begun")) expect(before).not.toContain(id);
        before = await kept(place);
      }
      const last = await programs.start("slow-run", [place.folder, 1]).ended;
      expectNothingTwice(before, { ...last, lines: [] }, last);
      const [more, { entries }] = [
        await programs.start("slow-run", [place.folder, 1]).ended,
        await inspectStore(place),
      ];
      expect(those(more, "begun")).toEqual([]);
      expect(entries).toBe(planned);
    });
  }, 120_000);

  test.each([
    ["before-create", false],
    ["half-created", false],
    ["created", false],
    ["renamed", true],
  ])("%s: what was being written is %s in the store, and nothing half", async (step, isKept) => {
    await inPlace(async (place) => {
      // The first write of all finds no folder, so its first step is taken twice: the fifth is past that.
      const killed = await programs.start("slow-run", [place.folder, 2, step, 5]).ended;
      expect(killed.signal).toBe("SIGKILL");
      const before = await kept(place);
      const handedBack = those(killed, "handed-back");
      expect(before).toEqual(expect.arrayContaining([...handedBack]));
      if (isKept) expect(before.length).toBeGreaterThan(handedBack.length);
      const again = await programs.start("slow-run", [place.folder, 1]).ended;
      expectNothingTwice(before, killed, again);
    });
  });
});

describe("several processes at once", () => {
  const hammers = (place: StorePlace, rounds: number, mostBytes: number) =>
    Array.from(
      { length: 5 },
      (_, name) => programs.start("hammer", [place.folder, name, rounds, mostBytes]).ended,
    );

  async function expectPeace(runs: readonly Promise<Ended>[]): Promise<void> {
    for (const { code, stderr, lines } of await Promise.all(runs)) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(lines).toEqual([expect.stringMatching(/^hits: [1-9]/)]);
    }
  }

  test("the same and different keys: nobody reads what nobody wrote, nothing is left over", async () => {
    await inPlace(async (place) => {
      await expectPeace(hammers(place, 60, 0));
      // Eight shared keys and one own key a process.
      expect(await inspectStore(place)).toMatchObject({ entries: 13 });
      const names = await readdir(entriesFolder(place));
      expect(names.filter((name) => !name.endsWith(".json"))).toEqual([]);
    });
  }, 120_000);

  test("in a store that is always full", async () => {
    await inPlace(async (place) => {
      await expectPeace(hammers(place, 60, 200_000));
      const names = await readdir(entriesFolder(place));
      expect(names.filter((name) => !name.endsWith(".json"))).toEqual([]);
    });
  }, 120_000);

  test("in a store that somebody clears meanwhile", async () => {
    await inPlace(async (place) => {
      const runs = hammers(place, 90, 0);
      // As often as one and the same write may meet with it.
      for (let times = 0; times < 3; times++) {
        await wait(250);
        await clearStore(place);
      }
      await expectPeace(runs);
    });
  }, 120_000);

  test("two runs of one plan: both whole, and a third makes no call", async () => {
    await inPlace(async (place) => {
      const both = await Promise.all(
        [1, 2].map(async () => programs.start("slow-run", [place.folder, 10]).ended),
      );
      for (const run of both) {
        expect(run).toMatchObject({ code: 0, stderr: "" });
        expect(those(run, "correct")).toHaveLength(planned);
      }
      const third = await programs.start("slow-run", [place.folder, 10]).ended;
      expect(those(third, "begun")).toEqual([]);
      expect(those(third, "correct")).toHaveLength(planned);
    });
  });
});
