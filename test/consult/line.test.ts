/** What calls to one provider share: its limits, its silence, its cache. */
import { describe, expect, test } from "vitest";
import { Breaker } from "../../src/consult/breaker.js";
import { Gate } from "../../src/consult/limits.js";
import { WarmUp } from "../../src/consult/warm-up.js";
import type { FailureKind, RateLimits } from "../../src/model/completion.js";
import { never } from "../review-parts.js";
import { failure, fakeTiming } from "./fake-provider.js";

describe("the breaker", () => {
  test.each<[string, readonly (FailureKind | "success")[], boolean]>([
    ["a wrong key", ["authentication"], true],
    ["no money", ["payment"], true],
    ["a spend limit", ["spend-limit"], true],
    ["a model that is not there", ["unknown-model"], true],
    ["two failures of the server", ["server", "connection"], false],
    ["three in a row", ["server", "connection", "overloaded"], true],
    ["three with a success between", ["server", "server", "success", "server"], false],
    ["requests that were wrong themselves", ["bad-request", "too-large", "malformed", "cut-off"], false],
  ])("after %s", (_, events, isOpen) => {
    const breaker = new Breaker(3);
    for (const event of events) {
      if (event === "success") breaker.succeed();
      else breaker.fail(failure(event));
    }
    if (isOpen) expect(() => breaker.check()).toThrow("not asked any more: failed:");
    else expect(() => breaker.check()).not.toThrow();
  });

  test("a bug of ours says nothing about the provider", () => {
    const breaker = new Breaker(1);
    breaker.fail(new TypeError("bug"));
    expect(() => breaker.check()).not.toThrow();
  });
});

describe("the gate", () => {
  function limits(requests: [number, number] | null, tokens: [number, number] | null): RateLimits {
    const allowance = (pair: [number, number] | null) => pair && { remaining: pair[0], resetsIn: pair[1] };
    return { requests: allowance(requests), tokens: allowance(tokens) };
  }

  test.each<[string, RateLimits, readonly number[], readonly number[]]>([
    ["nothing said", limits(null, null), [100, 100], []],
    ["enough left", limits([2, 9000], [200, 9000]), [100, 100], []],
    ["one request left", limits([1, 9000], null), [1, 1, 1], [9000]],
    ["too few tokens left", limits(null, [150, 5000]), [100, 100], [5000]],
    ["both used up", limits([0, 4000], [0, 7000]), [1], [7000]],
    ["more tokens than there ever are", limits(null, [10, 5000]), [1_000_000], [5000]],
    ["a reset far away", limits([0, 86_400_000], null), [1], [60_000]],
    ["a reset in the past", limits([0, -5], null), [1], []],
  ])("%s", async (_, said, calls, sleeps) => {
    const timing = fakeTiming();
    const gate = new Gate(timing);
    gate.note(said);
    for (const tokens of calls) await gate.enter(tokens, never);
    expect(timing.sleeps).toEqual(sleeps);
  });

  test("an interrupted wait ends at once", async () => {
    const controller = new AbortController();
    const gate = new Gate({ ...fakeTiming(), sleep: () => new Promise(() => undefined) });
    gate.note(limits([0, 60_000], null));
    const wait = gate.enter(1, controller.signal);
    controller.abort();
    await expect(wait).rejects.toMatchObject({ kind: "interrupted" });
  });
});

describe("the warm-up", () => {
  test("one of each batch is first; the others come when it is warm", async () => {
    const warmUp = new WarmUp();
    const order: string[] = [];
    const first = await warmUp.enter("a");
    const others = ["x", "y"].map(async (name) => {
      const { isFirst } = await warmUp.enter("a");
      order.push(`${name} ${String(isFirst)}`);
    });
    expect((await warmUp.enter("b")).isFirst).toBe(true);
    expect([first.isFirst, order]).toEqual([true, []]);
    first.done(true);
    first.done(false);
    await Promise.all(others);
    expect(order).toEqual(["x false", "y false"]);
  });

  test("a first that fails hands over to one other", async () => {
    const warmUp = new WarmUp();
    const first = await warmUp.enter("a");
    const others = ["x", "y"].map(() => warmUp.enter("a"));
    first.done(false);
    const second = await others[0];
    expect(second?.isFirst).toBe(true);
    second?.done(true);
    expect((await others[1])?.isFirst).toBe(false);
  });
});
