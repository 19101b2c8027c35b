/** Holds the statements of a task against the code, by the words they are made of. */
import { Lines } from "../lib/text.js";
import { stem, wordsOf } from "../lib/words.js";
import type { Place } from "../model/finding.js";
import type { Conformance, JudgedStatement, Statement } from "../model/statement.js";
import type { Survey, SurveyedFile } from "../model/survey.js";

/** A stretch of code with the stems of its words: a function, a class or a file. */
interface Stretch {
  readonly name: string;
  readonly place: Place;
  readonly stems: ReadonlySet<string>;
}

/** Share of a statement's words, by weight, that must stand together in one stretch. */
const leastMet = 0.7;
const leastPartly = 0.45;

/**
 * `met` where one function, class or file holds most of the words of a statement outside its comments, `partly` where it
 * holds about half, `missing` below, `not assessed` where the statement has no words of its own. Words are evidence, not
 * proof, and the reason says so.
 */
export function conform(statements: readonly Statement[], survey: Survey): readonly JudgedStatement[] {
  const stretches = [...survey.files.values()].flatMap(stretchesOf);
  const rarity = rarityIn(stretches);
  return statements.map((statement) => judgeStatement(statement, stretches, rarity));
}

function judgeStatement(
  statement: Statement,
  stretches: readonly Stretch[],
  rarity: (word: string) => number,
): JudgedStatement {
  const words = [...new Set(contentWords(statement.text))];
  if (words.length < 2)
    return { ...statement, verdict: "not assessed", reason: "it names nothing to look for", evidence: [] };
  const all = sum(words.map(rarity));
  let best: { readonly stretch: Stretch; readonly share: number } | undefined;
  for (const stretch of stretches) {
    const share = sum(words.filter((word) => stretch.stems.has(word)).map(rarity)) / all;
    if (!best || share > best.share) best = { stretch, share };
  }
  const share = best?.share ?? 0;
  const verdict = share >= leastMet ? "met" : share >= leastPartly ? "partly" : "missing";
  const lacking = words.filter((word) => !best?.stretch.stems.has(word));
  return {
    ...statement,
    verdict,
    reason:
      best && verdict !== "missing"
        ? `${Math.round(share * 100)} % of its words stand in \`${best.stretch.name}\`${lacking.length === 0 ? "" : `, without ${lacking.join(", ")}`}`
        : `no function, class or file holds its words (${words.join(", ")})`,
    evidence: best && verdict !== "missing" ? [best.stretch.place] : [],
  };
}

const stop = new Set(
  "the and for with from into that this must shall should have has are was were will can may not any all one two each every when where which while than then them they their there its our your who what how use uses used using via per such only also etc e.g i.e make makes made given other another same more most least less about after before between both but does done being been get gets set sets new old implement implementation provide provides support supports feature code endpoint endpoints api".split(
    " ",
  ),
);

function contentWords(text: string): readonly string[] {
  return wordsOf(text.replace(/'s\b/g, ""))
    .filter((word) => word.length > 2 && !stop.has(word))
    .map(stem);
}

function stretchesOf(file: SurveyedFile): readonly Stretch[] {
  const { source, outline, tree } = file;
  if (source.isTest || tree.family === "text") return textStretch(file);
  const lines = new Lines(source.text);
  const tokens = tokensOf(file);
  const within = (start: number, end: number): ReadonlySet<string> =>
    new Set(tokens.filter(({ at }) => at >= start && at < end).flatMap(({ stems }) => stems));
  const pieces = outline.definitions
    .filter(({ kind }) => kind !== "variable")
    .map(({ name, span }) => ({
      name,
      place: {
        path: source.path,
        lines: lines.range(span),
        quote: source.text.slice(span.start, span.end).split("\n", 1)[0]?.trim() ?? "",
      },
      stems: within(span.start, span.end),
    }));
  return [
    ...pieces,
    {
      name: source.path,
      place: { path: source.path, lines: null, quote: "" },
      stems: within(0, source.text.length),
    },
  ];
}

/** A Dockerfile or a manifest answers for what code cannot; prose answers for nothing. */
function textStretch({ source }: SurveyedFile): readonly Stretch[] {
  if (source.isTest || /\.(?:md|markdown|txt|rst|adoc)$/i.test(source.path)) return [];
  const stems = new Set([...wordsOf(source.path), ...wordsOf(source.text)].map(stem));
  return [{ name: source.path, place: { path: source.path, lines: null, quote: "" }, stems }];
}

interface Token {
  readonly at: number;
  readonly stems: readonly string[];
}

/** The words of identifiers and strings; comments and documentation strings promise and do nothing. */
function tokensOf({ source, outline }: SurveyedFile): readonly Token[] {
  const silent = [...outline.comments, ...documentationStrings(source.text)];
  const isSilent = (at: number): boolean => silent.some(({ start, end }) => at >= start && at < end);
  return Array.from(source.text.matchAll(/[A-Za-z][A-Za-z0-9_]*/g), (match) => match)
    .filter(({ index }) => !isSilent(index))
    .map(({ index, 0: name }) => ({ at: index, stems: wordsOf(name).map(stem) }));
}

function documentationStrings(text: string): readonly { readonly start: number; readonly end: number }[] {
  return Array.from(text.matchAll(/("""|''')[\s\S]*?\1/g), ({ index, 0: whole }) => ({
    start: index,
    end: index + whole.length,
  }));
}

/** Rare words tell more: the logarithm of how many stretches there are to one that has the word (Spärck Jones 1972). */
function rarityIn(stretches: readonly Stretch[]): (word: string) => number {
  const counts = new Map<string, number>();
  for (const { stems } of stretches) for (const word of stems) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (word) => Math.log(1 + (stretches.length + 1) / ((counts.get(word) ?? 0) + 1));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

/**
 * What no candidate has may be said in other words than the code's: it tells nothing about any of them, and becomes
 * `not assessed` for all.
 */
export function settle(all: readonly Conformance[]): readonly Conformance[] {
  const seen = new Set(
    all.flatMap(({ statements }) =>
      statements.filter(({ verdict }) => verdict === "met" || verdict === "partly").map(({ id }) => id),
    ),
  );
  return all.map(({ path, statements }) => ({
    path,
    statements: statements.map((statement) =>
      statement.verdict !== "missing" || seen.has(statement.id)
        ? statement
        : {
            ...statement,
            verdict: "not assessed",
            reason: `${statement.reason}; nor does any other candidate`,
          },
    ),
  }));
}
