/** Waits before a call that the server has already said it would refuse: requests and tokens a minute. */
import type { Allowance, RateLimits } from "../model/completion.js";
import { type Timing, rest } from "./retry.js";

interface Window {
  remaining: number;
  /** By the clock of `timing`. */
  readonly resetsAt: number;
}

const kinds = ["requests", "tokens"] as const;
type Kind = (typeof kinds)[number];

/** A server that names a later moment is asked again after this long: its clock or its header may be wrong. */
const longestWait = 60_000;

/** One for each provider and model; every answer tells it what is left. */
export class Gate {
  readonly #windows = new Map<Kind, Window>();

  constructor(private readonly timing: Timing) {}

  /** What the latest answer said; silence changes nothing. */
  note(limits: RateLimits): void {
    for (const kind of kinds) this.#note(kind, limits[kind]);
  }

  /**
   * Comes back when a call of about so many tokens is within what is left, or the window has passed.
   * @throws CompletionError of kind `interrupted` when the signal aborts first
   */
  async enter(tokens: number, signal: AbortSignal): Promise<void> {
    const cost = { requests: 1, tokens };
    for (let wait = this.#wait(cost); wait > 0; wait = this.#wait(cost)) {
      await rest(Math.min(wait, longestWait), this.timing, signal);
      if (wait > longestWait) break;
    }
    // Calls under way have not been answered yet, so the server has not said that they count.
    for (const kind of kinds) {
      const window = this.#windows.get(kind);
      if (window) window.remaining -= cost[kind];
    }
  }

  #note(kind: Kind, allowance: Allowance | null): void {
    if (!allowance) return;
    const { remaining, resetsIn } = allowance;
    this.#windows.set(kind, { remaining, resetsAt: this.timing.now() + Math.max(0, resetsIn) });
  }

  #wait(cost: Readonly<Record<Kind, number>>): number {
    const now = this.timing.now();
    const waits = kinds.map((kind) => {
      const window = this.#windows.get(kind);
      if (!window || window.remaining >= cost[kind]) return 0;
      if (window.resetsAt <= now) this.#windows.delete(kind);
      return Math.max(0, window.resetsAt - now);
    });
    return Math.max(...waits);
  }
}
