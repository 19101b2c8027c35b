/** Whether files stay small enough to find one's way in. */
import { defineSignal } from "../model/signal.js";
import { codeLines, ownCode, placeOfFile } from "../syntax/own-code.js";

/** Where ESLint's `max-lines` draws the line by default. */
const most = 300;

export default defineSignal({
  title: "Files of modest size",
  why: "Measured is the share of code that stands within the first 300 lines of code of its file (the default of ESLint's max-lines).",
  measure({ survey }) {
    const files = ownCode(survey).map((file) => ({ file, lines: codeLines(file) }));
    const all = files.reduce((sum, { lines }) => sum + lines, 0);
    if (all === 0) return { value: null, says: "no code" };
    const large = files.filter(({ lines }) => lines > most).sort((a, b) => b.lines - a.lines);
    const [largest] = large;
    return {
      value: 1 - large.reduce((sum, { lines }) => sum + lines - most, 0) / all,
      says: largest
        ? `\`${largest.file.source.path}\` has ${largest.lines} lines of code`
        : `no file has more than ${most} lines of code`,
      places: largest ? [placeOfFile(largest.file)] : [],
    };
  },
});
