/** Whether functions can be held in mind. */
import { defineSignal } from "../model/signal.js";
import type { FunctionFact } from "../model/outline.js";
import type { SurveyedFile } from "../model/survey.js";
import { Lines } from "../lib/text.js";
import { implementation } from "../syntax/implementation.js";
import { placeOf } from "../syntax/own-code.js";

/** McCabe (1976) proposed ten as the upper limit of complexity; forty lines are about a screen. */
const mostComplex = 10;
const mostLines = 40;

export default defineSignal({
  title: "Functions one can follow",
  advice: "Split the functions that are too long or too branched",
  why: "Measured is the share of function code in functions of at most 40 lines and a cyclomatic complexity of at most 10; by lines and not by count, so that a hundred getters do not excuse one monster.",
  measure({ survey }) {
    const all = implementation(survey).flatMap((file) => {
      const lines = new Lines(file.source.text);
      return file.outline.functions
        .filter((fact) => fact.isTest !== true)
        .map((fact): Measured => {
          const inner = heldBy(fact, file.outline.functions);
          const own = heightOf(fact, lines) - sum(outermost(inner).map((one) => heightOf(one, lines)));
          // A function around functions (a factory) is measured by what it does itself; of its branches nobody knows whose they are.
          const complexity = inner.length > 0 ? 1 : fact.complexity;
          return { file, fact, height: own, complexity };
        });
    });
    const total = sum(all.map(({ height }) => height));
    if (total === 0) return { value: null, says: "no functions" };
    const hard = all.filter(({ complexity, height }) => height > mostLines || complexity > mostComplex);
    const share = 1 - sum(hard.map(({ height }) => height)) / total;
    const worst = [...hard].sort((a, b) => b.complexity - a.complexity || b.height - a.height);
    return {
      value: share,
      says:
        hard.length === 0
          ? `all functions (${all.length}) within ${mostLines} lines and complexity ${mostComplex}`
          : `${hard.length} of ${all.length} functions are longer than ${mostLines} lines or more complex than ${mostComplex}`,
      places: worst.slice(0, 3).map(({ file, fact }) => placeOf(file, fact.span)),
    };
  },
});

interface Measured {
  readonly file: SurveyedFile;
  readonly fact: FunctionFact;
  /** Lines, without those of functions that have a name inside. */
  readonly height: number;
  readonly complexity: number;
}

function heightOf({ span }: FunctionFact, lines: Lines): number {
  const { start, end } = lines.range(span);
  return end - start + 1;
}

function heldBy(fact: FunctionFact, all: readonly FunctionFact[]): readonly FunctionFact[] {
  return all.filter((other) => other !== fact && other.name !== "<anonymous>" && isWithin(other, fact));
}

function outermost(all: readonly FunctionFact[]): readonly FunctionFact[] {
  return all.filter((fact) => !all.some((other) => other !== fact && isWithin(fact, other)));
}

function isWithin({ span }: FunctionFact, { bodySpan }: FunctionFact): boolean {
  return span.start >= bodySpan.start && span.end <= bodySpan.end;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
