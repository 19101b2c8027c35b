/** A pattern whose time grows with the square of the text is run on text that senders choose. */
import { createRequire } from "node:module";
import type * as scslre from "scslre";
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { isPublished } from "../../syntax/published-packages.js";
import { isCarriedRelease } from "../../syntax/carried-along.js";
import { isToolPath } from "../../syntax/tool-paths.js";
import { enclosingFunction, functionName, spanOf, textOf } from "../../syntax/typescript/ask.js";
import {
  beginningOf,
  endsTheLine,
  isOfAnswer,
  isSetting,
  runsInPage,
} from "./slow-regex-on-request-text/own-text.js";

export default defineRule({
  severity: "low",
  // The analysis proves that the time grows; how long a text may get before somebody refuses it is not seen.
  confidence: 0.55,
  judged: { right: 4, arguable: 4, wrong: 0, projects: 8 },
  title: "Pattern that slows down on long request text",
  risk: "A header or an address of some ten thousand characters keeps the process busy for seconds, and every other request waits with it.",
  fix: "Limit the length before matching, anchor the pattern, or make the repeated parts exclusive (`[^,]*,` instead of ` *, *`).",
  trial: {
    name: "a long text made to be slow",
    arrange: "fifty thousand characters that the repeated part matches, and one that nothing matches",
    act: "match that text here",
    assert: "it is done within a second",
  },
  cwe: [1333],
  match: { typescript: slowPatterns },
  examples: [
    {
      language: "javascript",
      bad: "exports.tokens = (req) => (req.headers['if-none-match'] || '').split(/ *, */);\n",
      good: "exports.tokens = (req) => (req.headers['if-none-match'] || '').split(',');\nexports.rows = (table) => table.split(/ *, */);\n",
    },
    {
      language: "javascript",
      bad: "const charset = /(?:charset|encoding)\\s*=\\s*['\"]? *([\\w\\-]+)/i;\nexports.charsetOf = (contentType) => charset.exec(contentType);\n",
      good: "const charset = /^charset=([\\w\\-]+)$/i;\nexports.charsetOf = (contentType) => charset.exec(contentType);\n",
    },
    {
      language: "javascript",
      // White space is no hyphen: those of the address stand where they stood.
      bad: "exports.nameOf = (url) => url.replace(/\\s+/g, '-').replace(/^-+|-+$/g, '');\n",
      good: "exports.nameOf = (url) => url.replace(/[^a-z0-9]+/gi, '-').replace(/^-+|-+$/g, '');\n",
    },
    {
      language: "typescript",
      // A line break ends neither an address nor a header, so `.*$` cannot fail.
      bad: "export const withoutSlash = (req: Request) => req.url.replace(/\\/+$/, '');\n",
      good: "export const withoutQuery = (req: Request) => req.url.replace(/\\?.*$/, '');\nexport const tokenOf = (req: Request) => req.headers.authorization?.match(/^Bearer\\s+(.+)$/i)?.[1];\n",
    },
    {
      language: "typescript",
      // Settings, answers and pages: none of it is a request's.
      bad: "export const isInfo = (req: Request) => /.*\\+$/.test(req.params.id);\n",
      good: "export const rootOf = (config: Config) => config.url.replace(/\\/+$/, '');\nexport async function kindOf(address: string) {\n  const answer = await fetch(address);\n  const contentType = answer.headers.get('content-type') ?? '';\n  return contentType.split(/ *; */)[0];\n}\nexport const acceptance = (reason: string) => /\\bowner\\b\\s*:?\\s*(@\\w+)/.exec(reason);\n",
    },
    {
      language: "javascript",
      bad: "exports.plain = (url) => url.replace(/[ \\t]+$/gm, '');\n",
      good: "export function show(url) {\n  document.querySelector('h1').textContent = url.replace(/[ \\t]+$/gm, '');\n}\nexport const tidy = (text) => text.replace(/\\[([^\\]]+)\\]\\([^)]+\\)/g, '$1') // [text](url)\n  .replace(/#+\\s+/g, '');\n",
    },
  ],
});

/** Longer patterns take the analysis too long. */
const longestPattern = 300;
/** Names of what senders choose and nobody limits but the server: headers, addresses, cookies. */
const chosen =
  /header|cookie|user_?agent|\bagent\b|content_?type|accept(?!a|e|i)|referr?er|forwarded|\burl\b|\buri\b|query_?string|mime|charset|\breq\.|\brequest\./i;
const methods = /^(?:exec|test|match|matchAll|replace|replaceAll|split|search)$/;

function* slowPatterns(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, source } = subject;
  const { ts } = tree;
  if (isToolPath(source.path) || !chosen.test(source.text)) return;
  if (runsInPage(source.path, source.text) || isCarriedRelease(source.path, source.text)) return;
  const seen = new Set<ts.Node>();
  for (const call of tree.nodes(ts.SyntaxKind.CallExpression)) {
    const use = useOf(tree, call);
    if (!use || !isChosen(tree, use) || isShort(tree, use.value)) continue;
    const slow = slowPart(use.pattern.text);
    if (slow === null || seen.has(use.pattern) || hasNoRuns(tree, use.value, slow)) continue;
    seen.add(use.pattern);
    yield {
      at: spanOf(tree, use.pattern),
      issue: `On a long \`${shorten(use.text)}\` the pattern \`${shorten(use.pattern.text)}\` takes time that grows with the square of its length: \`${slow}\` can begin at every character of a run and is tried from each.`,
      ...(isOfRequest(tree, use) || isPublished(subject.survey, source.path) ? {} : { confidence: 0.45 }),
    };
  }
}

const request =
  /\b(?:req|request|ctx|socket|handshake)\b|\b(?:query|params|body|searchParams|cookies)\b|user_?agent/i;

/** By its name, or by that of the pattern or the function: others decide what it says and how long it is. */
function isChosen(tree: TypeScriptTree, { value, name }: Use): boolean {
  const first = beginningOf(tree, value);
  const words = `${textOf(tree, first)} ${name}`;
  return chosen.test(words) && !isSetting(words) && !isOfAnswer(tree, first);
}

/**
 * In a program an address without a request around it is mostly of its own settings: of 14 such hits one was right. In a
 * library nobody knows whose it is.
 */
function isOfRequest(tree: TypeScriptTree, { value }: Use): boolean {
  const around = enclosingFunction(tree, value);
  return around !== undefined && request.test(textOf(tree, around));
}

interface Use {
  readonly pattern: ts.RegularExpressionLiteral;
  /** What is matched, and how it and the pattern are called. */
  readonly value: ts.Expression;
  readonly text: string;
  readonly name: string;
}

function useOf(tree: TypeScriptTree, call: ts.CallExpression): Use | null {
  const { ts } = tree;
  const { expression: callee, arguments: given } = call;
  const [first] = given;
  if (!first || !ts.isPropertyAccessExpression(callee) || !methods.test(callee.name.text)) return null;
  const isOnPattern = /^(?:exec|test)$/.test(callee.name.text);
  const [holder, value] = isOnPattern ? [callee.expression, first] : [first, callee.expression];
  const pattern = literalOf(tree, holder);
  const around = enclosingFunction(tree, call);
  if (!pattern || !around) return null;
  const name = ts.isIdentifier(holder) ? holder.text : "";
  return {
    pattern,
    value,
    text: textOf(tree, value),
    name: `${name} ${wordsOf(functionName(tree, around))}`,
  };
}

function wordsOf(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1_$2");
}

/** The literal itself, or the constant of this file that holds it. */
function literalOf(tree: TypeScriptTree, node: ts.Expression): ts.RegularExpressionLiteral | null {
  const { ts } = tree;
  if (node.kind === ts.SyntaxKind.RegularExpressionLiteral) return node as ts.RegularExpressionLiteral;
  if (!ts.isIdentifier(node)) return null;
  const { text } = node;
  for (const literal of tree.nodes(ts.SyntaxKind.RegularExpressionLiteral)) {
    const { parent } = literal;
    if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && parent.name.text === text)
      return literal;
  }
  return null;
}

/** Cut to a length before it is matched. */
function isShort(tree: TypeScriptTree, value: ts.Expression): boolean {
  return /\.(?:slice|substr|substring)\(/.test(textOf(tree, value));
}

/** `text.replace(/[^a-z]+/g, "-")` leaves no two of them side by side for `-+` to begin at. */
function hasNoRuns(tree: TypeScriptTree, value: ts.Expression, slow: string): boolean {
  const { ts } = tree;
  if (!ts.isCallExpression(value)) return false;
  const { expression: callee, arguments: given } = value;
  const [pattern, by] = given;
  if (!ts.isPropertyAccessExpression(callee) || !/^replace(?:All)?$/.test(callee.name.text)) return false;
  if (!pattern || !by || !ts.isStringLiteral(by) || by.text.length !== 1) return false;
  const [, characters] = /^\/(\[[^\]]+\]|\\\w)\+\/[a-z]*g[a-z]*$/.exec(textOf(tree, pattern)) ?? [];
  if (characters === undefined || slow.replace(/^\\|[+*]$/g, "") !== by.text) return false;
  return new RegExp(characters).test(by.text);
}

let analyse: typeof scslre.analyse | undefined;

/** The part that is tried again from every character; null where the time grows with the length only. */
function slowPart(literal: string): string | null {
  const end = literal.lastIndexOf("/");
  const source = literal.slice(1, end);
  if (source.length > longestPattern || !/[*+]|\{\d+,\}/.test(source)) return null;
  // Loads on first use, as for patterns with exponential backtracking.
  analyse ??= (createRequire(import.meta.url)("scslre") as typeof scslre).analyse;
  try {
    const { reports } = analyse({ source, flags: literal.slice(end + 1) });
    const report = reports.find(
      (one) =>
        !one.exponential && !endsTheLine(source, (one.type === "Trade" ? one.endQuant : one.quant).raw),
    );
    if (!report) return null;
    return report.type === "Trade" ? report.startQuant.raw : report.quant.raw;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").replaceAll("`", "'");
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
