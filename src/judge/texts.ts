/** The reviewed files as texts that quotes can be looked for in. */
import { Lines, normaliseQuote } from "../lib/text.js";
import type { LineRange } from "../model/source.js";
import type { Place } from "../model/finding.js";
import type { Survey } from "../model/survey.js";
import { likeness } from "./likeness.js";
import { redactor } from "./redact.js";

interface SolidLine {
  readonly number: number;
  readonly text: string;
}

interface Page {
  readonly lines: Lines;
  /** Lines that are not blank, trimmed. */
  readonly solid: readonly SolidLine[];
}

/** Credentials are covered in it, because they are in the quotes it is asked about. */
export class Texts {
  readonly #pages = new Map<string, Page>();
  readonly #redact;
  #firstLines: ReadonlyMap<string, readonly { path: string; at: number }[]> | undefined;

  constructor(private readonly survey: Survey) {
    this.#redact = redactor(survey);
  }

  has(path: string): boolean {
    return this.survey.files.has(path);
  }

  get paths(): readonly string[] {
    return [...this.survey.files.keys()];
  }

  /** Whether a parser of some language read the file. */
  familyOf(path: string): string | undefined {
    return this.survey.files.get(path)?.tree.family;
  }

  /** Everywhere the quote stands, in one file or in all, its outer white space aside. */
  find(quote: string, path?: string): readonly Place[] {
    const wanted = normaliseQuote(quote).split("\n");
    const [first = ""] = wanted;
    if (first === "") return [];
    const starts = this.#startsOf(first).filter((start) => path === undefined || start.path === path);
    return starts.flatMap(({ path: file, at }) => {
      const page = this.#page(file);
      const last = page?.solid[at + wanted.length - 1];
      const begins = page?.solid[at];
      if (!page || !last || !begins || !wanted.every((text, i) => page.solid[at + i]?.text === text))
        return [];
      return [placeAt(file, { start: begins.number, end: last.number }, page.lines)];
    });
  }

  /** Everywhere the quote stands in other files; in prose and data only where the file itself was such a one. */
  elsewhere(quote: string, from: string): readonly Place[] {
    const isCode = (path: string): boolean =>
      this.familyOf(path) !== "text" || endingOf(path) === endingOf(from);
    return this.find(quote).filter(({ path }) => path !== from && isCode(path));
  }

  /** The text at these lines; empty where there is no such file. */
  at(path: string, { start, end }: LineRange): string {
    return this.#page(path)?.lines.slice(start, end) ?? "";
  }

  /** The lines most like the quote within some way of a line, or null where none are at least so like it. */
  closest(
    quote: string,
    around: { readonly path: string; readonly line: number },
    least: number,
  ): Place | null {
    const page = this.#page(around.path);
    const wanted = normaliseQuote(quote);
    if (!page || wanted === "") return null;
    const height = wanted.split("\n").length;
    const near = page.solid.flatMap(({ number }, i) => (Math.abs(number - around.line) <= reach ? [i] : []));
    let best: { readonly score: number; readonly range: LineRange } | null = null;
    for (const first of near) {
      for (const size of new Set([height, height + 1, Math.max(1, height - 1)])) {
        const window = page.solid.slice(first, first + size);
        const [begin] = window;
        const end = window.at(-1);
        if (!begin || !end) continue;
        const score = likeness(wanted, window.map(({ text }) => text).join("\n"));
        if (score >= least && score > (best?.score ?? 0))
          best = { score, range: { start: begin.number, end: end.number } };
      }
    }
    return best && placeAt(around.path, best.range, page.lines);
  }

  /** Names the innermost function around a line by where it begins; null outside of all. */
  functionAround(path: string, line: number): string | null {
    const file = this.survey.files.get(path);
    if (!file) return null;
    const lines = new Lines(file.source.text);
    const [innermost] = file.outline.functions
      .map(({ name, span }) => ({ name, ...lines.range(span) }))
      .filter(({ start, end }) => start <= line && line <= end)
      .sort((a, b) => a.end - a.start - (b.end - b.start));
    return innermost ? `${innermost.name}:${innermost.start}` : null;
  }

  #page(path: string): Page | undefined {
    const known = this.#pages.get(path);
    const file = this.survey.files.get(path);
    if (known || !file) return known;
    const lines = new Lines(this.#redact(file.source.text));
    const solid = Array.from({ length: lines.count }, (_, i) => ({
      number: i + 1,
      text: lines.line(i + 1).trim(),
    })).filter(({ text }) => text !== "");
    const page = { lines, solid };
    this.#pages.set(path, page);
    return page;
  }

  /** One index over all files: a quote is looked for in each of them more often than they are read. */
  #startsOf(line: string): readonly { path: string; at: number }[] {
    if (!this.#firstLines) {
      const index = new Map<string, { path: string; at: number }[]>();
      for (const path of this.paths) {
        this.#page(path)?.solid.forEach(({ text }, at) => {
          const starts = index.get(text);
          if (starts) starts.push({ path, at });
          else index.set(text, [{ path, at }]);
        });
      }
      this.#firstLines = index;
    }
    return this.#firstLines.get(line) ?? [];
  }
}

function endingOf(path: string): string {
  return /\.[^./]+$/.exec(path)?.[0] ?? "";
}

/** Lines up and down within which changed code is taken for what stood there. */
const reach = 40;

function placeAt(path: string, range: LineRange, lines: Lines): Place {
  return { path, lines: range, quote: lines.slice(range.start, range.end) };
}
