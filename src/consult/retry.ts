/** Tries again what may work the second time, for a bounded while; what cannot work is not tried twice. */
import { CompletionError, type FailureKind } from "../model/completion.js";

/** The outside world of a wait, handed in so that tests own it. */
export interface Timing {
  /** Milliseconds since any fixed moment. */
  now(): number;
  /** From 0 to below 1. */
  random(): number;
  /** The signal lets the timer go; a rejection because of it is not taken for a failure. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** All times in milliseconds. */
export interface RetryPolicy {
  /** Calls in all, the first one included. */
  readonly attempts: number;
  readonly firstDelay: number;
  readonly longestDelay: number;
  /** A server that asks for more is not waited for: a person would rather know. */
  readonly longestRetryAfter: number;
}

export const defaultPolicy: RetryPolicy = {
  attempts: 4,
  firstDelay: 1_000,
  longestDelay: 30_000,
  longestRetryAfter: 120_000,
};

const passing: ReadonlySet<FailureKind> = new Set<FailureKind>([
  "rate-limit",
  "overloaded",
  "server",
  "connection",
  "stalled",
  "cut-off",
  "malformed",
]);

/** Whether the same request may work later: never for keys, money, names, sizes and the form of the request. */
export function mayPass(error: unknown): error is CompletionError {
  return error instanceof CompletionError && passing.has(error.kind);
}

export interface RetryOptions {
  readonly policy: RetryPolicy;
  readonly timing: Timing;
  readonly signal: AbortSignal;
}

/**
 * Calls until one attempt succeeds or there is no point in another.
 * @throws CompletionError of the last attempt, its message saying why no further one was made
 */
export async function withRetry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { policy, timing, signal } = options;
  for (let number = 1; ; number++) {
    if (signal.aborted) throw interrupted();
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted) throw interrupted(error);
      if (!mayPass(error)) throw error;
      if (number >= policy.attempts) throw gaveUp(error, `after ${policy.attempts} attempts`);
      const { retryAfter } = error.details;
      if (retryAfter !== undefined && retryAfter > policy.longestRetryAfter)
        throw gaveUp(error, askedTooLong(retryAfter, policy));
      await rest(delayBefore(number, retryAfter, options), timing, signal);
    }
  }
}

/** Doubling from the first delay, half of it at random, so that many callers do not come back together. */
function delayBefore(
  number: number,
  retryAfter: number | undefined,
  { policy, timing }: RetryOptions,
): number {
  // A little more than was asked for: coming back early counts against the limit again.
  if (retryAfter !== undefined) return Math.ceil(Math.max(0, retryAfter) * (1 + timing.random() / 10));
  const full = Math.min(policy.longestDelay, policy.firstDelay * 2 ** (number - 1));
  return Math.ceil(full * (0.5 + timing.random() / 2));
}

/** @throws CompletionError of kind `interrupted` as soon as the signal aborts, not when the time is over */
export async function rest(milliseconds: number, timing: Timing, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw interrupted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(interrupted());
    };
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    await Promise.race([timing.sleep(milliseconds, signal), aborted]);
  } catch (error) {
    throw signal.aborted ? interrupted(error) : error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

export function interrupted(cause?: unknown): CompletionError {
  return new CompletionError("interrupted", "interrupted", { cause });
}

function gaveUp(error: CompletionError, why: string): CompletionError {
  return new CompletionError(error.kind, `${error.message} (gave up ${why})`, {
    ...error.details,
    cause: error,
  });
}

function askedTooLong(retryAfter: number, { longestRetryAfter }: RetryPolicy): string {
  return `because it asks to wait ${seconds(retryAfter)}, longer than ${seconds(longestRetryAfter)}`;
}

function seconds(milliseconds: number): string {
  return `${Math.ceil(milliseconds / 1000)} s`;
}
