/** What a candidate consists of, in plain data: its named pieces and the words its code uses. */
import { Lines } from "../lib/text.js";
import { wordsOf } from "../lib/words.js";
import type { Place } from "../model/finding.js";
import type { Definition } from "../model/outline.js";
import type { Survey, SurveyedFile } from "../model/survey.js";

/** One function, method, class or type. */
export interface Piece {
  readonly name: string;
  readonly kind: Definition["kind"];
  readonly words: readonly string[];
  /** All its lines; the quote is the first of them. */
  readonly place: Place;
  readonly lines: number;
}

export interface Portrait {
  /** Pieces outside tests, in the order of files and lines. */
  readonly pieces: readonly Piece[];
  /** Words of the identifiers outside tests; comments do not count, for they promise and do nothing. */
  readonly words: ReadonlySet<string>;
}

export function portray({ files }: Survey): Portrait {
  const code = [...files.values()].filter(({ source, tree }) => !source.isTest && tree.family !== "text");
  const names = new Set(code.flatMap(({ outline }) => [...outline.mentions.keys()]));
  return {
    pieces: code.flatMap(piecesOf),
    words: new Set([...names].flatMap(wordsOf)),
  };
}

function piecesOf({ source, outline }: SurveyedFile): readonly Piece[] {
  const lines = new Lines(source.text);
  return outline.definitions
    .filter(({ kind }) => kind !== "variable")
    .map(({ name, kind, span }) => {
      const range = lines.range(span);
      const text = source.text.slice(span.start, span.end);
      return {
        name,
        kind,
        words: wordsOf(name),
        place: { path: source.path, lines: range, quote: text.split("\n", 1)[0]?.trim() ?? "" },
        lines: range.end - range.start + 1,
      };
    });
}
