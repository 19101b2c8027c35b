/** Trying again: what for, how long, and how it ends. */
import { describe, expect, test } from "vitest";
import { type RetryPolicy, type Timing, withRetry } from "../../src/consult/retry.js";
import { CompletionError, type FailureKind } from "../../src/model/completion.js";
import { never } from "../review-parts.js";
import { failure, fakeTiming } from "./fake-provider.js";

const policy: RetryPolicy = { attempts: 4, firstDelay: 1000, longestDelay: 3000, longestRetryAfter: 60_000 };

/** Fails with each error in turn, then succeeds. */
async function attempt(errors: readonly unknown[], timing: Timing = fakeTiming(0)) {
  let calls = 0;
  const run = () => {
    const error = errors[calls++];
    return error === undefined ? Promise.resolve("done") : Promise.reject(error as Error);
  };
  const outcome = await withRetry(run, { policy, timing, signal: never }).catch((error: unknown) => error);
  return { outcome, calls };
}

const kinds: readonly [FailureKind, boolean][] = [
  ["rate-limit", true],
  ["overloaded", true],
  ["server", true],
  ["connection", true],
  ["stalled", true],
  ["cut-off", true],
  ["malformed", true],
  ["spend-limit", false],
  ["authentication", false],
  ["payment", false],
  ["permission", false],
  ["unknown-model", false],
  ["too-large", false],
  ["bad-request", false],
  ["unsupported-parameter", false],
  ["interrupted", false],
];

test.each(kinds)("%s is tried again: %s", async (kind, isRetried) => {
  const { outcome, calls } = await attempt([failure(kind)]);
  expect(calls).toBe(isRetried ? 2 : 1);
  expect(outcome === "done").toBe(isRetried);
});

test("an error of unknown origin is not tried again", async () => {
  expect(await attempt([new TypeError("bug")])).toMatchObject({ calls: 1, outcome: { message: "bug" } });
});

describe("waiting", () => {
  test.each([
    ["doubles up to the bound", 0, [500, 1000, 1500]],
    ["is never longer than the bound", 0.999999, [1000, 2000, 3000]],
  ])("%s", async (_, fraction, expected) => {
    const timing = fakeTiming(fraction);
    await attempt([failure("server"), failure("server"), failure("server")], timing);
    expect(timing.sleeps).toEqual(expected);
  });

  test("is as long as the server asks, and a little more", async () => {
    const timing = fakeTiming(0.9);
    await attempt([failure("rate-limit", { retryAfter: 20_000 })], timing);
    expect(timing.sleeps).toEqual([21_800]);
  });

  test("is not done when the server asks for too much", async () => {
    const timing = fakeTiming(0);
    const { outcome, calls } = await attempt([failure("rate-limit", { retryAfter: 86_400_000 })], timing);
    expect([calls, timing.sleeps]).toEqual([1, []]);
    expect(outcome).toMatchObject({
      kind: "rate-limit",
      message: expect.stringContaining("86400 s, longer than 60 s"),
    });
  });

  test("ends at once when the run is interrupted", async () => {
    const controller = new AbortController();
    const timing: Timing = { ...fakeTiming(0), sleep: () => new Promise(() => undefined) };
    const run = withRetry(() => Promise.reject(failure("server")), {
      policy,
      timing,
      signal: controller.signal,
    });
    setImmediate(() => controller.abort());
    await expect(run).rejects.toMatchObject({ kind: "interrupted" });
  });
});

test("the last error says how often it was tried, and keeps its kind and details", async () => {
  const errors = Array.from({ length: 9 }, () => failure("overloaded", { status: 529 }));
  const { outcome, calls } = await attempt(errors);
  expect(calls).toBe(4);
  expect(outcome).toBeInstanceOf(CompletionError);
  expect(outcome).toMatchObject({ kind: "overloaded", details: { status: 529 } });
  expect(String(outcome)).toContain("gave up after 4 attempts");
});
