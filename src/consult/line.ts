/** The one line to a provider and model: what all calls share, so that they wait, retry and give up together. */
import PQueue from "p-queue";
import {
  type Completion,
  CompletionError,
  type CompletionRequest,
  type Effort,
  type Prompt,
  type Provider,
  type Turn,
} from "../model/completion.js";
import { Breaker } from "./breaker.js";
import { Gate } from "./limits.js";
import { type RetryPolicy, type Timing, defaultPolicy, withRetry } from "./retry.js";
import { tokensOf } from "./tokens.js";
import { type Bill, addUsage } from "./usage.js";

export interface LineOptions {
  readonly provider: Provider;
  readonly model: string;
  /** The same for every call of a run: caches know an effort from another. */
  readonly effort?: Effort;
  readonly timing: Timing;
  readonly policy?: RetryPolicy;
  /** Calls at once. */
  readonly concurrency?: number;
  /** One that is in use already: whoever shares it waits and gives up together. */
  readonly line?: Line;
}

type Ask = Omit<CompletionRequest, "model" | "effort">;

const concurrency = 4;

export class Line {
  readonly #gate: Gate;
  readonly #breaker = new Breaker();
  readonly #queue: PQueue;

  constructor(private readonly options: LineOptions) {
    this.#gate = new Gate(options.timing);
    this.#queue = new PQueue({ concurrency: options.concurrency ?? concurrency });
  }

  /** Destination and model: what a learnt level belongs to. */
  get server(): string {
    return `${this.options.provider.destination} ${this.options.model}`;
  }

  /** Runs the work when there is room for it; urgent work goes before what came earlier. */
  async inTurn<T>(work: () => Promise<T>, isUrgent: boolean): Promise<T> {
    return this.#queue.add(work, { priority: isUrgent ? 1 : 0 });
  }

  /**
   * One answer, with retries.
   * @param bill gets each call, and what was counted for it, also of attempts that failed
   * @throws CompletionError when the provider gave none
   */
  async ask(request: Ask, signal: AbortSignal, bill: Bill): Promise<Completion> {
    const { timing, policy = defaultPolicy } = this.options;
    this.#breaker.check();
    try {
      const completion = await withRetry(() => this.#attempt(request, signal, bill), {
        policy,
        timing,
        signal,
      });
      this.#breaker.succeed();
      return completion;
    } catch (error) {
      this.#breaker.fail(error);
      throw error;
    }
  }

  async #attempt(request: Ask, signal: AbortSignal, bill: Bill): Promise<Completion> {
    const { provider, model, effort } = this.options;
    const settings = { model, ...(effort === undefined ? {} : { effort }) };
    await this.#gate.enter(promptTokens(request.prompt), signal);
    // Another call may have found out meanwhile that there is no point.
    this.#breaker.check();
    bill.calls++;
    try {
      const completion = await provider.complete({ ...request, ...settings }, signal);
      this.#gate.note(completion.limits);
      bill.usage = addUsage(bill.usage, completion.usage);
      return completion;
    } catch (error) {
      const counted = error instanceof CompletionError ? error.details.usage : undefined;
      if (counted) bill.usage = addUsage(bill.usage, counted);
      this.#noteRefusal(error);
      throw error;
    }
  }

  /** Who is told to wait speaks for all others as well. */
  #noteRefusal(error: unknown): void {
    if (!(error instanceof CompletionError) || error.kind !== "rate-limit") return;
    const { retryAfter } = error.details;
    const { longestRetryAfter } = this.options.policy ?? defaultPolicy;
    if (retryAfter === undefined || retryAfter > longestRetryAfter) return;
    this.#gate.note({ requests: { remaining: 0, resetsIn: retryAfter }, tokens: null });
  }
}

/** An estimate. */
export function promptTokens({ rules, shared, own, turns }: Prompt): number {
  return (
    tokensOf(rules) +
    tokensOf(shared) +
    tokensOf(own) +
    tokensOf(turns.map(({ text }: Turn) => text).join(""))
  );
}
