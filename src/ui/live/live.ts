/** Keeps the live view of a run up to date: listens to events, draws on the ticks of a clock it is handed. */
import type { Listen } from "../../model/event.js";
import type { Size } from "../rows.js";
import type { Screen } from "../screen.js";
import { closingRow, frame } from "./frame.js";
import { type LiveState, beginning, next } from "./state.js";

export interface LiveParts {
  /** Milliseconds. */
  readonly now: () => number;
  /** Calls back again and again until the function it returns is called. */
  readonly every: (milliseconds: number, tick: () => void) => () => void;
  readonly size: () => Size;
  readonly open: () => Promise<Screen>;
  /** A line for the terminal while no screen is open. */
  readonly write: (line: string) => void;
}

/** Ten frames a second. */
const frameMilliseconds = 100;

/** A run that is over sooner shows no view: it would flash, and loading it would take a good part of the run. */
const patience = 700;

export class LiveView {
  #state: LiveState;
  #screen: Screen | null = null;
  /** Each way from open to closed ends the opening that is under way. */
  #turn = 0;
  #isOpening = false;
  #stop: (() => void) | null = null;

  constructor(private readonly parts: LiveParts) {
    this.#state = beginning(parts.now());
  }

  /** From here on the view may come. */
  readonly begin = (isOffline: boolean): void => {
    this.#state = beginning(this.parts.now(), isOffline);
    this.#stop = this.parts.every(frameMilliseconds, () => this.#tick());
  };

  readonly listen: Listen = (event) => {
    this.#state = next(this.#state, event, this.parts.now());
  };

  /** A line that stays, above the view where there is one. */
  readonly say = (line: string): void => {
    if (this.#screen) this.#screen.keep(line);
    else this.parts.write(line);
  };

  /** Gives the terminal back, for whatever is printed next; may be called twice. */
  readonly end = (): void => {
    this.#stop?.();
    this.#stop = null;
    this.#close();
  };

  /** Leaves the terminal for as long as the run is suspended. */
  readonly pause = (): void => {
    this.#close();
  };

  #tick(): void {
    const { now, size } = this.parts;
    if (this.#screen) this.#screen.draw(frame(this.#state, now(), size()));
    else if (!this.#isOpening && now() - this.#state.began >= patience) void this.#open();
  }

  async #open(): Promise<void> {
    const turn = this.#turn;
    this.#isOpening = true;
    // A terminal that cannot be drawn on is a run without a view, and no reason to lose the run.
    const screen = await this.parts.open().catch(() => null);
    if (!screen) return;
    this.#isOpening = false;
    if (!this.#stop || turn !== this.#turn) screen.close([]);
    else {
      this.#screen = screen;
      this.#tick();
    }
  }

  #close(): void {
    this.#turn++;
    const screen = this.#screen;
    this.#screen = null;
    screen?.close([closingRow(this.#state, this.parts.now())]);
  }
}
