/** Whether the same code stands once. */
import { defineSignal } from "../model/signal.js";
import { Lines } from "../lib/text.js";
import { implementation } from "../syntax/implementation.js";
import { codeLines, placeOf } from "../syntax/own-code.js";

/** A tenth of a program in copies is a habit. */
const worst = 0.1;

export default defineSignal({
  title: "Code that stands once",
  advice: "Bring copied functions together",
  why: "Measured is the share of code in functions that are copies of another one after names are set aside; a tenth or more is zero.",
  measure({ survey }) {
    const files = new Map(implementation(survey).map((file) => [file.source.path, file]));
    const all = [...files.values()].reduce((sum, file) => sum + codeLines(file), 0);
    if (all === 0) return { value: null, says: "no code" };
    const copies = survey.clones
      .flatMap(({ places }) => places.slice(1))
      .filter(({ path }) => files.has(path));
    const lines = copies.reduce((sum, { path, span }) => {
      const range = new Lines(files.get(path)?.source.text ?? "").range(span);
      return sum + range.end - range.start + 1;
    }, 0);
    return {
      value: Math.max(0, 1 - lines / all / worst),
      says:
        copies.length === 0
          ? "no function is a copy of another"
          : `${lines} of ${all} lines of code stand in copies`,
      places: copies.slice(0, 2).flatMap(({ path, span }) => {
        const file = files.get(path);
        return file ? [placeOf(file, span)] : [];
      }),
    };
  },
});
