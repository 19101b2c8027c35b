/** Reads the arguments of calls from their text, in the same way for every language that writes them in brackets. */
import type { Call } from "../model/outline.js";
import type { Subject } from "../model/rule.js";
import { functionsAround } from "./surroundings.js";

export interface WrittenCall {
  readonly call: Call;
  readonly text: string;
  /** Arguments as written, without comments around them; empty when the brackets cannot be followed. */
  readonly arguments: readonly string[];
  /** The code behind the call, as far as the end of its statement may lie. */
  readonly after: string;
}

const lookAhead = 400;

/** Calls outside test functions that the predicate accepts, with their arguments as text. */
export function writtenCalls(
  { source, outline }: Pick<Subject, "source" | "outline">,
  accepts: (call: Call) => boolean,
): readonly WrittenCall[] {
  const isInTest = ({ span }: Call): boolean =>
    functionsAround(outline, span.start).some((fact) => fact.isTest === true);
  const accepted = outline.calls.filter((call) => accepts(call) && !isInTest(call));
  return accepted.map((call) => {
    const text = source.text.slice(call.span.start, call.span.end);
    const after = source.text.slice(call.span.end, call.span.end + lookAhead);
    // Elixir pipes the first argument in from the left.
    const piped = /(:?\w+)\s*\|>\s*$/.exec(
      source.text.slice(Math.max(0, call.span.start - lookAhead), call.span.start),
    );
    return { call, text, arguments: [...(piped?.[1] ? [piped[1]] : []), ...argumentsIn(text)], after };
  });
}

/** The call's origin, or the callee as written where nothing is known of it. */
export function nameOf({ origin, callee }: Call): string {
  return origin ?? callee;
}

/** Value of `key: value`, `key=value` or `Key: value` among arguments or in an object literal; null without one. */
export function namedValue(parts: readonly string[], key: string): string | null {
  const name = new RegExp(`^["'\`]?${key}["'\`]?\\s*(?:=(?!=)|:(?!=))\\s*([\\s\\S]*)$`);
  for (const part of parts) {
    const value = name.exec(part)?.[1];
    if (value !== undefined) return value.trim();
  }
  return null;
}

/** Entries of an object, list or dictionary literal as text: `{ a: 1, b }`, `["x"]`. */
export function entriesOf(literal: string): readonly string[] {
  const inner = /^[^[{(]{0,80}[[{(]([\s\S]*)[\]})]$/.exec(literal.trim())?.[1];
  return inner === undefined ? [] : splitAtCommas(inner);
}

/** The text between the quotes when the argument is one plain string. */
export function plainString(argument: string | undefined): string | null {
  const match =
    /^[bBrRuU]{0,2}(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1(?:\.(?:getBytes|encode|as_bytes|to_string)\([^)]*\))?$/.exec(
      argument?.trim() ?? "",
    );
  const text = match?.[2];
  return text === undefined || (match?.[1] === "`" && text.includes("${")) ? null : text;
}

/** What a name is set to once in the file, for constants such as an algorithm or a number of rounds. */
export function constantValue(text: string, name: string): string | null {
  if (!/^[A-Za-z_]\w*$/.test(name)) return null;
  const set = new RegExp(`\\b${name}\\b(?:\\s*:\\s*[\\w<>&' ]+)?\\s*(?::=|=(?!=|>))\\s*([^;\\n]+)`, "g");
  const values = [...text.matchAll(set)].map((match) => match[1]?.trim() ?? "");
  return values.length === 1 ? (values[0] ?? null) : null;
}

function argumentsIn(call: string): readonly string[] {
  const list = lastBrackets(call);
  return list === null ? [] : splitAtCommas(list);
}

/** What stands in the last brackets on the outermost level. */
function lastBrackets(text: string): string | null {
  const close = text.trimEnd().length - 1;
  if (text[close] !== ")") return null;
  let open = -1;
  const isBalanced = scan(text.slice(0, close + 1), (character, depth, at) => {
    if (character === "(" && depth === 0) open = at;
  });
  return isBalanced && open !== -1 ? text.slice(open + 1, close) : null;
}

function splitAtCommas(list: string): readonly string[] {
  const cuts: number[] = [];
  scan(list, (character, depth, at) => {
    if (character === "," && depth === 0) cuts.push(at);
  });
  const starts = [0, ...cuts.map((at) => at + 1)];
  return starts
    .map((start, i) => withoutComments(list.slice(start, cuts[i] ?? list.length)))
    .filter((part) => part !== "");
}

function withoutComments(part: string): string {
  return part.replace(/^\s*(?:(?:\/\/|#)[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)+/, "").trim();
}

/** Visits the characters outside strings with the number of brackets open before them; false when they do not match. */
function scan(text: string, visit: (character: string, depth: number, at: number) => void): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const closing = /["'`]/.test(character) ? endOfString(text, at) : at;
    if (closing !== at) {
      at = closing;
      continue;
    }
    if (/[)\]}]/.test(character)) depth--;
    visit(character, depth, at);
    if (/[([{]/.test(character)) depth++;
  }
  return depth === 0;
}

/** A quote without an end on its line is an apostrophe, or the lifetime of a Rust reference. */
function endOfString(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "\\") at++;
    else if (character === quote) return at;
    else if (character === "\n" && quote !== "`") return start;
  }
  return start;
}
