/** Puts models, prompts and store together into the one who answers for the reviewers. */
import { modelEngine } from "../consult/model-engine.js";
import type { PrivateKind } from "../consult/private-data.js";
import { type Refutation, refute } from "../consult/refute.js";
import { riskiestFirst } from "../consult/risk-order.js";
import { opponentOf, severalEngines } from "../consult/several.js";
import type { Memory, StoredAnswer } from "../consult/stored-answer.js";
import type { StoredVerdict } from "../consult/stored-verdict.js";
import type { TaskReport } from "../consult/task-report.js";
import { groupBy } from "../lib/group.js";
import { hash } from "../lib/hash.js";
import { plural } from "../lib/text.js";
import type { Finding } from "../model/finding.js";
import type { Listen } from "../model/event.js";
import type { Jury } from "../model/jury.js";
import type { Engine } from "../model/plan.js";
import type { Prepared, ReviewWorld, Thinker } from "../review.js";
import { type Store, openStore } from "../store/store.js";
import { Bill, type Model, lineTo, modelsOf, unknownUsage, whereTo } from "./ask-model.js";
import { juryOf } from "./jury-of.js";
import { type Allowance, type Money, Purse } from "./money.js";
import { amountText, presentModels } from "./present-models.js";
import { storePlace } from "./cache-command.js";
import type { EngineChoice } from "./choose-engine.js";
import type { World } from "./world.js";

export interface Settings {
  /** Calls to one model at once. */
  readonly concurrency: number;
  /** Hears which tasks are asked about, and what that came to so far. */
  readonly listen: Listen;
  /** Told of trouble, a line each. */
  readonly warn: (line: string) => void;
  readonly money: Money;
  /** What is taken out of everything that is sent, besides credentials. */
  readonly redact: readonly PrivateKind[];
}

export interface Consultants {
  /** The first line of a run: where code goes, and how much. */
  readonly announce: (prepared: Prepared) => string;
  readonly thinker: NonNullable<ReviewWorld["thinker"]>;
  /** The same models as judges of a comparison. */
  readonly jury: () => Jury;
  /** For `--dry-run`: what would be sent, and what it may cost. */
  readonly present: (prepared: Prepared) => readonly string[];
}

/** @param choices not empty */
export function consultants(choices: readonly EngineChoice[], world: World, settings: Settings): Consultants {
  const models = modelsOf(choices, world);
  const store = openStore({ place: storePlace(world), warn: settings.warn, now: () => Date.now() });
  const name = whereTo(models);
  return {
    jury: () => juryOf(models, store, settings),
    present: (prepared) => presentModels(models, prepared, settings.money),
    announce: (prepared) => `${name}: the reviewed code is sent there (${amountText(models, prepared)})`,
    thinker: (prepared, offline) => {
      for (const remark of prepared.guidance.remarks) settings.warn(`warning: ${remark}`);
      const purse = new Purse(settings.money, prepared);
      const stores = { memory: memoryIn(store), verdicts: verdictsIn(store) };
      const onSpent = (): void => {
        settings.listen({ type: "consulted", consultations: seats.map(({ bill }) => bill.total()) });
      };
      const desk = { prepared, offline, ...stores, settings, purse, onSpent };
      const seats = models.map((model) => new Seat(model, desk));
      return thinkerOf(name, seats, prepared);
    },
  };
}

function thinkerOf(
  name: string,
  seats: readonly Seat[],
  { survey, reviewers }: Pick<Prepared, "survey" | "reviewers">,
): Thinker {
  const isAlone = seats.length === 1;
  return {
    name,
    concurrency: Number.POSITIVE_INFINITY, // calls wait for each other behind each provider
    order: (tasks, leads) => riskiestFirst(tasks, { survey, leads, reviewers }),
    run: severalEngines(seats.map(({ model, engine }) => ({ name: model.name, engine }))),
    refute: async (findings, signal) => {
      if (!isAlone) for (const seat of seats) seat.warnOfFailures();
      const groups = groupBy(findings, (finding) => opponentIn(seats, finding));
      const results = [...groups].map(async ([seat, own]) => (await seat?.attack(own, signal)) ?? []);
      return (await Promise.all(results)).flat();
    },
    consultations: () => seats.map(({ bill }) => bill.total()),
  };
}

/** One that answered, if any did, and did not raise the finding, if there is one. */
function opponentIn(seats: readonly Seat[], { models }: Finding): Seat | undefined {
  const answering = seats.filter(({ bill }) => bill.hasAnswered);
  const [first, ...others] = (answering.length === 0 ? seats : answering).map(({ model }) => model.name);
  if (first === undefined) return undefined;
  const chosen = opponentOf(models, [first, ...others]);
  return seats.find(({ model }) => model.name === chosen);
}

interface Desk {
  readonly prepared: Prepared;
  readonly offline: Engine;
  readonly memory: Memory;
  readonly verdicts: Memory<StoredVerdict>;
  readonly settings: Settings;
  readonly purse: Purse;
  readonly onSpent: () => void;
}

/** One model at work on one review. */
class Seat {
  readonly bill: Bill;
  readonly engine: Engine;
  readonly #line: ReturnType<typeof lineTo>;
  readonly #allowance: Allowance;
  readonly #said = new Set<string>();

  constructor(
    readonly model: Model,
    private readonly desk: Desk,
  ) {
    const { prepared, offline, memory, settings } = desk;
    this.bill = new Bill(model, settings.money.prices.get(model.id));
    this.#allowance = desk.purse.for(model);
    this.#line = lineTo(model, settings.concurrency);
    this.engine = modelEngine({
      ...this.#line,
      survey: prepared.survey,
      batches: prepared.plan.batches,
      reviewers: prepared.reviewers,
      offline,
      memory,
      redact: settings.redact,
      ...(prepared.guidance.text === "" ? {} : { guidance: prepared.guidance.text }),
      refuse: ({ id }) => this.#allowance.refuse(id),
      onAsk: ({ id }) => settings.listen({ type: "asking", task: id }),
      onReport: (report) => this.#note(report),
    });
  }

  async attack(findings: readonly Finding[], signal: AbortSignal): ReturnType<typeof refute> {
    const attack = {
      ...this.#line,
      survey: this.desk.prepared.survey,
      redact: this.desk.settings.redact,
      verdicts: this.desk.verdicts,
      refuse: ({ id }: Finding) => this.#allowance.refuse(attackOn(id)),
      onResult: ({ finding, calls, usage }: Refutation) => {
        this.bill.addCalls(calls, usage);
        this.#allowance.settle(attackOn(finding), usage, calls);
        this.desk.onSpent();
      },
    };
    this.desk.settings.listen({ type: "working", on: "checking findings", done: 0, of: 0 });
    return refute(findings, attack, signal);
  }

  /** What another model may have made good is no failure of the review; it is said all the same. */
  warnOfFailures(): void {
    for (const { reason, tasks } of this.bill.total().failures ?? [])
      this.#warn(`did not review ${plural(tasks, "task")}: ${reason}`);
  }

  #note(report: TaskReport): void {
    this.bill.add(report);
    this.#allowance.settle(report.task, report.usage, report.calls);
    this.desk.onSpent();
    for (const warning of report.warnings) this.#warn(warning);
  }

  /** Each thing once: it is the same for every task. */
  #warn(text: string): void {
    if (this.#said.has(text)) return;
    this.#said.add(text);
    this.desk.settings.warn(`warning: ${this.model.name}: ${text}`);
  }
}

function verdictsIn(store: Store): Memory<StoredVerdict> {
  return {
    recall: async (key) => (await store.read(key))?.answer,
    keep: async (key, answer) => store.keep(key, { answer, usage: unknownUsage }),
  };
}

/** Not the id of a task. */
function attackOn(finding: string): string {
  return `attack on ${finding}`;
}

/** Answers are kept as the model gave them, with placeholders for credentials. */
function memoryIn(store: Store): Memory {
  return {
    recall: async (key) => (await store.read(hash(key, 64)))?.answer,
    keep: async (key, answer: StoredAnswer) =>
      store.keep(hash(key, 64), { answer, usage: answer.usage ?? unknownUsage }),
  };
}
