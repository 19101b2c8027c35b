/** Puts provider, prompts and store together into the one who answers for the reviewers. */
import { Line } from "../consult/line.js";
import { modelEngine } from "../consult/model-engine.js";
import type { Memory, StoredAnswer } from "../consult/stored-answer.js";
import { refute } from "../consult/refute.js";
import type { TaskReport } from "../consult/task-report.js";
import { addUsage } from "../consult/usage.js";
import { hash } from "../lib/hash.js";
import type { Provider, ShapeLevel, Usage } from "../model/completion.js";
import type { Consultation } from "../model/review.js";
import { anthropicProvider } from "../providers/anthropic.js";
import { commandProvider } from "../providers/command.js";
import { openaiProvider } from "../providers/openai.js";
import { throughProxy } from "../providers/proxy.js";
import type { ReviewWorld, Thinker } from "../review.js";
import { type Store, openStore } from "../store/store.js";
import { storePlace } from "./cache-command.js";
import { type EngineChoice, emptyFolder } from "./choose-engine.js";
import { usualWaits } from "./waits.js";
import type { World } from "./world.js";

export interface Consultants {
  readonly provider: Provider;
  /** The first line of a run: where code goes. */
  readonly announcement: string;
  readonly thinker: NonNullable<ReviewWorld["thinker"]>;
}

/** @param warn told of trouble with the store, a line each */
export function consultants(
  choice: NonNullable<EngineChoice>,
  world: World,
  warn: (line: string) => void,
): Consultants {
  const provider = providerOf(choice, world);
  const { model } = choice;
  const { timing } = world.waits ?? usualWaits;
  const store = openStore({ place: storePlace(world), warn, now: () => Date.now() });
  const name = choice.kind === "command" ? provider.destination : `${model} at ${provider.destination}`;
  return {
    provider,
    announcement: `${name}: the reviewed code is sent there, secrets replaced by placeholders`,
    thinker: ({ survey, plan, reviewers }, offline): Thinker => {
      const bill = new Bill(provider.destination, model);
      const levels = new Map<string, ShapeLevel>();
      const line = { provider, model, timing, levels, line: new Line({ provider, model, timing }) };
      return {
        name,
        concurrency: Number.POSITIVE_INFINITY, // calls wait for each other behind the provider
        run: modelEngine({
          ...line,
          survey,
          batches: plan.batches,
          reviewers,
          offline,
          memory: memoryIn(store),
          onReport: (report) => bill.add(report),
        }),
        refute: async (findings, signal) => {
          const results = await refute(findings, { ...line, survey }, signal);
          for (const { calls, usage } of results) bill.addCalls(calls, usage);
          return results;
        },
        consultations: () => [bill.total()],
      };
    },
  };
}

function providerOf(choice: NonNullable<EngineChoice>, { env, waits = usualWaits }: World): Provider {
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

const unknown: Usage = { input: null, cacheRead: null, cacheWrite: null, output: null };

/** Answers are kept as the model gave them, with placeholders for credentials. */
function memoryIn(store: Store): Memory {
  return {
    recall: async (key) => (await store.read(hash(key, 64)))?.answer,
    keep: async (key, answer: StoredAnswer) =>
      store.keep(hash(key, 64), { answer, usage: answer.usage ?? unknown }),
  };
}

/** Adds up what one model was asked. */
class Bill {
  readonly #tasks = { reviewed: 0, reused: 0, failed: 0 };
  #calls = 0;
  #usage: Usage | null = null;

  constructor(
    private readonly destination: string,
    private readonly model: string,
  ) {}

  add({ outcome, calls, usage }: TaskReport): void {
    this.#tasks[outcome === "not reviewed" ? "failed" : outcome]++;
    if (outcome !== "reused") this.addCalls(calls, usage);
  }

  addCalls(calls: number, usage: Usage | null): void {
    this.#calls += calls;
    if (usage) this.#usage = addUsage(this.#usage, usage);
  }

  total(): Consultation {
    const { destination, model } = this;
    // Prices change and none is known here for certain; tokens are what the server counted.
    return {
      destination,
      model,
      calls: this.#calls,
      tasks: { ...this.#tasks },
      ...(this.#usage ?? unknown),
      dollars: null,
    };
  }
}
