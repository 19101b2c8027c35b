/** Whether functions can be held in mind. */
import { defineSignal } from "../model/signal.js";
import type { FunctionFact } from "../model/outline.js";
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
        .filter((fact) => fact.isTest !== true && !holdsOthers(fact, file.outline.functions))
        .map((fact) => ({ file, fact, height: heightOf(fact, lines) }));
    });
    const total = all.reduce((sum, { height }) => sum + height, 0);
    if (total === 0) return { value: null, says: "no functions" };
    const hard = all.filter(({ fact, height }) => height > mostLines || fact.complexity > mostComplex);
    const share = 1 - hard.reduce((sum, { height }) => sum + height, 0) / total;
    const worst = [...hard].sort((a, b) => b.fact.complexity - a.fact.complexity || b.height - a.height);
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

function heightOf({ span }: FunctionFact, lines: Lines): number {
  const { start, end } = lines.range(span);
  return end - start + 1;
}

/** A function around functions (a factory, a describe block) is measured by what it holds. */
function holdsOthers(fact: FunctionFact, all: readonly FunctionFact[]): boolean {
  return all.some(
    (other) =>
      other !== fact &&
      other.name !== "<anonymous>" &&
      other.span.start >= fact.bodySpan.start &&
      other.span.end <= fact.bodySpan.end,
  );
}
