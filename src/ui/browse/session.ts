/** Browses findings until somebody leaves: keys in, rows out, and the world asked for what a key cannot do. */
import type { Finding } from "../../model/finding.js";
import type { Size } from "../rows.js";
import type { Key, Screen } from "../screen.js";
import { type Effect, press } from "./press.js";
import { type BrowseState, browsing, chosenOf } from "./state.js";
import { type Source, browseRows, pageOf, textRows } from "./view.js";

/** What the browser needs of the world. Each that can fail says what to tell, and never throws. */
export interface Desk {
  readonly open: (onKey: (key: Key) => void) => Promise<Screen>;
  readonly size: () => Size;
  readonly onResize: (redraw: () => void) => () => void;
  /** A file of the project as it is now; null where it cannot be read. */
  readonly read: (path: string) => Promise<string | null>;
  /** Null where there is no baseline to write to. */
  readonly accept: ((finding: Finding, reason: string) => Promise<Done>) | null;
  /** Called while no screen is open. */
  readonly edit: (finding: Finding) => Promise<string>;
  readonly copy: (finding: Finding) => string;
  /** Stops the process until it is told to go on; called while no screen is open. */
  readonly suspend: () => Promise<void>;
  readonly interrupt: AbortSignal;
}

export interface Done {
  readonly isDone: boolean;
  /** What to tell. */
  readonly said: string;
}

export type Leaving = "asked" | "interrupted";

/** @returns how it was left; the terminal is as it was before */
export async function browse(findings: readonly Finding[], desk: Desk): Promise<Leaving> {
  const session = new Session(findings, desk);
  return session.run();
}

class Session {
  #state: BrowseState;
  #source: Source | null = null;
  #screen: Screen | null = null;
  #leave: (how: Leaving) => void = () => undefined;
  /** One thing at a time: keys that are pressed while an editor opens wait. */
  #work: Promise<void> = Promise.resolve();

  constructor(
    findings: readonly Finding[],
    private readonly desk: Desk,
  ) {
    this.#state = browsing(findings);
  }

  async run(): Promise<Leaving> {
    const { interrupt, onResize } = this.desk;
    const left = new Promise<Leaving>((done) => (this.#leave = done));
    const stop = (): void => this.#leave("interrupted");
    interrupt.addEventListener("abort", stop, { once: true });
    const release = onResize(() => this.#draw());
    try {
      await this.#open();
      return await (interrupt.aborted ? "interrupted" : left);
    } finally {
      release();
      interrupt.removeEventListener("abort", stop);
      this.#close();
    }
  }

  async #open(): Promise<void> {
    this.#screen = await this.desk.open((key) => {
      this.#work = this.#work.then(() => this.#press(key));
    });
    this.#draw();
  }

  #close(): void {
    this.#screen?.close([]);
    this.#screen = null;
  }

  #draw(): void {
    this.#screen?.draw(browseRows(this.#state, this.#source, this.desk.size()));
  }

  async #press(key: Key): Promise<void> {
    const size = this.desk.size();
    const { state, effect } = press(this.#state, key, {
      page: pageOf(size),
      length: textRows(this.#state, this.#source, size).length,
      canAccept: this.desk.accept !== null,
    });
    this.#state = state;
    if (effect) await this.#perform(effect);
    await this.#readSource();
    this.#draw();
  }

  /** The file is read when somebody looks at it, and again after it was edited. */
  async #readSource(): Promise<void> {
    const finding = chosenOf(this.#state);
    if (this.#state.pane !== "finding" || !finding || this.#source?.path === finding.path) return;
    this.#source = { path: finding.path, text: await this.desk.read(finding.path) };
  }

  async #perform(effect: Effect): Promise<void> {
    switch (effect.do) {
      case "quit":
        return this.#leave(effect.how);
      case "copy":
        return this.#tell(this.desk.copy(effect.finding));
      case "accept":
        return this.#accept(effect.finding, effect.reason);
      case "edit":
        await this.#away(async () => this.#tell(await this.desk.edit(effect.finding)));
        this.#source = null;
        return;
      case "suspend":
        return this.#away(this.desk.suspend);
    }
  }

  async #accept(finding: Finding, reason: string): Promise<void> {
    const done = await this.desk.accept?.(finding, reason);
    if (!done) return;
    this.#tell(done.said);
    if (!done.isDone) return;
    this.#state = { ...this.#state, accepted: new Set([...this.#state.accepted, finding.id]) };
  }

  /** Hands the terminal over and takes it back. */
  async #away(work: () => Promise<void>): Promise<void> {
    this.#close();
    await work();
    if (!this.desk.interrupt.aborted) await this.#open();
  }

  #tell(note: string): void {
    this.#state = { ...this.#state, note };
  }
}
