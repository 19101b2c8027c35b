/** Lets a long synchronous loop breathe, so that signals and progress get their turn. */

/** Call `rest()` between two pieces of work: it yields to the event loop when it has not done so for a while. */
export class Pace {
  #last = performance.now();

  /** @param everyMilliseconds longest stretch without a rest; 20 ms feels immediate to a person pressing Ctrl-C */
  constructor(private readonly everyMilliseconds = 20) {}

  async rest(): Promise<void> {
    if (performance.now() - this.#last < this.everyMilliseconds) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#last = performance.now();
  }
}
