/** Gets the JSON object out of whatever a model wrote around it, and the whole items out of a cut or broken list. */

/** Longer answers are read up to here and count as cut: 4 million characters is far beyond any model's answer. */
export const mostCharacters = 4_000_000;

/** Beginnings that are tried before giving up: what keeps the time linear on text full of braces. */
const mostAttempts = 20;

/** Answers nest four deep; more is noise, and would cost stack. */
const deepest = 32;

export interface Salvaged {
  readonly value: Readonly<Record<string, unknown>>;
  /** The text ended before the object did. */
  readonly isCut: boolean;
  /** Items of lists that could not be read. */
  readonly lost: number;
}

/**
 * The first object in the text that has one of the keys: bare, in a fence or amid prose. Null when there is none.
 * Never throws; time is linear in the length of the text.
 */
export function salvage(text: string, keys: readonly string[]): Salvaged | null {
  const thought = text.lastIndexOf(endOfThought);
  const answer = thought === -1 ? null : find(text.slice(thought + endOfThought.length), keys);
  return answer ?? find(text, keys);
}

/** Open models think aloud before they answer; what they draft there is not the answer. */
const endOfThought = "</think>";

function find(text: string, keys: readonly string[]): Salvaged | null {
  return (
    wholeText(text, keys) ?? amidProse(text.slice(0, mostCharacters), keys, text.length > mostCharacters)
  );
}

function wholeText(text: string, keys: readonly string[]): Salvaged | null {
  if (text.length > mostCharacters) return null;
  try {
    const value: unknown = JSON.parse(text);
    return hasAny(value, keys) ? { value, isCut: false, lost: 0 } : null;
  } catch {
    return null;
  }
}

function amidProse(text: string, keys: readonly string[], isShortened: boolean): Salvaged | null {
  const beginning = /\{\s*"/g;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const found = beginning.exec(text);
    if (!found) return null;
    const parser = new TolerantParser(text, found.index);
    const value = parser.read();
    if (hasAny(value, keys)) {
      return { value, isCut: parser.isCut || (isShortened && parser.at >= text.length), lost: parser.lost };
    }
    if (value !== undefined) beginning.lastIndex = Math.max(beginning.lastIndex, parser.at);
  }
  return null;
}

function hasAny(value: unknown, keys: readonly string[]): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return keys.some((key) => Object.hasOwn(value, key));
}

/** Thrown and caught in this file: the text at this place is no JSON. */
class Unreadable extends Error {}

/**
 * JSON with line ends in strings, unknown escapes and trailing commas let through. At the end of the text the lists
 * begun keep their whole items; a broken item is skipped by its brackets.
 */
class TolerantParser {
  isCut = false;
  lost = 0;

  constructor(
    private readonly text: string,
    public at: number,
  ) {}

  read(): unknown {
    try {
      return this.#value(0);
    } catch (error) {
      if (error instanceof Unreadable) return undefined;
      throw error;
    }
  }

  #value(depth: number): unknown {
    if (depth > deepest) throw new Unreadable();
    this.#skipSpace();
    const character = this.text[this.at];
    if (character === undefined) return this.#cut();
    if (character === "{") return this.#object(depth);
    if (character === "[") return this.#list(depth);
    if (character === '"') return this.#string();
    return this.#number() ?? this.#word();
  }

  #object(depth: number): Record<string, unknown> {
    this.at++;
    const entries: [string, unknown][] = [];
    while (!this.#ends("}")) {
      const key = this.#key();
      if (key === undefined) break;
      const value = this.#value(depth + 1);
      // Of what was cut only lists are of use: they hold whole items.
      if (!this.isCut || Array.isArray(value)) entries.push([key, value]);
      if (this.isCut) break;
      this.#takeComma("}");
    }
    return Object.fromEntries(entries);
  }

  #key(): string | undefined {
    if (this.text[this.at] !== '"') throw new Unreadable();
    const key = this.#string();
    this.#skipSpace();
    if (this.isCut || this.at >= this.text.length) return this.#cut();
    if (this.text[this.at] !== ":") throw new Unreadable();
    this.at++;
    return key;
  }

  #list(depth: number): unknown[] {
    this.at++;
    const items: unknown[] = [];
    while (!this.#ends("]")) {
      const start = this.at;
      try {
        const item = this.#value(depth + 1);
        if (this.isCut) break;
        items.push(item);
        this.#takeComma("]");
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        this.lost++;
        this.#skipItem(start);
      }
    }
    return items;
  }

  /** True at the closing bracket, which is taken, and at the end of the text. */
  #ends(bracket: string): boolean {
    this.#skipSpace();
    if (this.at >= this.text.length) this.isCut = true;
    if (this.isCut) return true;
    if (this.text[this.at] !== bracket) return false;
    this.at++;
    return true;
  }

  #takeComma(bracket: string): void {
    this.#skipSpace();
    const character = this.text[this.at];
    if (character === ",") this.at++;
    else if (character !== undefined && character !== bracket) throw new Unreadable();
  }

  /** From the beginning of a broken item to the comma or bracket after it, by brackets outside strings. */
  #skipItem(start: number): void {
    this.at = start;
    for (let depth = 0; this.at < this.text.length; this.at++) {
      const character = this.text[this.at];
      if (character === '"') {
        this.#string();
        if (this.isCut) return;
        this.at--;
      } else if (character === "{" || character === "[") depth++;
      else if (character === "}" || character === "]") {
        // A bracket that closes nothing is skipped: the list must not look at it for ever.
        if (depth === 0 && character === "}") this.at++;
        if (depth === 0) return;
        depth--;
      } else if (character === "," && depth === 0) {
        this.at++;
        return;
      }
    }
    this.isCut = true;
  }

  #string(): string {
    const start = ++this.at;
    for (; this.at < this.text.length; this.at++) {
      const character = this.text[this.at];
      if (character === "\\") this.at++;
      else if (character === '"') return decode(this.text.slice(start, this.at++));
    }
    this.isCut = true;
    return "";
  }

  #number(): number | undefined {
    const [digits] = this.#match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y) ?? [];
    return digits === undefined ? undefined : Number(digits);
  }

  #word(): boolean | null {
    const [word] = this.#match(/true|false|null|True|False|None/y) ?? [];
    if (word === undefined) throw new Unreadable();
    return word === "null" || word === "None" ? null : word.toLowerCase() === "true";
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at += found[0].length;
    return found;
  }

  #skipSpace(): void {
    this.#match(/\s*/y);
  }

  #cut(): undefined {
    this.isCut = true;
    return undefined;
  }
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

/** An escape that JSON does not know stands for its character: models forget to double the backslash of a pattern. */
function decode(raw: string): string {
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (_, code?: string, character?: string) =>
    code === undefined
      ? (escapes[character ?? ""] ?? character ?? "")
      : String.fromCharCode(parseInt(code, 16)),
  );
}
