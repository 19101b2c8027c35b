/** One model with all it needs: who speaks to it, what it is called, what it took. */
import { Line, type LineOptions } from "../consult/line.js";
import { type Dollars, addDollars, costOf } from "../consult/money.js";
import type { Price } from "../consult/prices.js";
import type { Timing } from "../consult/retry.js";
import type { TaskReport } from "../consult/task-report.js";
import { addUsage } from "../consult/usage.js";
import { compareText } from "../lib/compare.js";
import type { Effort, Provider, ShapeLevel, Usage } from "../model/completion.js";
import type { Consultation } from "../model/review.js";
import { anthropicProvider } from "../providers/anthropic.js";
import { commandProvider } from "../providers/command.js";
import { openaiProvider } from "../providers/openai.js";
import { throughProxy } from "../providers/proxy.js";
import { type EngineChoice, emptyFolder } from "./choose-engine.js";
import { usualWaits } from "./waits.js";
import type { World } from "./world.js";

/** A model as this run speaks of it. */
export interface Model {
  /** No two alike: with the address where two servers have a model of that name. */
  readonly name: string;
  readonly id: string;
  readonly provider: Provider;
  readonly effort?: Effort;
  readonly timing: Timing;
}

export function modelsOf(choices: readonly EngineChoice[], world: World): readonly Model[] {
  const { timing } = world.waits ?? usualWaits;
  const models = choices.map((choice) => ({ choice, provider: providerOf(choice, world) }));
  return models.map(({ choice, provider }) => {
    const { model: id, kind } = choice;
    const isShared = models.some((other) => other.choice !== choice && other.choice.model === id);
    const name = kind === "command" ? provider.destination : id;
    const effort = kind === "command" ? undefined : choice.effort;
    return {
      id,
      provider,
      timing,
      name: isShared ? `${id} at ${provider.destination}` : name,
      ...(effort === undefined ? {} : { effort }),
    };
  });
}

function providerOf(choice: EngineChoice, { env, waits = usualWaits }: World): Provider {
  const { patience } = waits;
  if (choice.kind === "command")
    return commandProvider({ argv: choice.argv, folder: emptyFolder(), deadlineMs: patience.deadlineMs });
  const { kind, apiKey, baseUrl } = choice;
  const connection = {
    ...patience,
    apiKey,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    send: throughProxy(env),
  };
  return kind === "anthropic" ? anthropicProvider(connection) : openaiProvider(connection);
}

/** `a and b at api.anthropic.com`, `a at one.example and b at two.example`. */
export function whereTo(models: readonly Model[]): string {
  const places = [...new Set(models.map(({ provider }) => provider.destination))];
  return places
    .map((place) => {
      const here = models.filter(({ provider }) => provider.destination === place);
      const names = here.filter(({ provider }) => provider.id !== "command").map(({ id }) => id);
      return names.length === 0 ? place : `${names.join(" and ")} at ${place}`;
    })
    .join(" and ");
}

/** What every use of a model in one run shares. */
export function lineTo(
  { provider, id, timing, effort }: Model,
  concurrency: number,
): LineOptions & { levels: Levels } {
  const asked = { provider, model: id, ...(effort === undefined ? {} : { effort }) };
  const options = { ...asked, timing, concurrency };
  return { ...options, levels: new Map<string, ShapeLevel>(), line: new Line(options) };
}

type Levels = Map<string, ShapeLevel>;

export const unknownUsage: Usage = { input: null, cacheRead: null, cacheWrite: null, output: null };

/** Adds up what one model was asked. */
export class Bill {
  readonly #tasks = { reviewed: 0, reused: 0, failed: 0 };
  readonly #failures = new Map<string, number>();
  readonly #setAside = new Map<string, number>();
  #calls = 0;
  #usage: Usage | null = null;
  #cost: Dollars | null = { low: 0, high: 0 };

  /** @param price undefined where it is not known */
  constructor(
    private readonly model: Model,
    private readonly price: Price | undefined,
  ) {}

  add({
    outcome,
    reason = "",
    calls,
    usage,
    drops,
  }: Pick<TaskReport, "outcome" | "reason" | "calls" | "usage" | "drops">): void {
    this.#tasks[outcome === "not reviewed" ? "failed" : outcome]++;
    if (outcome === "not reviewed") this.#failures.set(reason, (this.#failures.get(reason) ?? 0) + 1);
    for (const { what, reason: why, count } of drops) {
      const key = `${what}: ${why}`;
      this.#setAside.set(key, (this.#setAside.get(key) ?? 0) + count);
    }
    if (outcome !== "reused") this.addCalls(calls, usage);
  }

  addCalls(calls: number, usage: Usage | null): void {
    this.#calls += calls;
    if (!usage) return;
    this.#usage = addUsage(this.#usage, usage);
    // Answer by answer, as a price may hold only up to a size of request.
    this.#cost = addDollars(this.#cost, costOf(usage, this.price));
  }

  /** Whether it gave an answer that counts, as far as it was asked. */
  get hasAnswered(): boolean {
    return this.#tasks.reviewed + this.#tasks.reused > 0;
  }

  total(): Consultation {
    const { provider, id } = this.model;
    // Nothing is known of calls for which no server counted anything.
    const isCounted = this.#calls === 0 || this.#usage !== null;
    const failures = [...this.#failures].map(([reason, tasks]) => ({ reason, tasks }));
    const setAside = [...this.#setAside].sort(([a], [b]) => compareText(a, b));
    return {
      destination: provider.destination,
      model: id,
      calls: this.#calls,
      tasks: { ...this.#tasks },
      ...(failures.length === 0 ? {} : { failures }),
      ...(setAside.length === 0 ? {} : { setAside: setAside.map(([reason, items]) => ({ reason, items })) }),
      ...(this.#usage ?? unknownUsage),
      dollars: this.price && isCounted && this.#cost ? this.#cost.high : null,
      ...(this.price ? { pricesOf: this.price.asOf } : {}),
    };
  }
}
