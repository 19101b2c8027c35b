/** A provider in memory that answers from a script, and time that passes at once. */
import {
  type Completion,
  CompletionError,
  type CompletionRequest,
  type FailureKind,
  type Provider,
  type RateLimits,
} from "../../src/model/completion.js";
import type { Timing } from "../../src/consult/retry.js";

export const unlimited: RateLimits = { requests: null, tokens: null };

export function completion(text: string, part: Partial<Completion> = {}): Completion {
  const usage = { input: 10, cacheRead: 5, cacheWrite: 0, output: 2 };
  return { text, stop: "end", usage, model: "fake-1", limits: unlimited, ...part };
}

export function failure(
  kind: FailureKind,
  details: ConstructorParameters<typeof CompletionError>[2] = {},
  message = `failed: ${kind}`,
): CompletionError {
  return new CompletionError(kind, message, details);
}

export type Reply = Completion | CompletionError;
export type Script = (
  request: CompletionRequest,
  call: number,
  signal: AbortSignal,
) => Reply | Promise<Reply>;

export interface FakeProvider extends Provider {
  readonly requests: CompletionRequest[];
}

/** Answers begin as soon as the script has one. */
export function fakeProvider(script: Script): FakeProvider {
  const requests: CompletionRequest[] = [];
  return {
    id: "fake",
    destination: "fake.example",
    requests,
    async complete(request, signal) {
      requests.push(request);
      const reply = await script(request, requests.length, signal);
      if (reply instanceof CompletionError) throw reply;
      request.onFirstContent?.();
      return reply;
    },
  };
}

/** The token a request asks to be copied. */
export function canaryOf({ prompt }: CompletionRequest): string {
  return /"canary" is (\w+)/.exec(prompt.shared)?.[1] ?? "";
}

export interface FakeTiming extends Timing {
  readonly sleeps: number[];
}

/** Sleeping moves the clock; chance is the same fraction each time. */
export function fakeTiming(fraction = 0.5): FakeTiming {
  const sleeps: number[] = [];
  let now = 0;
  let state = 1;
  return {
    sleeps,
    now: () => now,
    random: () => (fraction === 0.5 ? (state = (state * 16807) % 2147483647) / 2147483647 : fraction),
    sleep: (milliseconds) => {
      sleeps.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
  };
}
