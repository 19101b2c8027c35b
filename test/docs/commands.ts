/** Finds the commands that pages show: in `sh` blocks to be run, in prose to be checked for their options. */

export interface Shown {
  /** Of the page, from 1. */
  readonly line: number;
  /** As a shell would get it, without the comment. */
  readonly text: string;
  readonly words: readonly string[];
  /** Whether it takes a shell: a pipe, a redirection, a second command or another program. */
  readonly needsShell: boolean;
  /** What its comment promises. */
  readonly code: number;
  /** Why no test can run it; null where one does. */
  readonly notRun: string | null;
}

export interface Call {
  /** Variables set in front of it. */
  readonly env: Readonly<Record<string, string>>;
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
    else if (text.trim() !== "") words.push(text.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
  }
  return { words, command: line.trim(), comment: "", isShell };
}

/** Null where the words begin with another program. */
export function callIn(words: readonly string[]): Call | null {
  const isSetting = (word: string): boolean => /^[A-Z_]+=/.test(word);
  const first = words.findIndex((word) => !isSetting(word));
  const env = Object.fromEntries(
    words.slice(0, Math.max(0, first)).map((word) => [word.split("=")[0] ?? "", word.replace(/^[^=]*=/, "")]),
  );
  const own = words.findIndex((word) => /^session-review(?:@[\w.]+)?$/.test(word));
  const before = words.slice(first, own);
  if (own < 0 || before.some((word, i) => word !== "npx" && !(i > 0 && word === "--yes"))) return null;
  return { env, args: words.slice(own + 1) };
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
