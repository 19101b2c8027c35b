/** Offsets, lines and excerpts of a text; a line ends at \n, \r\n or a lone \r, and nowhere else. */

/** Offsets where each line begins; the first is 0. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}

/** Turns offsets into 1-based lines by binary search over the line starts. */
export class Lines {
  readonly #starts: readonly number[];

  constructor(readonly text: string) {
    this.#starts = lineStarts(text);
  }

  /** Lines the text has; a final line end does not begin another one. */
  get count(): number {
    const last = this.#starts[this.#starts.length - 1] ?? 0;
    return this.text.length === 0
      ? 0
      : last === this.text.length
        ? this.#starts.length - 1
        : this.#starts.length;
  }

  /** 1-based line that holds the offset. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Offset where a 1-based line begins; the text's length past the end. */
  startOf(line: number): number {
    return this.#starts[line - 1] ?? this.text.length;
  }

  /** Text of a 1-based line without its line end. */
  line(number: number): string {
    return this.text.slice(this.startOf(number), this.startOf(number + 1)).replace(/[\r\n]+$/, "");
  }

  /** First and last line of a span; a span that ends at a line's first column does not touch that line. */
  range(span: { readonly start: number; readonly end: number }): { start: number; end: number } {
    const start = this.lineAt(span.start);
    return { start, end: Math.max(start, this.lineAt(Math.max(span.start, span.end - 1))) };
  }

  /** Whole lines joined by \n, at most `limit` of them. */
  slice(start: number, end: number, limit = Number.POSITIVE_INFINITY): string {
    const lines: string[] = [];
    for (let n = start; n <= end && lines.length < limit; n++) lines.push(this.line(n));
    return lines.join("\n");
  }
}

/** The text without the white space all its non-blank lines begin with. */
export function dedent(text: string): string {
  const lines = text.split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)?.[0] ?? "");
  const shortest = indents.reduce((a, b) => (b.length < a.length ? b : a), indents[0] ?? "");
  const shared = indents.every((indent) => indent.startsWith(shortest)) ? shortest.length : 0;
  return lines.map((line) => line.slice(Math.min(shared, /^[ \t]*/.exec(line)?.[0].length ?? 0))).join("\n");
}

/** Folds line ends and outer white space of each line, so that copies with another indent compare equal. */
export function normaliseQuote(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}

/** `12,345`. */
export function grouped(count: number): string {
  // The locale machinery takes 10 ms to wake up for the first number.
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `1 file`, `2 files`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** Messages of tools run over many lines: the first sentence, without its full stop. */
export function firstSentence(text: string): string {
  const trimmed = text.trim();
  const sentence = /^.*?[.!?](?=\s|$)/u.exec(trimmed)?.[0] ?? trimmed.split("\n")[0] ?? "";
  return sentence.replace(/\.$/u, "");
}
