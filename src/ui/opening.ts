/** Keeps the first line of a run first, although it is known only when the code has been read. */
export class Opening {
  #held: string[] | null = [];

  constructor(private readonly tell: (line: string) => void) {}

  /** Waits until the first line has been told. */
  readonly say = (line: string): void => {
    if (this.#held) this.#held.push(line);
    else this.tell(line);
  };

  begin(line: string): void {
    this.tell(line);
    this.release();
  }

  /** Tells what waited: a run that fails before its first line has no other. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const line of held) this.tell(line);
  }
}
