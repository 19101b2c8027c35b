/** Stops new tasks when a run has cost what it may; tasks under way are allowed for before they begin. */
import type { Usage } from "../model/completion.js";
import { costOf } from "./money.js";
import type { Price } from "./prices.js";

export interface BudgetInput {
  /** US dollars; the dearer end of what is uncertain counts. */
  readonly mostDollars?: number;
  /** Input and output together, cached or not. */
  readonly mostTokens?: number;
  readonly price: Price | undefined;
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
    const { mostDollars, mostTokens, price, taskUsage } = this.input;
    if (mostDollars !== undefined && !price)
      return "the price of the model is not known, so a budget in dollars cannot be kept";
    if (this.#unknown !== null) return this.#unknown;
    const expected = spentOn(taskUsage(task), price) ?? nothing;
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
    const spent = usage && spentOn(usage, this.input.price);
    if (usage && !spent)
      this.#unknown = "the server does not say what a call used, so a budget cannot be kept";
    this.#spent = addSpent(this.#spent, spent ?? reserved ?? nothing);
  }

  /** Spent so far, without what is set aside. */
  get spent(): Spent {
    return this.#spent;
  }
}

function addSpent(a: Spent, b: Spent): Spent {
  return { tokens: a.tokens + b.tokens, dollars: a.dollars + b.dollars };
}

/** Null when the counts are unknown, or there is a price and the cost is. */
function spentOn(usage: Usage, price: Price | undefined): Spent | null {
  const { input, cacheRead, cacheWrite, output } = usage;
  if (input === null || output === null) return null;
  const tokens = input + (cacheRead ?? 0) + (cacheWrite ?? 0) + output;
  if (!price) return { tokens, dollars: 0 };
  const cost = costOf(usage, price);
  return cost && { tokens, dollars: cost.high };
}
