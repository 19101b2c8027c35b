/** Fits a text to a limit by leaving out whole entries from its end, never half of one. */

export interface Parts {
  readonly head: string;
  /** The most important first. */
  readonly entries: readonly string[];
  /** @param left how many entries there was no room for */
  readonly tail: (left: number) => string;
  /** Between two entries. */
  readonly between: string;
}

export interface Measure {
  readonly most: number;
  readonly sizeOf: (text: string) => number;
}

/** UTF-16 units, of which there are never fewer than characters. */
export function characters(most: number): Measure {
  return { most, sizeOf: ({ length }) => length };
}

/** Bytes of UTF-8. */
export function bytes(most: number): Measure {
  const encoder = new TextEncoder();
  return { most, sizeOf: (text) => encoder.encode(text).length };
}

/** The whole text, or as many entries as there is room for. Entries before one that does not fit are kept. */
export function cut({ head, entries, tail, between }: Parts, { most, sizeOf }: Measure): string {
  const whole = join([head, entries.join(between), tail(0)]);
  if (sizeOf(whole) <= most) return whole;
  // With all of them left out the tail is longest, apart from the digits of the number.
  let room = most - sizeOf(join([head, "", tail(entries.length)])) - blank.length;
  let kept = 0;
  for (const entry of entries) {
    room -= sizeOf(entry) + between.length;
    if (room < 0) break;
    kept += 1;
  }
  return join([head, entries.slice(0, kept).join(between), tail(entries.length - kept)]);
}

const blank = "\n\n";

function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(blank);
}
