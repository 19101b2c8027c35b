/** Asks the patterns of the framework pages about an origin as it is followed here: a dotted text. */
import { type Origin, OriginTable, splitOrigin } from "../origins.js";

/** Where a value comes from and how it is written, as far as each is known. */
export interface Whence {
  readonly origin: string | null;
  /** Dotted as written; null when what it is called may not be taken for what it is. */
  readonly written: string | null;
  /** The name both end in, where the code says it; what no entry ends in is answered at once. */
  readonly last?: string | undefined;
}

export interface Match<T> {
  readonly entry: T;
  /** Only what it is called spoke for it. */
  readonly isGuess: boolean;
  /** Dotted path that matched. */
  readonly name: string;
}

/** A table that remembers its answers: the same few origins are asked for at thousands of places. */
export class Lookup<T> {
  readonly #table: OriginTable<T>;
  readonly #sure = new Map<string, readonly Match<T>[]>();
  readonly #guessed = new Map<string, readonly Match<T>[]>();

  constructor(entries: Iterable<readonly [string, T]>) {
    this.#table = new OriginTable(entries);
  }

  /** Every match; what is only called so when nothing surer is known. */
  of({ origin, written, last }: Whence): readonly Match<T>[] {
    if (last !== undefined && !this.#table.mayEndIn(last)) return [];
    const sure = origin === null ? [] : remembered(this.#sure, origin, () => this.#known(origin));
    if (sure.length > 0 || written === null) return sure;
    return remembered(this.#guessed, written, () =>
      this.#ask({ known: null, written: [splitOrigin(written)] }, written),
    );
  }

  /** A chain of calls may have more links than the page says: `T().a().b().c` is also `T().c`. */
  #known(origin: string): readonly Match<T>[] {
    const whole = this.#ask({ known: splitOrigin(origin), written: [] }, origin);
    const links = /^(.*?\(\))(?:\.\w+\(\))+(\.\w+(?:\(\))?)$/.exec(origin);
    if (whole.length > 0 || !links) return whole;
    const short = `${links[1]}${links[2]}`;
    return this.#ask({ known: splitOrigin(short), written: [] }, short);
  }

  #ask(origin: Origin, name: string): readonly Match<T>[] {
    return this.#table
      .match(origin)
      .map(({ value, isByName }) => ({ entry: value, isGuess: isByName, name }));
  }
}

function remembered<T>(answers: Map<string, T>, question: string, ask: () => T): T {
  const known = answers.get(question);
  if (known !== undefined) return known;
  const answer = ask();
  answers.set(question, answer);
  return answer;
}
