/** Sources as a model sees them: credentials masked, hidden characters spelt out; and the way back for its quotes. */
import { Lines } from "../lib/text.js";
import { visible, visibleCode } from "../lib/visible.js";
import type { LineRange } from "../model/source.js";
import { type PrivateKind, framed, maskPrivate } from "./private-data.js";
import type { Survey, SurveyedFile } from "../model/survey.js";

/** Shorter pieces of a credential would match by chance and garble the text. */
const leastLength = 6;

/** What stands for a credential of that length. */
function placeholderOf(length: number): string {
  return framed("secret", length);
}

interface ShownFile {
  readonly lines: readonly string[];
  /** Lines that are shown otherwise than they are, trimmed, with their originals. */
  readonly changed: ReadonlyMap<string, readonly { readonly number: number; readonly original: string }[]>;
}

export class ShownSources {
  readonly #pieces: readonly string[];
  readonly #pattern: RegExp | null;
  readonly #files = new Map<string, ShownFile>();
  readonly #pathByName: ReadonlyMap<string, string>;

  /** @param kinds what is taken out besides credentials */
  constructor(
    private readonly survey: Survey,
    private readonly kinds: readonly PrivateKind[] = [],
  ) {
    this.#pieces = piecesOf([...survey.files.values()]);
    this.#pattern = patternOf(this.#pieces);
    this.#pathByName = new Map([...survey.files.keys()].map((path) => [visible(path), path]));
  }

  /** Any text without the credentials that the survey knows and what else is to go, each replaced by something of its length. */
  mask(text: string): string {
    return maskPrivate(this.#maskSecrets(text), this.kinds);
  }

  #maskSecrets(text: string): string {
    if (!this.#pattern) return text;
    return this.#maskCut(text).replace(this.#pattern, (piece) => placeholderOf(piece.length));
  }

  /** A quotation may have been cut inside a credential: what stands before the ellipsis is still a part of it. */
  #maskCut(text: string): string {
    const sections = text.split("…");
    return sections
      .map((section, i) => {
        const cut =
          i < sections.length - 1 ? Math.max(...this.#pieces.map((piece) => overlap(section, piece))) : 0;
        return cut < leastLength ? section : section.slice(0, -cut) + placeholderOf(cut);
      })
      .join("…");
  }

  /** The lines of a file as they are shown; none for a file that is not in the survey. */
  lines(path: string): readonly string[] {
    return this.#shown(path)?.lines ?? [];
  }

  /** The path of the file a model names by the heading it was shown under. */
  pathOf(name: string): string | undefined {
    return (
      this.#pathByName.get(name) ??
      this.#pathByName.get(name.replaceAll("\\", "/").replace(/^(?:\.?\/)+/, ""))
    );
  }

  /** A quotation as it is shown: exact where it stands at those lines, else with what is known masked. */
  show(quote: string, path: string, lines: LineRange | null): string {
    const text = this.survey.files.get(path)?.source.text;
    const count = quote.split("\n").length;
    if (text !== undefined && lines) {
      const last = lines.start + count - 1;
      if (new Lines(text).slice(lines.start, last) === quote)
        return this.lines(path)
          .slice(lines.start - 1, last)
          .join("\n");
    }
    return visibleCode(this.mask(quote));
  }

  /** A quote of shown lines as the file has them; where masking made lines equal, the nearest to the line counts. */
  restore(path: string, quote: string, near: number): string {
    const changed = this.#shown(path)?.changed;
    if (!changed || changed.size === 0) return quote;
    return quote
      .split("\n")
      .map((line, i) => {
        const candidates = changed.get(line.trim()) ?? [];
        const [first] = [...candidates].sort(
          (a, b) => Math.abs(a.number - near - i) - Math.abs(b.number - near - i),
        );
        return first?.original ?? line;
      })
      .join("\n");
  }

  #shown(path: string): ShownFile | undefined {
    const known = this.#files.get(path);
    const file = this.survey.files.get(path);
    if (known || !file) return known;
    const shown = this.#show(file);
    this.#files.set(path, shown);
    return shown;
  }

  #show(file: SurveyedFile): ShownFile {
    const originals = new Lines(file.source.text);
    const masked = new Lines(this.mask(maskSpans(file)));
    const changed = new Map<string, { number: number; original: string }[]>();
    const lines = Array.from({ length: originals.count }, (_, i) => {
      const original = originals.line(i + 1);
      const line = visibleCode(masked.line(i + 1));
      if (line !== original) {
        const key = line.trim();
        changed.set(key, [...(changed.get(key) ?? []), { number: i + 1, original }]);
      }
      return line;
    });
    return { lines, changed };
  }
}

/** Line ends inside a credential stay, so that every later line keeps its number. */
function maskSpans({ source: { text }, secrets, suspected }: SurveyedFile): string {
  const spans = [...secrets, ...suspected].sort((a, b) => a.start - b.start);
  let masked = "";
  let from = 0;
  for (const { start, end } of spans) {
    if (end <= from) continue;
    const secret = text.slice(Math.max(start, from), end);
    masked +=
      text.slice(from, Math.max(start, from)) +
      secret.replace(/[^\r\n]+/g, ({ length }) => placeholderOf(length));
    from = end;
  }
  return masked + text.slice(from);
}

/** How many characters at the end of the text are the beginning of the piece. */
function overlap(text: string, piece: string): number {
  for (let length = Math.min(text.length, piece.length); length >= leastLength; length--) {
    if (text.endsWith(piece.slice(0, length))) return length;
  }
  return 0;
}

function piecesOf(files: readonly SurveyedFile[]): readonly string[] {
  const pieces = files.flatMap(({ source, secrets, suspected }) =>
    [...secrets, ...suspected].flatMap(({ start, end }) => source.text.slice(start, end).split(/[\r\n]+/)),
  );
  const known = [...new Set(pieces.map((piece) => piece.trim()))].filter(
    (piece) => piece.length >= leastLength,
  );
  // The longest first: of two that begin alike the whole one has to go.
  return known.sort((a, b) => b.length - a.length);
}

/** The same credential is masked where nothing recognised it: in a comment, another file, a lead's words. */
function patternOf(pieces: readonly string[]): RegExp | null {
  if (pieces.length === 0) return null;
  return new RegExp(pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
}
