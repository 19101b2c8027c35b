/** How long a call may take: silence between two pieces and time in all are bounded, whoever forgets to answer. */

/** All in milliseconds. */
export interface Patience {
  /** Longest silence between two pieces of an answer. */
  readonly idleMs: number;
  /** Longest time from the request to the end of the answer. */
  readonly deadlineMs: number;
  /** Longest silence before the first piece, where a local model has to load first; `idleMs` unless told. */
  readonly firstMs?: number;
}

/** Why a watch ended a call: its caller did, nothing came for too long, or it took too long in all. */
export type Ending = "interrupted" | "idle" | "deadline";

/** After an answer is complete a server has this long to hang up by itself. */
const farewellMs = 1_000;

/** What a timer can hold, in milliseconds; a longer delay would fire at once. */
const longestTimer = 2 ** 31 - 1;

/** Watches one call; `signal` fires when the caller gives up or patience ends. Must be closed. */
export class Watch {
  readonly #controller = new AbortController();
  readonly #deadline: NodeJS.Timeout;
  #silence: NodeJS.Timeout;
  #current: "first" | "idle" | "farewell" = "first";
  #ending: Ending | null = null;

  constructor(
    readonly patience: Patience,
    private readonly caller: AbortSignal,
  ) {
    this.#deadline = this.#after(patience.deadlineMs, "deadline");
    this.#silence = this.#after(patience.firstMs ?? patience.idleMs, "idle");
    if (caller.aborted) this.#interrupt();
    else caller.addEventListener("abort", this.#interrupt, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why the call was ended; null while it was not. */
  get ending(): Ending | null {
    return this.#ending;
  }

  /** Something arrived. */
  pulse(): void {
    if (this.#current === "first") this.#wait("idle", this.patience.idleMs);
    else if (this.#current === "idle") this.#silence.refresh();
  }

  /** The answer is complete; what is left is that the server hangs up. */
  farewell(): void {
    if (this.#current !== "farewell") this.#wait("farewell", Math.min(farewellMs, this.patience.idleMs));
  }

  /** The work's own end, or a rejection as soon as the signal fires, even where the work ignores it. */
  async race<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    let leave: (() => void) | undefined;
    const given = new Promise<never>((_, reject) => {
      leave = () => reject(new DOMException("the call was given up", "AbortError"));
      if (signal.aborted) leave();
      else signal.addEventListener("abort", leave, { once: true });
    });
    try {
      return await Promise.race([work, given]);
    } finally {
      if (leave) signal.removeEventListener("abort", leave);
      work.catch(() => undefined);
    }
  }

  close(): void {
    clearTimeout(this.#deadline);
    clearTimeout(this.#silence);
    this.caller.removeEventListener("abort", this.#interrupt);
  }

  readonly #interrupt = (): void => this.#end("interrupted");

  #wait(current: "idle" | "farewell", milliseconds: number): void {
    this.#current = current;
    clearTimeout(this.#silence);
    if (this.#ending === null) this.#silence = this.#after(milliseconds, "idle");
  }

  #after(milliseconds: number, ending: Ending): NodeJS.Timeout {
    return setTimeout(() => this.#end(ending), Math.min(milliseconds, longestTimer));
  }

  #end(ending: Ending): void {
    this.#ending ??= ending;
    this.#controller.abort();
  }
}
