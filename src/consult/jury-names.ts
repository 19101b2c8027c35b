/** Takes the names of the candidates out of what judges read, so that none is known by its maker or its folder. */

/** Words that tell nobody apart, and whose absence would make code unreadable. */
const ordinary = new Set(
  (
    "src lib app main test tests code api server client core demo example sample solution impl version final new old " +
    "sync async await class def function import return type python typescript javascript node java rust ruby elixir go " +
    "one two three first second third left right base draft before after candidate candidates"
  ).split(" "),
);

/** Shorter names stand inside too many other words. */
const leastLetters = 3;

export type Rename = (text: string) => string;

/** @param ids of all candidates: each may speak of the others */
export function withoutNames(ids: readonly string[]): Rename {
  const names = [...new Set(ids.flatMap(partsOf))].sort((a, b) => b.length - a.length);
  const patterns = names.flatMap(patternsOf);
  return (text) =>
    patterns.reduce((changed, { pattern, instead }) => changed.replace(pattern, instead), text);
}

/** The parts of an id, without the ending of a file. */
function partsOf(id: string): readonly string[] {
  return id
    .split("/")
    .map((part) => part.replace(/\.\w{1,5}$/, "").toLowerCase())
    .filter((part) => part.length >= leastLetters && /[a-z]/.test(part) && !ordinary.has(part));
}

interface Pattern {
  readonly pattern: RegExp;
  readonly instead: string;
}

/** The name as identifiers have it (`grokStore`, `my_grok`, `GrokStore`, `GROK_KEY`) and as a word of its own. */
function patternsOf(name: string): readonly Pattern[] {
  const words = name.split(/[^a-z0-9]+/).filter((word) => word !== "");
  const capitalised = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const joined = words.join("[-_. ]?");
  return [
    { pattern: new RegExp(`(?<![A-Za-z])${joined}(?![a-z])`, "g"), instead: "candidate" },
    { pattern: new RegExp(`(?<![A-Z])${capitalised.join("[-_. ]?")}(?![a-z])`, "g"), instead: "Candidate" },
    {
      pattern: new RegExp(`(?<![A-Z])${joined.toUpperCase()}(?![A-Z])`, "g"),
      instead: "CANDIDATE",
    },
    { pattern: new RegExp(`(?<![A-Za-z])${joined}(?![A-Za-z])`, "gi"), instead: "candidate" },
  ];
}
