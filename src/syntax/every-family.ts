/** Serves one matcher that reads only the outline and the text to every parsed language. */
import type { Hit, Matchers, Subject } from "../model/rule.js";

/** What every language has. */
export type Code = Pick<Subject, "source" | "outline" | "survey">;

export function everyFamily(match: (code: Code) => Iterable<Hit>): Matchers {
  return { typescript: match, python: match, go: match, java: match, rust: match, elixir: match };
}
