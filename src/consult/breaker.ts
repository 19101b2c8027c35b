/** Stops asking a provider that has stopped answering, so that a wrong key does not fail five hundred times. */
import { CompletionError, type FailureKind } from "../model/completion.js";

/** No later call with the same key and model can do better. */
const final: ReadonlySet<FailureKind> = new Set<FailureKind>([
  "authentication",
  "payment",
  "permission",
  "unknown-model",
  "spend-limit",
]);

/** The provider's state; others speak of the one request. */
const ofTheProvider: ReadonlySet<FailureKind> = new Set<FailureKind>([
  ...final,
  "rate-limit",
  "overloaded",
  "server",
  "connection",
  "stalled",
]);

/** One for each provider and model; failures are told to it after retries have been used up. */
export class Breaker {
  #failures = 0;
  #open: CompletionError | undefined;

  /** @param most consecutive failures of the provider before it is left alone; keys and money count as that many */
  constructor(private readonly most = 3) {}

  /** @throws CompletionError of the failure that opened it */
  check(): void {
    if (!this.#open) return;
    const { kind, message } = this.#open;
    throw new CompletionError(kind, `not asked any more: ${message}`, { cause: this.#open });
  }

  succeed(): void {
    this.#failures = 0;
  }

  fail(error: unknown): void {
    if (!(error instanceof CompletionError) || !ofTheProvider.has(error.kind)) return;
    this.#failures += final.has(error.kind) ? this.most : 1;
    if (this.#failures >= this.most) this.#open ??= error;
  }
}
