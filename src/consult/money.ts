/** Counts what a run costs, and what one would; what is not known is not guessed. */
import type { Usage } from "../model/completion.js";
import type { Plan, Task } from "../model/plan.js";
import type { Price } from "./prices.js";

/** US dollars; `low` and `high` differ where a server or a plan leaves open what was read from a cache. */
export interface Dollars {
  readonly low: number;
  readonly high: number;
}

const million = 1_000_000;

/**
 * Null when the price or one of the counts that matter is unknown. Where a server does not tell cached input apart,
 * all of its input may have been that: the range says so.
 */
export function costOf(usage: Usage | null, price: Price | undefined): Dollars | null {
  if (!usage || !price || usage.input === null || usage.output === null) return null;
  const { input, output, cacheRead, cacheWrite } = usage;
  if (price.upTo !== null && input + (cacheRead ?? 0) + (cacheWrite ?? 0) > price.upTo) return null;
  const read = amount(cacheRead, price.cacheRead);
  const written = amount(cacheWrite, price.cacheWrite);
  if (read === null || written === null) return null;
  const sure = output * price.output + read + written;
  const cheapest = cacheRead === null ? Math.min(price.input, price.cacheRead ?? price.input) : price.input;
  const dearest = cacheWrite === null ? Math.max(price.input, price.cacheWrite ?? price.input) : price.input;
  return { low: (sure + input * cheapest) / million, high: (sure + input * dearest) / million };
}

/** Tokens that were not counted apart are in the input; counted ones need a price. */
function amount(tokens: number | null, price: number | null): number | null {
  if (tokens === null || tokens === 0) return 0;
  return price === null ? null : tokens * price;
}

export function addDollars(a: Dollars | null, b: Dollars | null): Dollars | null {
  return a && b ? { low: a.low + b.low, high: a.high + b.high } : null;
}

export interface EstimateInput {
  readonly plan: Pick<Plan, "batches" | "tasks">;
  readonly price: Price | undefined;
  /** Tokens of the rules every call begins with. */
  readonly rules: number;
  /** Tokens of a reviewer's page. */
  readonly pageOf: (reviewer: string) => number;
}

export interface Estimate {
  readonly calls: number;
  /** Sent in all, cached or not; characters divided by 3.5. */
  readonly input: number;
  readonly output: { readonly low: number; readonly high: number };
  /** From a cache that works for every later reviewer to none at all; null for an unknown price. */
  readonly cost: Dollars | null;
}

/** Tokens of an answer: a page with nothing found, and a long list with some thinking before it. */
const answerTokens = { low: 300, high: 4_000 } as const;

/** Numbers and bars before the lines, headings and imported signatures, as a share of the batch. */
const dressing = 1.25;

/** What a plan would send and cost, without repairs and retries. */
export function estimate(input: EstimateInput): Estimate {
  const { plan, price } = input;
  const shared = new Map(
    plan.batches.map(({ id, tokens }) => [id, input.rules + Math.ceil(tokens * dressing)]),
  );
  const calls = plan.tasks.length;
  const own = sum(plan.tasks.map(({ reviewer }) => input.pageOf(reviewer)));
  const sent = sum(plan.tasks.map(({ batch }) => shared.get(batch) ?? 0));
  const once = sum([...new Set(plan.tasks.map(({ batch }) => batch))].map((batch) => shared.get(batch) ?? 0));
  const output = { low: calls * answerTokens.low, high: calls * answerTokens.high };
  const isPriced = price !== undefined && Math.max(0, ...shared.values()) <= (price.upTo ?? Infinity);
  return {
    calls,
    input: sent + own,
    output,
    cost: isPriced ? priced(price, { sent, once, own, output }) : null,
  };
}

/** What one task uses at most, before it has been asked: what a budget sets aside for it. */
export function expectedUsage({ batch, reviewer }: Task, { plan, rules, pageOf }: EstimateInput): Usage {
  const tokens = plan.batches.find(({ id }) => id === batch)?.tokens ?? 0;
  const input = rules + Math.ceil(tokens * dressing) + pageOf(reviewer);
  return { input, cacheRead: 0, cacheWrite: 0, output: answerTokens.high };
}

interface Amounts extends Pick<Estimate, "output"> {
  readonly sent: number;
  /** Of `sent`, what the first reviewer of each batch sends. */
  readonly once: number;
  readonly own: number;
}

function priced({ input, output, cacheRead, cacheWrite }: Price, amounts: Amounts): Dollars {
  const { sent, once, own } = amounts;
  const write = cacheWrite ?? input;
  const cached = once * write + (sent - once) * (cacheRead ?? input);
  const plain = sent * Math.max(input, write);
  return {
    low: (Math.min(cached, plain) + own * input + amounts.output.low * output) / million,
    high: (plain + own * input + amounts.output.high * output) / million,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
