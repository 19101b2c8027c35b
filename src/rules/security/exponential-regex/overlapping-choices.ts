/** Finds repeated choices of a pattern where two of them match the same text, such as `(?:\\.|[^"])*`. */

/** Two choices, a text that both match, one of them in several rounds, and what has to follow the repetition. */
export interface Overlap {
  readonly choices: readonly [string, string];
  readonly witness: string;
  readonly next: string;
}

interface Group {
  readonly body: string;
  /** Where the text after the group and its quantifier starts. */
  readonly end: number;
}

/**
 * The first overlap of a pattern; null where there is none, and where nothing after it can fail.
 * @param source a pattern as JavaScript writes it
 */
export function overlappingChoices(source: string, flags: string): Overlap | null {
  for (const { body, end } of repeatedGroups(source)) {
    const choices = splitChoices(body).map((text) => ({ text, atoms: atomsOf(text) }));
    for (const long of choices)
      for (const short of choices) {
        const [one, ...more] = short.atoms ?? [];
        if (long === short || !long.atoms?.length || one === undefined || more.length > 0) continue;
        const witness = long.atoms.map((atom) => commonCharacter([atom, one], flags)).join("");
        const next =
          witness.length === long.atoms.length ? whatMustFollow(source.slice(end), witness, flags) : null;
        if (next !== null) return { choices: [long.text, short.text], witness, next };
      }
  }
  return null;
}

const piece =
  /\\(?:u\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|p\{[^}]*\}|k<[^>]*>|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|[\s\S]/giy;
const quantifier = /(?:[*+?]|\{\d+(?:,\d*)?\})\??/y;
const openings = /\((?:\?(?::|=|!|<=|<!|<\w+>))?/y;

/** The next match at this very place. */
function at(pattern: RegExp, text: string, index: number): string {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0] ?? "";
}

/** Groups that are repeated without a limit, inner ones first. */
function repeatedGroups(source: string): readonly Group[] {
  const groups: Group[] = [];
  const open: number[] = [];
  for (let i = 0; i < source.length;) {
    const text = source[i] === "(" ? at(openings, source, i) : at(piece, source, i);
    i += text.length;
    if (text.startsWith("(")) open.push(i);
    if (text !== ")") continue;
    const repeat = at(quantifier, source, i);
    const body = source.slice(open.pop() ?? 0, i - 1);
    if (/^(?:[*+]|\{\d+,\})/.test(repeat)) groups.push({ body, end: i + repeat.length });
  }
  return groups;
}

/** What stands between the `|` of a group, without those of groups in it. */
function splitChoices(body: string): readonly string[] {
  const choices = [""];
  let depth = 0;
  for (let i = 0; i < body.length;) {
    const text = at(piece, body, i);
    i += text.length;
    if (text === "(") depth++;
    if (text === ")") depth--;
    if (text === "|" && depth === 0) choices.push("");
    else choices.push(`${choices.pop() ?? ""}${text}`);
  }
  return choices;
}

/** The characters and classes of a choice, one each; null where it has anything else. */
function atomsOf(choice: string): readonly string[] | null {
  const atoms: string[] = [];
  // `@escapes` in a grammar of the Monaco editor stands for a pattern of that name.
  if (/^@\w{2}/.test(choice)) return null;
  for (let i = 0; i < choice.length;) {
    const text = at(piece, choice, i);
    i += text.length;
    if (!isAtom(text)) return null;
    atoms.push(text);
  }
  return atoms;
}

/** One character of the text: no group, quantifier, boundary or reference. */
function isAtom(text: string): boolean {
  return !/^(?:[()|*+?{}^$]|\\(?:[bB1-9]|k<.*))$/.test(text);
}

/** A character, readable where there is one, that all of them match; empty where none does. */
function commonCharacter(atoms: readonly string[], flags: string): string {
  const matchers = atoms.map((atom) => matcherOf(atom, flags));
  const codes = [...Array(256).keys()].sort((a, b) => readability(a) - readability(b));
  const found = codes.find((code) => matchers.every((one) => one.test(String.fromCharCode(code))));
  return found === undefined ? "" : String.fromCharCode(found);
}

function readability(code: number): number {
  const character = String.fromCharCode(code);
  return /[a-z]/.test(character) ? 0 : /[!-~]/.test(character) ? 1 : /[ \t]/.test(character) ? 2 : 3;
}

function matcherOf(atom: string, flags: string): RegExp {
  return new RegExp(`^${atom}$`, flags.replace(/[^isu]/g, ""));
}

/**
 * What has to follow and can be missing: a first thing that the witness does not match, or more than one thing.
 * Null where nothing has to follow, so that the repetition never has to be tried again.
 */
function whatMustFollow(rest: string, witness: string, flags: string): string | null {
  const needed: string[] = [];
  for (let i = 0; i < rest.length && needed.length < 2;) {
    const start = i;
    if (rest[i] === "(") i = endOfGroup(rest, i);
    else i += at(piece, rest, i).length;
    const text = rest.slice(start, i);
    if (text === "|") break;
    const repeat = text === "" ? "" : at(quantifier, rest, i);
    i += repeat.length;
    if (text !== ")" && !/^(?:[*?]|\{0)/.test(repeat)) needed.push(text);
  }
  const [first, second] = needed;
  if (first === undefined) return null;
  if (second !== undefined || !isAtom(first) || first.startsWith("(")) return first;
  const matcher = matcherOf(first, flags);
  return [...witness].some((character) => matcher.test(character)) ? null : first;
}

function endOfGroup(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length;) {
    const part = at(piece, text, i);
    i += part.length;
    if (part === "(") depth++;
    if (part === ")" && --depth === 0) return i;
  }
  return text.length;
}
