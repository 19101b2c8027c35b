/** Serves one matcher that reads only the outline and the text to several parsed languages. */
import type { Hit, Matchers, Subject } from "../model/rule.js";
import type { Family } from "../model/tree.js";

/** What every language has. */
export type Code = Pick<Subject, "source" | "outline" | "survey">;

/** @param families those the rule has an example for: what was never shown is not claimed */
export function inFamilies(families: readonly Family[], match: (code: Code) => Iterable<Hit>): Matchers {
  return Object.fromEntries(families.map((family) => [family, match]));
}
