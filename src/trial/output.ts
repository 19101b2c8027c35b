/** What a command printed: all of it for reading results, and the end of it for people. */

/** Bytes at the end that may be quoted. */
const tailBytes = 64 * 1024;

export class Output {
  readonly #stdout: Buffer[] = [];
  readonly #stderr: Buffer[] = [];
  #recent: Buffer[] = [];
  #recentBytes = 0;
  #bytes = 0;

  /** @param limit bytes on both streams together */
  constructor(private readonly limit: number) {}

  /** False when the limit is passed; nothing more is kept then. */
  addStdout(piece: Buffer): boolean {
    return this.#add(piece, this.#stdout);
  }

  addStderr(piece: Buffer): boolean {
    return this.#add(piece, this.#stderr);
  }

  get stdout(): string {
    return Buffer.concat(this.#stdout).toString("utf8");
  }

  get stderr(): string {
    return Buffer.concat(this.#stderr).toString("utf8");
  }

  /** The last 64 KiB of both streams as they came, from the beginning of a line. */
  get tail(): string {
    const all = Buffer.concat(this.#recent);
    const isCut = this.#bytes > all.length || all.length > tailBytes;
    const text = all.subarray(-tailBytes).toString("utf8");
    return isCut ? text.slice(text.indexOf("\n") + 1) : text;
  }

  #add(piece: Buffer, stream: Buffer[]): boolean {
    if (this.#bytes > this.limit) return false;
    this.#bytes += piece.length;
    stream.push(piece);
    this.#recent.push(piece);
    this.#recentBytes += piece.length;
    while (this.#recentBytes - (this.#recent[0]?.length ?? 0) > tailBytes) {
      this.#recentBytes -= this.#recent.shift()?.length ?? 0;
    }
    return this.#bytes <= this.limit;
  }
}
