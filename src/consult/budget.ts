/** Stops new tasks when a run has cost what it may; tasks under way are allowed for before they begin. */
import type { Usage } from "../model/completion.js";
import { costOf } from "./money.js";
import type { Price } from "./prices.js";

export interface BudgetInput {
  /** US dollars; the dearer end of what is uncertain counts. */
  readonly mostDollars?: number;
  /** Input and output together, cached or not. */
  readonly mostTokens?: number;
  /** The price of the model that a task is for. */
  readonly priceOf: (task: string) => Price | undefined;
  /** What one task is expected to use at most. */
  readonly taskUsage: (task: string) => Usage;
}

interface Spent {
  readonly tokens: number;
  readonly dollars: number;
}

const nothing: Spent = { tokens: 0, dollars: 0 };

/** `refuse` and `settle` fit the hooks of the model engine: before a task's first call, and with its report. */
export class Budget {
  #spent = nothing;
  #unknown: string | null = null;
  readonly #reserved = new Map<string, Spent>();

  constructor(private readonly input: BudgetInput) {}

  /** Why the task may not begin; null when it may, and then its expected use is set aside. */
  refuse(task: string): string | null {
    const { mostDollars, mostTokens, priceOf, taskUsage } = this.input;
    const price = priceOf(task);
    if (mostDollars !== undefined && !price)
      return "the price of the model is not known, so a budget in dollars cannot be kept";
    if (this.#unknown !== null) return this.#unknown;
    const expected = this.#spentOn(taskUsage(task), price) ?? nothing;
    const total = [...this.#reserved.values(), this.#spent, expected].reduce(addSpent);
    if (mostDollars !== undefined && total.dollars > mostDollars)
      return `the budget of $${mostDollars} would be exceeded`;
    if (mostTokens !== undefined && total.tokens > mostTokens)
      return `the budget of ${mostTokens} tokens would be exceeded`;
    this.#reserved.set(task, expected);
    return null;
  }

  /** What the task really used; null where it was not told: then what was set aside stays spent. */
  settle(task: string, usage: Usage | null, calls: number): void {
    const reserved = this.#reserved.get(task);
    this.#reserved.delete(task);
    if (calls === 0) return;
    const spent = usage && this.#spentOn(usage, this.input.priceOf(task));
    if (usage && !spent) this.#unknown = "what a call used or cost is not known, so a budget cannot be kept";
    this.#spent = addSpent(this.#spent, spent ?? reserved ?? nothing);
  }

  /** Null when the counts are unknown, or dollars are limited and the cost is. */
  #spentOn(usage: Usage, price: Price | undefined): Spent | null {
    const { input, cacheRead, cacheWrite, output } = usage;
    if (input === null || output === null) return null;
    const tokens = input + (cacheRead ?? 0) + (cacheWrite ?? 0) + output;
    const cost = price && costOf(usage, atWorst(price));
    if (price && !cost && this.input.mostDollars !== undefined) return null;
    return { tokens, dollars: cost?.high ?? 0 };
  }

  /** Spent so far, without what is set aside. */
  get spent(): Spent {
    return this.#spent;
  }
}

function addSpent(a: Spent, b: Spent): Spent {
  return { tokens: a.tokens + b.tokens, dollars: a.dollars + b.dollars };
}

/** Dearest known: a cache of one hour costs twice the input to write (research C), reading one never more than input. */
function atWorst(price: Price): Price {
  const { input, cacheRead, cacheWrite } = price;
  return { ...price, cacheRead: cacheRead ?? input, cacheWrite: cacheWrite ?? 2 * input };
}
