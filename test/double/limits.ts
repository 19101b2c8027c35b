/** Rate limits: so many requests and tokens in a window of time, and what is left of them. */

export interface Limits {
  readonly requests: number;
  readonly tokens: number;
  /** Milliseconds; the vendors' is a minute. */
  readonly window: number;
}

/** What a response's headers tell. */
export interface Left {
  readonly limits: Limits;
  readonly requests: number;
  readonly tokens: number;
  /** Milliseconds since 1970 at which everything is there again. */
  readonly resetsAt: number;
  /** Milliseconds until then. */
  readonly resetsIn: number;
}

/** Roomy enough for any test that does not ask for less. */
export const roomyLimits: Limits = { requests: 4_000, tokens: 10_000_000, window: 60_000 };

export class Quota {
  #windowStarted = 0;
  #requests = 0;
  #tokens = 0;

  constructor(
    private readonly limits: Limits,
    private readonly now: () => number,
  ) {}

  /** Counts a request. @returns false when it goes over a limit; then it is not counted */
  take(tokens: number): boolean {
    this.#turn();
    const { limits } = this;
    if (this.#requests + 1 > limits.requests || this.#tokens + tokens > limits.tokens) return false;
    this.#requests += 1;
    this.#tokens += tokens;
    return true;
  }

  left(): Left {
    this.#turn();
    const { limits } = this;
    const resetsAt = this.#windowStarted + limits.window;
    return {
      limits,
      requests: limits.requests - this.#requests,
      tokens: limits.tokens - this.#tokens,
      resetsAt,
      resetsIn: resetsAt - this.now(),
    };
  }

  #turn(): void {
    const now = this.now();
    if (now < this.#windowStarted + this.limits.window) return;
    this.#windowStarted = now;
    this.#requests = 0;
    this.#tokens = 0;
  }
}
