/** Prices and budgets of a run: what the options say, in the shape the models' engines take. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Budget } from "../consult/budget.js";
import { expectedUsage } from "../consult/money.js";
import { type Price, type Prices, knownPrices, parsePrices } from "../consult/prices.js";
import { rulesText } from "../consult/rules-text.js";
import { tokensOf } from "../consult/tokens.js";
import type { Usage } from "../model/completion.js";
import { UserError } from "../model/errors.js";
import type { Prepared } from "../review.js";
import type { Model } from "./ask-model.js";
import type { ReviewOptions } from "./options.js";

export interface Money {
  readonly prices: Prices;
  /** US dollars. */
  readonly mostDollars?: number;
  readonly mostTokens?: number;
}

/** @throws UserError for a price list that cannot be read */
export async function readMoney(
  { prices: file, budgetUsd, maxTokens }: Pick<ReviewOptions, "prices" | "budgetUsd" | "maxTokens">,
  cwd: string,
): Promise<Money> {
  const own = file === undefined ? [] : await readPrices(resolve(cwd, file), file);
  return {
    prices: new Map([...knownPrices, ...own]),
    ...(budgetUsd === undefined ? {} : { mostDollars: budgetUsd }),
    ...(maxTokens === undefined ? {} : { mostTokens: maxTokens }),
  };
}

async function readPrices(place: string, shown: string): Promise<Prices> {
  try {
    return parsePrices(await readFile(place, "utf8"), `the list ${shown}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError("usage", { problem: `--prices ${shown}: ${why}` }, { cause: error });
  }
}

/** Tokens of what every call begins with, and of a reviewer's own page; estimates. */
export function sizesOf({ reviewers, guidance }: Prepared): {
  readonly rules: number;
  readonly pageOf: (reviewer: string) => number;
} {
  const pages = new Map(reviewers.map(({ id, page, lens }) => [id, tokensOf(page) + tokensOf(lens)]));
  return { rules: tokensOf(rulesText) + tokensOf(guidance.text), pageOf: (id) => pages.get(id) ?? 0 };
}

/** What attacking one finding takes in several answers: the code around it each time, and short replies. */
const attackUsage: Usage = { input: 12_000, cacheRead: 0, cacheWrite: 0, output: 4_000 };

/** One model's part of the budget that all models of a run share. */
export interface Allowance {
  /** Why the work may not begin; null when it may. */
  refuse(work: string): string | null;
  settle(work: string, usage: Usage | null, calls: number): void;
}

/** The budget of a run; work is known by model and id. */
export class Purse {
  readonly #budget: Budget | null;

  constructor({ prices, mostDollars, mostTokens }: Money, prepared: Prepared) {
    const { plan } = prepared;
    const tasks = new Map(plan.tasks.map((task) => [task.id, task]));
    const sizes = { plan, price: undefined, ...sizesOf(prepared) };
    const isLimited = mostDollars !== undefined || mostTokens !== undefined;
    this.#budget = isLimited
      ? new Budget({
          ...(mostDollars === undefined ? {} : { mostDollars }),
          ...(mostTokens === undefined ? {} : { mostTokens }),
          priceOf: (key): Price | undefined => prices.get(split(key).model),
          taskUsage: (key) => {
            const task = tasks.get(split(key).work);
            return task ? expectedUsage(task, sizes) : attackUsage;
          },
        })
      : null;
  }

  for({ id, name }: Pick<Model, "id" | "name">): Allowance {
    const keyOf = (work: string): string => [id, name, work].join(separator);
    return {
      refuse: (work) => this.#budget?.refuse(keyOf(work)) ?? null,
      settle: (work, usage, calls) => this.#budget?.settle(keyOf(work), usage, calls),
    };
  }
}

const separator = "\u0000";

function split(key: string): { readonly model: string; readonly work: string } {
  const [model = "", , work = ""] = key.split(separator);
  return { model, work };
}
