/** Silence and time in all are bounded; the clock here is the test's. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Watch } from "../../src/providers/idle.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  expect(vi.getTimerCount(), "timers left behind").toBe(0);
  vi.useRealTimers();
});

interface Case {
  readonly patience: ConstructorParameters<typeof Watch>[0];
  /** When something arrives, in milliseconds. */
  readonly pulses?: readonly number[];
  /** When the answer is complete. */
  readonly farewell?: number;
  readonly abort?: number;
  /** When the watch ends the call, and why; null where it does not within the hour. */
  readonly ends: readonly [number, string] | null;
}

describe("a watch", () => {
  test.each<[string, Case]>([
    ["ends silence", { patience: { idleMs: 100, deadlineMs: 1000 }, ends: [100, "idle"] }],
    [
      "begins anew with each piece",
      { patience: { idleMs: 100, deadlineMs: 1000 }, pulses: [90, 180, 270], ends: [370, "idle"] },
    ],
    [
      "waits longer for the first piece where told",
      { patience: { idleMs: 100, firstMs: 500, deadlineMs: 1000 }, pulses: [450], ends: [550, "idle"] },
    ],
    [
      "ends what never ends",
      { patience: { idleMs: 100, deadlineMs: 300 }, pulses: [90, 180, 270], ends: [300, "deadline"] },
    ],
    [
      "hears its caller",
      { patience: { idleMs: 100, deadlineMs: 300 }, abort: 50, ends: [50, "interrupted"] },
    ],
    [
      "gives a finished answer a second to hang up, whatever still comes",
      {
        patience: { idleMs: 60_000, deadlineMs: 600_000 },
        pulses: [10, 1500],
        farewell: 1000,
        ends: [2000, "idle"],
      },
    ],
    [
      "can wait longer than a timer can",
      { patience: { idleMs: 2 ** 40, deadlineMs: Number.POSITIVE_INFINITY }, ends: null },
    ],
  ])("%s", (_, { patience, pulses = [], farewell, abort, ends }) => {
    const caller = new AbortController();
    const watch = new Watch(patience, caller.signal);
    let ended: number | null = null;
    watch.signal.addEventListener("abort", () => (ended = now));
    let now = 0;
    for (const last = ends?.[0] ?? 3_600_000; now < last;) {
      const next = [...pulses, farewell ?? Infinity, abort ?? Infinity, last].filter((at) => at > now);
      const step = Math.min(...next);
      vi.advanceTimersByTime(step - now - 1);
      expect(watch.ending, `before ${step}`).toBeNull();
      now = step;
      vi.advanceTimersByTime(1);
      if (pulses.includes(now)) watch.pulse();
      if (farewell === now) watch.farewell();
      if (abort === now) caller.abort();
    }
    expect(ended === null ? null : [ended, watch.ending]).toEqual(ends);
    watch.close();
  });

  test("a caller that gave up before is heard at once", () => {
    const watch = new Watch({ idleMs: 1, deadlineMs: 1 }, AbortSignal.abort());
    expect([watch.signal.aborted, watch.ending]).toEqual([true, "interrupted"]);
    watch.close();
  });

  test("the first reason stays", () => {
    const caller = new AbortController();
    const watch = new Watch({ idleMs: 10, deadlineMs: 20 }, caller.signal);
    vi.advanceTimersByTime(30);
    caller.abort();
    expect(watch.ending).toBe("idle");
    watch.close();
  });

  test("work that does not listen is left behind", async () => {
    const watch = new Watch({ idleMs: 10, deadlineMs: 20 }, new AbortController().signal);
    const race = watch.race(new Promise(() => undefined));
    vi.advanceTimersByTime(10);
    await expect(race).rejects.toMatchObject({ name: "AbortError" });
    watch.close();
  });

  test("work that is done in time is handed on", async () => {
    const watch = new Watch({ idleMs: 10, deadlineMs: 20 }, new AbortController().signal);
    expect(await watch.race(Promise.resolve("done"))).toBe("done");
    watch.close();
  });
});
