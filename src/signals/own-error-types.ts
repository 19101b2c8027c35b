/** Whether a program has words for its own failures. */
import { defineSignal } from "../model/signal.js";
import { withoutComments } from "../syntax/growth.js";
import { ownCode, placeOf } from "../syntax/own-code.js";

const types =
  /\bclass \w+\(\w*(?:Exception|Error)\w*\)|\bclass \w+ extends \w*(?:Error|Exception)\b|\bErr[A-Z]\w*\s*=\s*errors\.New\(|\bfunc \(\w+ \*?\w+\) Error\(\) string|#\[derive\([^)]*Error|\bdefexception\b|\bHTTPException\(|\bhttp\.Error\(|\bres(?:ponse)?\s*\.\s*status\(\s*[45]|\{:error, :\w+\}|HttpException|createError\(|ResponseStatusException/g;
/** Kinds of failure from which callers can choose. */
const enough = 3;

export default defineSignal({
  title: "Failures with names",
  why: "Callers can only treat a conflict otherwise than an outage if the two have names or codes of their own. Measured is the number of different ones, in relation to three; more tell nothing.",
  measure({ survey }) {
    const code = ownCode(survey);
    const found = code.flatMap((file) =>
      Array.from(withoutComments(file).matchAll(types), (match) => ({ file, match })),
    );
    const names = new Map(found.map(({ file, match }) => [nameOf(file.source.text, match), { file, match }]));
    if (code.length === 0) return { value: null, says: "no code" };
    return {
      value: Math.min(1, names.size / enough),
      says:
        names.size === 0
          ? "no failure has a type or a code of its own"
          : `${names.size} kinds of failure have a name or a code`,
      places: [...names.values()]
        .slice(0, 2)
        .map(({ file, match }) => placeOf(file, { start: match.index, end: match.index + match[0].length })),
    };
  },
});

/** A status code tells kinds apart as a class name does. */
function nameOf(text: string, match: RegExpMatchArray): string {
  const after = text.slice(match.index, (match.index ?? 0) + 160);
  return /\b(?:[45]\d\d|HTTP_\d+_\w+|Status[A-Z]\w+)\b/.exec(after)?.[0] ?? match[0];
}
