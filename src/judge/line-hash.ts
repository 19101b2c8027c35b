/** The fingerprint of a line that GitHub's code scanning knows alerts by, so that an upload finds its own again. */

/** Characters behind a line's beginning that tell it from others. */
const window = 100;
const factor = 37;
const endOfText = 65_535;
const half = 2 ** 32;
const [tab, lineFeed, carriageReturn, space] = [9, 10, 13, 32];

/** What a character weighs by the time it leaves the window: 37^100 modulo 2^64, in two halves. */
const leaving = BigInt.asUintN(64, BigInt(factor) ** BigInt(window));
const leavingHigh = Number(leaving >> 32n);
const leavingLow = Number(leaving & 0xffff_ffffn);

/**
 * For each line 16 hex digits or fewer and how often they occurred so far: `54703d4cd895b18:1`. What upload-sarif
 * computes as `primaryLocationLineHash` (github/codeql-action, src/fingerprints.ts): a rolling polynomial to the base
 * of 37 modulo 2^64 over the next 100 UTF-16 units, without spaces and tabs, every line end as a line feed, 65535
 * behind the last one and zeros after that. A final line end begins one more line.
 */
export function lineHashes(text: string): readonly string[] {
  const hashes = new RollingHashes();
  let isAfterReturn = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isRestOfLineEnd = isAfterReturn && code === lineFeed;
    isAfterReturn = code === carriageReturn;
    if (code === space || code === tab || isRestOfLineEnd) continue;
    hashes.take(isAfterReturn ? lineFeed : code);
  }
  return hashes.finish();
}

/** Offset behind the last character that has a say in the fingerprint of the line that begins at `start`. */
export function hashedUntil(text: string, start: number): number {
  let at = start;
  for (let taken = 0; at < text.length && taken < window; at++) {
    const code = text.charCodeAt(at);
    if (code !== space && code !== tab && code !== carriageReturn) taken++;
  }
  return at;
}

/** Numbers of 64 bits are kept in two halves: exact in doubles, and many times faster than BigInt. */
class RollingHashes {
  readonly #characters = new Uint16Array(window);
  /** Line that begins with the character of the same place; 0 for none. */
  readonly #lines = new Int32Array(window);
  readonly #hashes: string[] = [];
  readonly #counts = new Map<string, number>();
  #high = 0;
  #low = 0;
  #at = 0;
  #line = 0;
  #isLineStart = true;

  take(code: number): void {
    this.#tell();
    if (this.#isLineStart) this.#lines[this.#at] = ++this.#line;
    this.#isLineStart = code === lineFeed;
    this.#roll(code);
  }

  finish(): readonly string[] {
    this.take(endOfText);
    for (let i = 0; i < window; i++) {
      this.#tell();
      this.#roll(0);
    }
    return this.#hashes;
  }

  /** The window has gone once around since this place was filled: what it holds is the line's fingerprint. */
  #tell(): void {
    const line = this.#lines[this.#at] ?? 0;
    if (line === 0) return;
    this.#lines[this.#at] = 0;
    const low = this.#low.toString(16);
    const digits = this.#high === 0 ? low : this.#high.toString(16) + low.padStart(8, "0");
    const count = (this.#counts.get(digits) ?? 0) + 1;
    this.#counts.set(digits, count);
    this.#hashes[line - 1] = `${digits}:${count}`;
  }

  #roll(code: number): void {
    const left = this.#characters[this.#at] ?? 0;
    this.#characters[this.#at] = code;
    const low = factor * this.#low + code - leavingLow * left;
    const carry = Math.floor(low / half);
    this.#low = low - carry * half;
    const high = factor * this.#high + carry - leavingHigh * left;
    this.#high = high - Math.floor(high / half) * half;
    this.#at = (this.#at + 1) % window;
  }
}
