/** Puts models, prompts, store and budget together to the judges of a comparison. */
import { Budget } from "../consult/budget.js";
import type { Done } from "../consult/jury-ask.js";
import type { JurorInput } from "../consult/juror.js";
import { makeJury } from "../consult/jury.js";
import { plural } from "../lib/text.js";
import type { Usage } from "../model/completion.js";
import type { Jury } from "../model/jury.js";
import type { Store } from "../store/store.js";
import { Bill, type Model, lineTo, unknownUsage } from "./ask-model.js";
import type { Money } from "./money.js";
import type { Settings } from "./think.js";

/** What a judge answers at most, by far: levels, quotes and a sentence each. */
const expectedOutput = 4_000;

export function juryOf(models: readonly Model[], store: Store, settings: Settings): Jury {
  const till = new Till(settings.money);
  const bench = models.map((model) => ({
    model,
    bill: new Bill(model, settings.money.prices.get(model.id)),
  }));
  return makeJury({
    jurors: bench.map(({ model, bill }): JurorInput => {
      const keyOf = (work: string): string => `${model.name} ${work}`;
      return {
        ...lineTo(model, settings.concurrency),
        name: model.name,
        memory: {
          recall: async (key) => (await store.read(key))?.answer,
          keep: async (key, answer) => store.keep(key, { answer, usage: unknownUsage }),
        },
        refuse: (work, tokens) => till.refuse(keyOf(work), model, tokens),
        onDone: (work, done) => {
          bill.add({ ...done, drops: [] });
          till.settle(keyOf(work), done);
        },
      };
    }),
    redact: settings.redact,
    consultations: () => bench.map(({ bill }) => bill.total()),
    announce: (calls, tokens) => {
      settings.warn(
        `judging: ${plural(calls, "question")} of about ${plural(tokens, "token")} in all to ${plural(models.length, "judge")}; what is tied after that is shown in pairs`,
      );
    },
  });
}

/** The judges' part of the budget. */
class Till {
  readonly #budget: Budget | null;
  readonly #expected = new Map<string, { readonly model: string; readonly usage: Usage }>();

  constructor({ prices, mostDollars, mostTokens }: Money) {
    const limits = {
      ...(mostDollars === undefined ? {} : { mostDollars }),
      ...(mostTokens === undefined ? {} : { mostTokens }),
    };
    this.#budget =
      Object.keys(limits).length === 0
        ? null
        : new Budget({
            ...limits,
            priceOf: (work) => prices.get(this.#expected.get(work)?.model ?? ""),
            taskUsage: (work) => this.#expected.get(work)?.usage ?? unknownUsage,
          });
  }

  refuse(work: string, { id }: Model, tokens: number): string | null {
    const usage = { input: tokens, cacheRead: 0, cacheWrite: 0, output: expectedOutput };
    this.#expected.set(work, { model: id, usage });
    return this.#budget?.refuse(work) ?? null;
  }

  settle(work: string, { usage, calls }: Done): void {
    this.#budget?.settle(work, usage, calls);
  }
}
