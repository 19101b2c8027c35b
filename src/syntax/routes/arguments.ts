/** Arguments of a call with their places, and the names in them, read from text without comments. */
import type { Span } from "../../model/source.js";

export interface WrittenArguments {
  /** What is called, as written: everything before the last bracket. */
  readonly callee: string;
  readonly given: readonly Argument[];
}

export interface Argument {
  readonly text: string;
  readonly at: Span;
}

const opening = "([{";
const closing = ")]}";

/** Null when the brackets of the call cannot be followed. @param code text of the file without comments */
export function argumentsAt(code: string, { start, end }: Span): WrittenArguments | null {
  let depth = 0;
  let open = -1;
  let cuts: number[] = [];
  for (let at = start; at < end; at++) {
    const character = code.charAt(at);
    if (character === '"' || character === "'" || character === "`") {
      at = endOfString(code, at, end);
      continue;
    }
    if (closing.includes(character)) depth--;
    if (depth === 0 && character === "(") [open, cuts] = [at, []];
    if (depth === 1 && character === ",") cuts.push(at);
    if (opening.includes(character)) depth++;
    if (depth < 0) return null;
  }
  if (depth !== 0 || open === -1) return null;
  const last = code.lastIndexOf(")", end - 1);
  const edges = [open, ...cuts, last];
  const given = edges
    .slice(1)
    .map((edge, i) => argument(code, (edges[i] ?? open) + 1, edge))
    .filter(({ text }) => text !== "");
  return { callee: code.slice(start, open), given };
}

function argument(code: string, from: number, to: number): Argument {
  const raw = code.slice(from, to);
  const text = raw.trim();
  const start = from + raw.indexOf(text);
  return { text, at: { start, end: start + text.length } };
}

/** A quote without an end on its line is an apostrophe in a regular expression or in markup. */
function endOfString(code: string, start: number, end: number): number {
  const quote = code.charAt(start);
  for (let at = start + 1; at < end; at++) {
    const character = code.charAt(at);
    if (character === "\\") at++;
    else if (character === quote) return at;
    else if (character === "\n" && quote !== "`") return start;
  }
  return start;
}

/** Text of a plain string, of a constant or of an expression, without its quotes. */
export function pathText(text: string): string {
  return /^[rf]?(["'`])([\s\S]*)\1$/.exec(text)?.[2] ?? text;
}

const noNames =
  /^(?:require|import|async|await|function|func|return|new|const|let|var|true|false|null|undefined|None|True|False|this|self|nil|def|lambda|http|app|router|server|string|do|end|class|public|static|final|value)$/;

/** Last parts of the dotted names in a text, those in strings aside: `isLoggedIn` of `session.isLoggedIn()`. */
export function namesIn(text: string): readonly string[] {
  const bare = text
    .replace(/\.bind\(\s*[\w.]*\s*\)/g, "")
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '""');
  const names = bare.matchAll(/[A-Za-z_$][\w$]*(?:\s*\??\.\s*[A-Za-z_$][\w$]*)*/g);
  return [
    ...new Set(
      Array.from(names, ({ 0: name, index }) =>
        isKey(bare, index + name.length, name) ? undefined : lastPart(name),
      ).flatMap((name) => name ?? []),
    ),
  ];
}

/** Keys of options say little; these few say that something is done. */
function isKey(text: string, end: number, name: string): boolean {
  return /^\s*:(?![:=])/.test(text.slice(end, end + 8)) && !/^(?:schema|validate|auth|rateLimit)$/.test(name);
}

function lastPart(name: string): string | undefined {
  const last = name.split(".").at(-1)?.trim();
  return last === undefined || noNames.test(last) ? undefined : last;
}
