/** Measures the reviewed code; what cannot be measured is null, never zero. */
import { compareText } from "../lib/compare.js";
import { Lines } from "../lib/text.js";
import { countTests } from "./count-tests.js";
import type { Language } from "../model/language.js";
import type { CloneGroup, Facts, SurveyedFile } from "../model/survey.js";
import { annotationSlots } from "../syntax/annotations.js";

interface Measure extends SurveyedFile {
  readonly lines: Lines;
}

export function measureFacts(
  files: ReadonlyMap<string, SurveyedFile>,
  languages: readonly Language[],
  clones: readonly CloneGroup[],
): Facts {
  const measures = [...files.values()].map((file): Measure => ({
    ...file,
    lines: new Lines(file.source.text),
  }));
  const parsed = measures.filter((file) => file.tree.family !== "text");
  const functions = parsed.flatMap((file) => file.outline.functions);
  const heights = parsed.flatMap((file) => functionHeights(file)).sort((a, b) => a - b);
  return {
    files: measures.length,
    lines: sumLines(measures),
    languages: countLanguages(measures, languages),
    functions: functions.length,
    classes: parsed.flatMap((file) => file.outline.definitions).filter(({ kind }) => kind === "class").length,
    longestFunctionLines: heights.at(-1) ?? null,
    medianFunctionLines: median(heights),
    highestComplexity: highest(functions.map((fact) => fact.complexity)),
    deepestNesting: highest(functions.map((fact) => fact.nesting)),
    commentRatio: commentRatio(parsed),
    annotationRatio: annotationRatio(parsed),
    testLinesPerCodeLine: testRatio(parsed),
    cloneGroups: clones.length,
    tests: [...countTests(files)],
  };
}

function sumLines(measures: readonly Measure[]): number {
  return measures.reduce((sum, { lines }) => sum + lines.count, 0);
}

/** Parsed languages first, then the most files; a shelf entry that stands for several languages is split by title. */
function countLanguages(measures: readonly Measure[], languages: readonly Language[]): Facts["languages"] {
  const byId = new Map(languages.map((language) => [language.id, language]));
  const counts = new Map<string, Facts["languages"][number]>();
  for (const { source, lines } of measures) {
    const language = byId.get(source.language);
    const title = language?.titleFor?.(source.path) ?? language?.title ?? source.language;
    const count = counts.get(title) ?? {
      id: source.language,
      title,
      files: 0,
      lines: 0,
      isParsed: language?.family !== "text",
    };
    counts.set(title, { ...count, files: count.files + 1, lines: count.lines + lines.count });
  }
  return [...counts.values()].sort(
    (a, b) => Number(b.isParsed) - Number(a.isParsed) || b.files - a.files || compareText(a.title, b.title),
  );
}

function functionHeights({ outline, lines }: Measure): readonly number[] {
  return outline.functions.map(({ span }) => {
    const range = lines.range(span);
    return range.end - range.start + 1;
  });
}

/** Middle value of ascending numbers; the mean of the two middle ones when their count is even. */
function median(sorted: readonly number[]): number | null {
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function highest(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : numbers.reduce((a, b) => Math.max(a, b));
}

function commentRatio(parsed: readonly Measure[]): number | null {
  const total = sumLines(parsed);
  if (total === 0) return null;
  const commented = parsed.reduce((sum, { outline, lines }) => {
    const numbers = new Set<number>();
    for (const comment of outline.comments) {
      const { start, end } = lines.range(comment);
      for (let line = start; line <= end; line++) numbers.add(line);
    }
    return sum + numbers.size;
  }, 0);
  return round(commented / total);
}

/** Languages in which a type may be written at a parameter or result, or left out. */
const optionallyTyped: ReadonlySet<string> = new Set(["typescript", "python"]);

/** Types matter to readers at named functions; callbacks take theirs from the context. */
function annotationRatio(parsed: readonly Measure[]): number | null {
  const typed = parsed.filter((file) => optionallyTyped.has(file.source.language) && !file.source.isTest);
  const slots = typed.flatMap((file) => file.outline.functions.flatMap(annotationSlots));
  return slots.length === 0 ? null : round(slots.filter(Boolean).length / slots.length);
}

function testRatio(parsed: readonly Measure[]): number | null {
  const code = sumLines(parsed.filter((file) => !file.source.isTest));
  return code === 0 ? null : round(sumLines(parsed.filter((file) => file.source.isTest)) / code);
}

/** Two decimals: more would pretend to a precision these measures do not have. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
