/** Reads of the environment in Go, Java, Rust and Elixir, as their text shows them. */
import type { Span } from "../../model/source.js";
import type { SurveyedFile } from "../../model/survey.js";
import { closingOf, codeOf } from "../../syntax/code-text.js";
import { functionsAround } from "../../syntax/surroundings.js";

export interface Read {
  readonly at: Span;
  /** Defaulted, compared or converted. */
  readonly isTreated: boolean;
}

interface Dialect {
  /** Ends behind the opening bracket of the call that reads. */
  readonly reads: RegExp;
  /** Text before the call that converts or checks what it gives. */
  readonly before: RegExp;
  readonly after: RegExp;
  readonly within?: RegExp;
}

/** A call around the read takes its value: `strconv.Atoi(os.Getenv("PORT"))`. */
const converted = /[\w?!]\($/;

const dialects: Readonly<Record<string, Dialect>> = {
  go: {
    reads: /\bos\.(?:Getenv|LookupEnv)\(/g,
    before: converted,
    after: /^\s*(?:==|!=)/,
    within: /^os\.LookupEnv/,
  },
  java: { reads: /\bSystem\.getenv\(/g, before: converted, after: /^\s*(?:==|!=|\.getOrDefault\()/ },
  rust: {
    reads: /\b(?:std::)?env::var\(/g,
    before: converted,
    after: /^\s*(?:\.(?:unwrap_or\w*|ok|map\w*|is_ok\w*|and_then)\(|\?)/,
  },
  elixir: {
    reads: /\bSystem\.(?:get_env|fetch_env!?)\(/g,
    before: converted,
    after: /^\s*(?:\|>|\|\||==|!=)/,
    within: /^System\.(?:fetch_env|get_env\([^,()]+,)/,
  },
};

/** Names that the system sets, not the one who deploys. */
const ofSystem =
  /["'](?:HOME\w*|USER\w*|PATH|PWD|TMPDIR|TEMP|TMP|SHELL|TERM|LANG|APPDATA|LOCALAPPDATA|PROGRAM\w*|XDG_\w+|CARGO\w*|OUT_DIR|MIX_\w+)["']/;

/** Reads outside tests of settings that a deployment chooses. */
export function writtenReads({ source, outline, tree }: SurveyedFile): readonly Read[] {
  const dialect = dialects[tree.family];
  if (!dialect) return [];
  const text = codeOf({ source, outline });
  return [...text.matchAll(dialect.reads)].flatMap((match) => {
    const { index: start } = match;
    const at = { start, end: closingOf(text, start + match[0].length - 1) };
    const read = text.slice(start, at.end);
    const isInTest = functionsAround(outline, start).some(({ isTest }) => isTest === true);
    if (isInTest || !/["']/.test(read) || ofSystem.test(read)) return [];
    const isTreated =
      (dialect.within?.test(read) ?? false) ||
      dialect.before.test(text.slice(Math.max(0, start - 80), start)) ||
      dialect.after.test(text.slice(at.end, at.end + 80));
    return [{ at, isTreated }];
  });
}
