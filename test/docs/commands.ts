/** Finds the commands that pages show: in `sh` blocks to be run, in prose to be checked for their options. */

export interface Shown {
  /** Of the page, from 1. */
  readonly line: number;
  /** As a shell would get it, without the comment. */
  readonly text: string;
  /** Operators of the shell are words too. */
  readonly words: readonly string[];
  /** Whether it takes a shell: a pipe, a redirection, a second command or another program. */
  readonly needsShell: boolean;
  /** What its comment promises. */
  readonly code: number;
  /** Why no test can run it; null where one does. */
  readonly notRun: string | null;
}

export interface Call {
  /** Names of the variables set in front of it. */
  readonly variables: readonly string[];
  /** Arguments of session-review. */
  readonly args: readonly string[];
}

/** The command lines of the page's `sh` blocks, comments and empty lines left out. */
export function commandsOf(page: string): readonly Shown[] {
  const found: Shown[] = [];
  let fence = "";
  let language = "";
  let remark = "";
  for (const [index, text] of page.split("\n").entries()) {
    const [, ticks = "", name = ""] = /^(`{3,})(\w*)$/.exec(text) ?? [];
    if (fence === "" && ticks !== "") [fence, language] = [ticks, name];
    else if (fence !== "" && ticks.length >= fence.length) [fence, language, remark] = ["", "", ""];
    else if (fence === "") remark = text.trim() === "" ? remark : text;
    else if (language === "sh" && !/^\s*(?:#|$)/.test(text)) found.push(shown(text, index + 1, remark));
  }
  return found;
}

function shown(line: string, number: number, remark: string): Shown {
  const { words, command, comment, isShell } = readLine(line);
  const [, why = null] = /^<!-- not run: (.+) -->$/.exec(remark) ?? [];
  const [, code = "0"] = /\bexit (\d+)/.exec(comment) ?? [];
  const needsShell = isShell || callIn(words) === null;
  return { line: number, text: command, words, needsShell, code: Number(code), notRun: why };
}

interface ReadLine {
  readonly words: readonly string[];
  readonly command: string;
  readonly comment: string;
  readonly isShell: boolean;
}

/** Words as a shell splits them; quotes hold together, and a `#` that begins a word begins a comment. */
function readLine(line: string): ReadLine {
  const words: string[] = [];
  let isShell = false;
  const token = /\s+|#.*|[|<>&;]+|(?:"[^"]*"|'[^']*'|[^\s"'|<>&;])+/gy;
  for (let match = token.exec(line); match; match = token.exec(line)) {
    const [text] = match;
    if (text.startsWith("#"))
      return { words, command: line.slice(0, match.index).trim(), comment: text, isShell };
    if (/^[|<>&;]/.test(text)) isShell = true;
    if (text.trim() !== "") words.push(text.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
  }
  return { words, command: line.trim(), comment: "", isShell };
}

const isOperator = (word: string): boolean => /^[|<>&;]+$/.test(word);

/** The call of session-review among the words of a line; null where there is none. */
export function callIn(words: readonly string[]): Call | null {
  const own = words.findIndex((word) => /^session-review(?:@[\w.]+)?$/.test(word));
  if (own < 0) return null;
  const before = words.slice(words.slice(0, own).findLastIndex(isOperator) + 1, own);
  const settings = before.filter((word) => /^[A-Z_]+=/.test(word));
  const starter = before.slice(settings.length).join(" ");
  if (!["", "npx", "npx --yes"].includes(starter)) return null;
  const after = words.slice(own + 1);
  const end = after.findIndex(isOperator);
  const variables = settings.map((word) => word.split("=")[0] ?? "");
  return { variables, args: end < 0 ? after : after.slice(0, end) };
}

/** Pieces of code in the prose, with the line of each; blocks left out. */
export function codeInProse(page: string): readonly { readonly line: number; readonly code: string }[] {
  const blocks = /^(`{3,})[\s\S]*?^\1$/gm;
  const prose = page.replace(blocks, (block) => "\n".repeat(block.split("\n").length - 1));
  return prose
    .split("\n")
    .flatMap((text, index) =>
      Array.from(text.matchAll(/`([^`]+)`/g), (match) => ({ line: index + 1, code: match[1] ?? "" })),
    );
}

/** A fenced block of a page, the first in this language. */
export function blockOf(page: string, language: string): string {
  const [, text] = new RegExp(`^(\`{3,})${language}\\n([\\s\\S]*?)^\\1$`, "m").exec(page)?.slice(1) ?? [];
  if (text === undefined) throw new Error(`the page has no block in ${language}`);
  return text;
}
