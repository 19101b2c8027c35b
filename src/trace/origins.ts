/** Compares where something comes from with how a framework page writes it: `pg.Pool().query`, `?{db,pool}.query`. */

/** What stands for a call or `new` in a list of names: `new Pool().query` is `["pg", "Pool", "()", "query"]`. */
export const called = "()";

/** Where an expression comes from, as far as it is known. */
export interface Origin {
  /** From the import on, or the global's name; null when nobody knows. */
  readonly known: readonly string[] | null;
  /** As the code writes it, and with local names replaced by what they stand for: `["this", "db", "query"]`. */
  readonly written: readonly (readonly string[])[];
  /** What is known begins with a global of that name, which may as well be a variable declared elsewhere. */
  readonly isGlobal?: boolean;
}

export interface OriginMatch<T> {
  readonly value: T;
  /** The receiver is only called so; nobody knows what it is. */
  readonly isByName: boolean;
}

interface Pattern<T> {
  readonly tokens: readonly string[];
  /** `?name`: written so where the origin is unknown. `*.name`: whatever the receiver is. */
  readonly receiver: "known" | "named" | "any";
  readonly value: T;
}

/** Patterns by their last name, so that asking costs the same however many pages there are. */
export class OriginTable<T> {
  readonly #byLastName = new Map<string, Pattern<T>[]>();
  readonly #open: Pattern<T>[] = [];

  /** @param entries what is written in pages, each with what it stands for */
  constructor(entries: Iterable<readonly [notation: string, value: T]>) {
    for (const [notation, value] of entries)
      for (const pattern of readPattern(notation, value)) this.#add(pattern);
  }

  /** Names a matching expression can end in; null when any name can. For finding candidates cheaply. */
  get lastNames(): ReadonlySet<string> | null {
    return this.#open.length > 0 ? null : new Set(this.#byLastName.keys());
  }

  get isEmpty(): boolean {
    return this.#open.length === 0 && this.#byLastName.size === 0;
  }

  /** Everything the origin matches, in the order of the entries; what is known by name only comes last. */
  match(origin: Origin): readonly OriginMatch<T>[] {
    const last = lastName(origin.known ?? origin.written[0] ?? []);
    const candidates = [...(this.#byLastName.get(last) ?? []), ...this.#open];
    const found = candidates.filter((pattern) => fits(pattern, origin));
    return found
      .map(({ value, receiver }) => ({ value, isByName: receiver === "named" }))
      .sort((a, b) => Number(a.isByName) - Number(b.isByName));
  }

  /** Whether an expression that ends in this name can match at all. */
  mayEndIn(name: string): boolean {
    return this.#open.length > 0 || this.#byLastName.has(name);
  }

  /** What origins stand for that end in this name. */
  endingIn(name: string): readonly T[] {
    return [...(this.#byLastName.get(name) ?? []), ...this.#open].map(({ value }) => value);
  }

  #add(pattern: Pattern<T>): void {
    const last = lastName(pattern.tokens);
    if (last.includes("*")) {
      this.#open.push(pattern);
      return;
    }
    const known = this.#byLastName.get(last);
    if (known) known.push(pattern);
    else this.#byLastName.set(last, [pattern]);
  }
}

function lastName(tokens: readonly string[]): string {
  return tokens.findLast((token) => token !== called) ?? "";
}

function readPattern<T>(notation: string, value: T): readonly Pattern<T>[] {
  const isNamed = notation.startsWith("?");
  return expandBraces(isNamed ? notation.slice(1) : notation).map((text) => {
    const tokens = splitOrigin(text);
    if (isNamed) return { tokens, receiver: "named", value };
    if (tokens[0] === "*" && tokens.length > 1) return { tokens: tokens.slice(1), receiver: "any", value };
    return { tokens, receiver: "known", value };
  });
}

/** `pg.Pool().query` as a list of names and calls. */
export function splitOrigin(text: string): readonly string[] {
  return text
    .replaceAll("()", `.${called}`)
    .split(".")
    .filter((part) => part !== "");
}

/** All texts that `{a,b}.{c,d}` stands for. */
function expandBraces(text: string): readonly string[] {
  const match = /^([^{]*)\{([^}]*)\}(.*)$/s.exec(text);
  if (!match) return [text];
  const [, before = "", choices = "", after = ""] = match;
  const rest = expandBraces(after);
  return choices.split(",").flatMap((choice) => rest.map((tail) => before + choice.trim() + tail));
}

function fits<T>({ tokens, receiver }: Pattern<T>, { known, written, isGlobal = false }: Origin): boolean {
  if (receiver === "known") return known !== null && known.length === tokens.length && endsIn(known, tokens);
  if (receiver === "named")
    return (known === null || isGlobal) && written.some((names) => endsIn(names, tokens));
  // What any receiver has needs one: a variable of that name is not it.
  return [...(known ? [known] : []), ...written].some(
    (names) => names.length > tokens.length && endsIn(names, tokens),
  );
}

function endsIn(names: readonly string[], tokens: readonly string[]): boolean {
  const start = names.length - tokens.length;
  return start >= 0 && tokens.every((token, i) => fitsToken(token, names[start + i] ?? ""));
}

/** Whether a name is what a page writes, where `*` is any part of it. */
export function fitsToken(token: string, name: string): boolean {
  if (token === name) return true;
  if (!token.includes("*") || name === called) return false;
  const [head = "", tail = ""] = token.split("*", 2);
  return name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail);
}
