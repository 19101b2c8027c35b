/** Finds what may be a credential and is not sure enough to be reported: it is masked wherever text leaves. */
import type { Span } from "../model/source.js";
import type { SurveyedFile } from "../model/survey.js";
import { looksReal, sortOfName } from "./secret-words.js";

type Parsed = Pick<SurveyedFile, "source" | "outline" | "tree">;

/** A mask too many costs a reader a word; so comments, prose and queries of addresses are looked at too. */
export function findSuspectedSecrets({ source, outline, tree }: Parsed): readonly Span[] {
  const { text, path } = source;
  const whole: Span = { start: 0, end: text.length };
  const isProse = tree.family === "text" && !isUnparsedCode(path);
  const prose = isProse ? [whole] : [...outline.comments, ...blocksOfText(text)];
  return [
    ...formats.flatMap((pattern) => spansOf(pattern, text)),
    ...named(quoted, text, whole),
    ...named(parameter, text, whole),
    ...prose.flatMap((span) => named(unquoted, text, span)),
  ];
}

/** Languages without a grammar here: what is given to a name without quotes is an expression. */
function isUnparsedCode(path: string): boolean {
  return /\.(?:c|cc|cpp|cs|dart|erl|hs|h|hpp|kt|kts|lua|php|pl|r|rb|scala|swift|vue|svelte|zig)$/i.test(path);
}

/** Docstrings and other text of several lines. */
function blocksOfText(text: string): readonly Span[] {
  return spansOf(/"""[^]*?"""|'''[^]*?'''/g, text);
}

/**
 * Often public, expired or made up, and sometimes not: browser keys of Google, JSON web tokens (RFC 7519), what stands
 * behind the scheme of an Authorization header (RFC 7235), keys of Azure's connection strings.
 */
const formats: readonly RegExp[] = [
  /\bAIza[\w-]{35}(?![\w-])/g,
  /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/g,
  /(?<=\b(?:Bearer|Basic)[ \t]+)(?=[^\s"'`]*\d)[\w.~+/-]{20,}=*/g,
  /(?<=\b(?:AccountKey|SharedAccessKey)=)[\w+/]{30,}=*/gi,
];

function spansOf(pattern: RegExp, text: string): readonly Span[] {
  return Array.from(text.matchAll(pattern), ({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
}

const name = String.raw`(?<![\w$])(?<name>[A-Za-z_$][\w$.-]{0,80})`;
/** `name = "…"` in a comment, a comparison, an argument: wherever a literal is held against a telling name. */
const quoted = new RegExp(
  String.raw`${name}["'\`\]]{0,2}\s{0,4}[:=]{1,3}>?\s{0,4}(?<quote>\\?["'\`])(?<value>[^"'\`\\\s]{6,300})\k<quote>`,
  "dg",
);
/** `?name=…`, `&name=…`, `;name=…` in addresses and connection strings. */
const parameter = new RegExp(String.raw`[?&;]${name}=(?<value>[^\s"'\`<>&;#\\]{8,300})`, "dg");
/** `name: …` and `name=…` in prose, scripts and settings. */
const unquoted = new RegExp(
  String.raw`${name}["'\`*]{0,2}[ \t]{0,4}(?:[:=]{1,2}|\bis\b)[ \t]{0,4}["'\`]?(?<value>[^\s"'\`<>{}()[\],;&\\]{8,300})`,
  "dg",
);

function named(pattern: RegExp, text: string, { start, end }: Span): readonly Span[] {
  return Array.from(text.slice(start, end).matchAll(pattern)).flatMap(({ groups, indices }) => {
    const called = groups?.["name"] ?? "";
    const at = indices?.groups?.["value"];
    const sort = sortOfName(called.slice(called.lastIndexOf(".") + 1)) ?? sortOfName(called);
    if (sort === null || !at) return [];
    const value = (groups?.["value"] ?? "").replace(/[.:]+$/, "");
    if (!looksReal(value, sort === "key" ? "token" : sort) || isExpression(value)) return [];
    return [{ start: start + at[0], end: start + at[0] + value.length }];
  });
}

/** `config.auth.token2`, `Store::new`: names of code that is spoken of. */
function isExpression(value: string): boolean {
  return /^[A-Za-z_$][\w$]*(?:(?:\.|::|->)[A-Za-z_$][\w$]*)+$/.test(value);
}
