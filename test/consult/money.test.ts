/** Prices, costs, estimates and budgets: exact where all is known, silent where it is not. */
import { describe, expect, test } from "vitest";
import { Budget } from "../../src/consult/budget.js";
import { costOf, estimate, expectedUsage } from "../../src/consult/money.js";
import { type Price, knownPrices, parsePrices } from "../../src/consult/prices.js";
import { riskiestFirst } from "../../src/consult/risk-order.js";
import type { Usage } from "../../src/model/completion.js";
import { makeClaim, makeLeads, makeReviewer } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";

const price: Price = {
  input: 2,
  output: 10,
  cacheRead: 0.1,
  cacheWrite: 2.5,
  upTo: 200_000,
  asOf: "2026-11-20",
};
const all: Usage = { input: 1000, cacheRead: 10_000, cacheWrite: 2000, output: 500 };

describe("the cost of a call", () => {
  test.each<[string, Usage | null, Price | undefined, { low: number; high: number } | null]>([
    ["all known", all, price, { low: 0.013, high: 0.013 }],
    ["no usage", null, price, null],
    ["no price", all, undefined, null],
    ["output unknown", { ...all, output: null }, price, null],
    ["input unknown", { ...all, input: null }, price, null],
    [
      "cache not told apart",
      { input: 1000, cacheRead: null, cacheWrite: null, output: 0 },
      price,
      { low: 0.0001, high: 0.0025 },
    ],
    ["above the tier", { ...all, cacheRead: 200_000 }, price, null],
    ["cached tokens without a price", all, { ...price, cacheRead: null }, null],
    [
      "no cached tokens and no price for them",
      { ...all, cacheRead: 0 },
      { ...price, cacheRead: null },
      { low: 0.012, high: 0.012 },
    ],
  ])("%s", (_, usage, given, expected) => {
    const cost = costOf(usage, given);
    expect(cost && { low: +cost.low.toFixed(9), high: +cost.high.toFixed(9) }).toEqual(expected);
  });
});

describe("price lists", () => {
  test("the built-in one has exact names and a day for each", () => {
    for (const { asOf, input, output } of knownPrices.values()) {
      expect(asOf).toMatch(/^2026-\d\d-\d\d$/);
      expect(output).toBeGreaterThan(input);
    }
    expect(knownPrices.get("claude-sonnet-5-5")?.cacheRead).toBe(0.1);
    expect(knownPrices.get("claude-sonnet")).toBeUndefined();
  });

  test("one in LiteLLM's shape is read, what has no token prices is passed over", () => {
    const list = {
      sample_spec: { input_cost_per_token: "0 for free" },
      "my/model": {
        input_cost_per_token: 3e-7,
        output_cost_per_token: 1.5e-6,
        cache_read_input_token_cost: 3e-8,
        input_cost_per_token_above_200k_tokens: 6e-7,
        input_cost_per_token_above_128k_tokens: 5e-7,
      },
      image: { output_cost_per_image: 0.1 },
      negative: { input_cost_per_token: -1, output_cost_per_token: 1 },
    };
    expect([...parsePrices(JSON.stringify(list), "mine")]).toEqual([
      [
        "my/model",
        { input: 0.3, output: 1.5, cacheRead: 0.03, cacheWrite: null, upTo: 128_000, asOf: "mine" },
      ],
    ]);
  });

  test.each(["", "[]", "3", "{"])("%j is refused", (text) => {
    expect(() => parsePrices(text, "x")).toThrow(/price list/);
  });
});

const batches = [
  { id: "b1", paths: ["a.ts"], tokens: 10_000 },
  { id: "b2", paths: ["b.ts"], tokens: 2_000 },
];
const tasks = batches.flatMap(({ id, paths }) =>
  ["security", "qa"].map((reviewer) => ({ id: `${id}/${reviewer}`, batch: id, reviewer, paths })),
);
const input = { plan: { batches, tasks }, price, rules: 1_000, pageOf: () => 500 };

describe("the estimate", () => {
  test("counts what is sent, and prices it with and without a cache", () => {
    const { calls, input: sent, output, cost } = estimate(input);
    expect({ calls, sent, output }).toEqual({ calls: 4, sent: 36_000, output: { low: 1_200, high: 16_000 } });
    expect(cost?.low).toBeCloseTo((17_000 * 2.5 + 17_000 * 0.1 + 2_000 * 2 + 1_200 * 10) / 1e6, 9);
    expect(cost?.high).toBeCloseTo((34_000 * 2.5 + 2_000 * 2 + 16_000 * 10) / 1e6, 9);
  });

  test.each([[undefined], [{ ...price, upTo: 5_000 }]])("has no price where none is known", (given) => {
    expect(estimate({ ...input, price: given })).toMatchObject({ calls: 4, cost: null });
  });
});

describe("a budget", () => {
  const taskUsage = (id: string) => {
    const task = tasks.find((candidate) => candidate.id === id);
    if (!task) throw new Error(id);
    return expectedUsage(task, input);
  };
  const [first, second, third] = ["b2/security", "b2/qa", "b1/qa"] as const;

  test("sets aside what tasks under way may use", () => {
    const budget = new Budget({ mostTokens: 17_000, priceOf: () => undefined, taskUsage });
    expect(budget.refuse(first)).toBeNull();
    expect(budget.refuse(second)).toBeNull();
    expect(budget.refuse(third)).toBe("the budget of 17000 tokens would be exceeded");
  });

  test("gives back what a task did not use", () => {
    const budget = new Budget({ mostTokens: 10_000, priceOf: () => price, taskUsage });
    expect(budget.refuse(first)).toBeNull();
    expect(budget.refuse(second)).toContain("exceeded");
    budget.settle(first, { input: 100, cacheRead: 0, cacheWrite: 0, output: 100 }, 1);
    expect(budget.spent.tokens).toBe(200);
    expect(budget.refuse(second)).toBeNull();
  });

  test("counts in dollars by the dearer end", () => {
    const budget = new Budget({ mostDollars: 0.05, priceOf: () => price, taskUsage });
    expect(budget.refuse(first)).toBeNull();
    budget.settle(first, { input: 1000, cacheRead: null, cacheWrite: null, output: 100 }, 1);
    expect(budget.spent.dollars).toBeCloseTo(0.0035, 9);
    expect(budget.refuse(second)).toContain("$0.05");
  });

  test.each([
    ["a call that failed may have been billed", null, 2, 8_000],
    ["a task answered from the store cost nothing", null, 0, 0],
  ])("%s", (_, usage, calls, tokens) => {
    const budget = new Budget({ mostTokens: 20_000, priceOf: () => price, taskUsage });
    budget.refuse(first);
    budget.settle(first, usage, calls);
    expect(budget.spent.tokens).toBe(tokens);
  });

  test.each<
    [name: string, limit: { mostDollars?: number; mostTokens?: number }, usage: number, reason: RegExp | null]
  >([
    ["a list without prices of caches counts them at their dearest", { mostDollars: 9 }, 1_000, null],
    [
      "a call beyond the sizes a price holds for stops a budget in dollars",
      { mostDollars: 9 },
      9e5,
      /not known/,
    ],
    ["and no budget in tokens", { mostTokens: 1e7 }, 9e5, null],
  ])("%s", (_, limit, cacheRead, reason) => {
    const plain = { ...price, cacheRead: null, cacheWrite: null, upTo: 200_000 };
    const budget = new Budget({ ...limit, priceOf: () => plain, taskUsage });
    budget.refuse(first);
    budget.settle(first, { input: 1_000, cacheRead, cacheWrite: 1_000, output: 100 }, 1);
    if (reason) expect(budget.refuse(second)).toMatch(reason);
    else expect(budget.refuse(second)).toBeNull();
    if (cacheRead === 1_000)
      expect(budget.spent.dollars).toBeCloseTo((1_000 * 2 + 1_000 * 2 + 1_000 * 4 + 100 * 10) / 1e6, 9);
  });

  test("stops where nobody says what was used, or what it costs", () => {
    const silent = new Budget({ mostTokens: 100_000, priceOf: () => price, taskUsage });
    silent.refuse(first);
    silent.settle(first, { input: null, cacheRead: null, cacheWrite: null, output: null }, 1);
    expect(silent.refuse(second)).toContain("not known");
    expect(new Budget({ mostDollars: 9, priceOf: () => undefined, taskUsage }).refuse(first)).toContain(
      "not known",
    );
  });
});

describe("the riskiest work comes first", async () => {
  const survey = await surveyCode({
    "a.ts": "export const colour = 1;\n",
    "b.ts": "export const sessionToken = password;\n",
  });
  const reviewers = [makeReviewer(), makeReviewer({ id: "qa", categories: ["testing"] })];
  const order = (part: Partial<Parameters<typeof riskiestFirst>[1]>) =>
    riskiestFirst(tasks, { survey, leads: makeLeads(), reviewers, ...part }).map(({ id }) => id);

  test.each<[string, Parameters<typeof order>[0], string[]]>([
    ["by its words", {}, ["b2/security", "b2/qa", "b1/security", "b1/qa"]],
    ["by changes", { changed: new Set(["a.ts"]) }, ["b1/security", "b1/qa", "b2/security", "b2/qa"]],
    [
      "by static hits, their owner first",
      {
        leads: makeLeads({
          claims: [makeClaim({ path: "a.ts", category: "testing", severity: "critical" })],
        }),
      },
      ["b1/qa", "b1/security", "b2/security", "b2/qa"],
    ],
  ])("%s", (_, part, expected) => {
    expect(order(part)).toEqual(expected);
  });
});
