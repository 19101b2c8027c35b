/** A regular expression that can take longer than anyone waits on a short text. */
import { createRequire } from "node:module";
import type { SgNode } from "@ast-grep/napi";
import type * as scslre from "scslre";
import type { ts } from "ts-morph";
import type { Call } from "../../model/outline.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import { callsWhere as pythonCalls } from "../../syntax/python/calls.js";
import {
  enclosingFunction as enclosingPythonFunction,
  keywordArgument,
  positionalArguments,
} from "../../syntax/python/ask.js";
import { type Pattern, patternText, translatePattern } from "../../syntax/python/patterns.js";
import { enclosingFunction, literalText, spanOf, textOf } from "../../syntax/typescript/ask.js";
import { spanOf as spanOfNode } from "../../syntax/nodes.js";
import { type Overlap, overlappingChoices } from "./exponential-regex/overlapping-choices.js";

export default defineRule({
  severity: "medium",
  // The analysis proves the ambiguity; open is whether a hostile text reaches the expression.
  confidence: 0.85,
  judged: { right: 13, arguable: 0, wrong: 0, projects: 0 },
  title: "Regular expression with exponential backtracking",
  risk: "A text of some thirty characters keeps the process busy for minutes, and every other request waits with it.",
  fix: "Make the repeated parts exclusive, so that a text can be split among them in one way only, or limit the text's length first.",
  trial: {
    name: "a text made to be slow",
    arrange: "forty characters that the repeated part matches, and one at the end that nothing matches",
    act: "match that text here",
    assert: "the match fails within a second",
  },
  cwe: [1333],
  match: {
    *typescript({ tree }) {
      for (const { node, pattern } of typescriptPatterns(tree)) {
        const hit = examine(pattern, spanOf(tree, node));
        if (hit) yield isUsedOnRequest(tree, node) ? { ...hit, confidence: 0.9 } : hit;
      }
    },
    *python({ tree, outline }) {
      for (const { node, pattern } of pythonPatterns({ tree, outline })) {
        const hit = examine(pattern, spanOfNode(node));
        if (hit) yield isPythonRequest(node) ? { ...hit, confidence: 0.9 } : hit;
      }
    },
  },
  examples: [
    {
      language: "typescript",
      bad: "export const isNumber = (text: string) => /^(\\d+)+$/.test(text);\n",
      good: 'export const slug = /^[a-z]+(?:-[a-z]+)*$/;\nexport const quoted = /"(?:[^"\\\\]|\\\\.)*"/g;\nexport const version = /^\\d+(\\.\\d+)*$/;\nexport const spaces = /^\\s+|\\s+$/g;\nexport const search = /(a+)+/;\n',
    },
    {
      language: "javascript",
      bad: 'const words = new RegExp("^([a-z]+\\\\s?)+$", "i");\nmodule.exports = (req) => words.test(req.query.name);\n',
      good: 'const words = new RegExp("^[a-z]+(?:\\\\s[a-z]+)*$", "i");\nconst built = (part) => new RegExp(part + ")+$");\nmodule.exports = { words, built };\n',
    },
    {
      language: "javascript",
      bad: 'const quoted = /"((?:\\\\[\\x00-\\x7f]|[^\\x00-\\x08"])*)"/;\nmodule.exports = (header) => quoted.exec(header);\n',
      good: 'const quoted = /"((?:\\\\[\\x00-\\x7f]|[^\\x00-\\x08"\\\\])*)"/;\nconst lines = /^(?:.|\\n)*$/;\nconst all = /^(?:\\w|a)*/;\nconst tail = /(?:a|aa)+a/;\nmodule.exports = { quoted, lines, all, tail };\n',
    },
    {
      language: "python",
      bad: 'import re\n\nNAME = re.compile(r"^(?P<word>\\w+\\.?)*@example$", re.IGNORECASE)\n',
      good: 'import re\n\nNAME = re.compile(r"^(?P<word>\\w+)(?:\\.\\w+)*@example$")\nPOSSESSIVE = re.compile(r"^(\\w++\\.?)*@example$")\nPATH = re.match("^(?:/[^/]+)+$", "x")\n',
    },
  ],
});

/** Only a repeated group can backtrack exponentially; the analysis is asked about nothing else. */
const repeatedGroup = /\)(?:[*+]|\{\d+,\})/;
/** Longer patterns take the analysis too long and are rarely written by hand. */
const longestPattern = 1_000;

function examine(pattern: Pattern, at: Span): Hit | null {
  if (!repeatedGroup.test(pattern.source) || pattern.source.length > longestPattern) return null;
  const report = worstReport(pattern);
  if (report) return describe(report, at);
  const overlap = proofOfOverlap(pattern);
  return overlap && describeOverlap(overlap, at);
}

/** The analysis sees nested repetitions; two choices of one that match the same text are looked for beside it. */
function proofOfOverlap({ source, flags }: Pattern): Overlap | null {
  try {
    return overlappingChoices(source, flags);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function describeOverlap({ choices: [long, short], witness, next }: Overlap, at: Span): Hit {
  const shown = JSON.stringify(witness).slice(1, -1);
  return {
    at,
    issue: `Each \`${shown}\` of a run can be matched by \`${long}\` or by \`${short}\`, and all combinations are tried when \`${next}\` does not follow.`,
    scenario: `Give it a text that reaches these choices, then about thirty times \`${shown}\`, and nothing after it that lets the rest match: each further one doubles the time.`,
  };
}

let analyse: typeof scslre.analyse | undefined;

/** First proof of exponential backtracking; null when there is none or the pattern is not valid. */
function worstReport({ source, flags }: Pattern): scslre.Report | null {
  // Loads on first use: most projects have no pattern that needs it, and loading takes longer than a whole rule.
  analyse ??= (createRequire(import.meta.url)("scslre") as typeof scslre).analyse;
  try {
    const { reports } = analyse({ source, flags }, { reportTypes: { Move: false } });
    return reports.find((report) => report.exponential) ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function describe(report: scslre.Report, at: Span): Hit {
  const { pick } = report.character;
  const [inner, outer] = repeatedParts(report);
  const run = `\`${pick.repeat(4)}…\``;
  return {
    at,
    issue: `A run of ${run} can be split between \`${inner}\` and \`${outer}\` in exponentially many ways, and all are tried when the rest does not match.`,
    scenario: `Give it a text that reaches \`${outer}\`, then about thirty times \`${pick}\`, then a character that cannot match: each further \`${pick}\` doubles the time.`,
  };
}

function repeatedParts(report: scslre.Report): readonly [string, string] {
  switch (report.type) {
    case "Self":
      return [report.quant.raw, report.parentQuant.raw];
    case "Trade":
      return [report.startQuant.raw, report.endQuant.raw];
    case "Move":
      return [report.quant.raw, report.quant.raw];
  }
}

interface Found<Node> {
  readonly node: Node;
  readonly pattern: Pattern;
}

function* typescriptPatterns(tree: TypeScriptTree): Iterable<Found<ts.Node>> {
  const { SyntaxKind } = tree.ts;
  for (const node of tree.nodes(SyntaxKind.RegularExpressionLiteral)) {
    const end = node.text.lastIndexOf("/");
    yield { node, pattern: { source: node.text.slice(1, end), flags: node.text.slice(end + 1) } };
  }
  for (const node of tree.nodes(SyntaxKind.NewExpression, SyntaxKind.CallExpression)) {
    if (!tree.ts.isIdentifier(node.expression) || node.expression.text !== "RegExp") continue;
    const source = literalText(tree, node.arguments?.[0]);
    if (source !== null)
      yield { node, pattern: { source, flags: literalText(tree, node.arguments?.[1]) ?? "" } };
  }
}

const pythonMatchers = /^(?:re|regex)\.(?:compile|match|search|fullmatch|findall|finditer|subn?|split)$/;

function* pythonPatterns({
  tree,
  outline,
}: Pick<Subject<PythonTree>, "tree" | "outline">): Iterable<Found<SgNode>> {
  const takesPattern = ({ origin }: Call): boolean => origin !== null && pythonMatchers.test(origin);
  for (const { node } of pythonCalls({ tree, outline }, takesPattern)) {
    const [first, ...rest] = positionalArguments(node);
    const written = keywordArgument(node, "pattern") ?? first;
    const text = written ? patternText(written) : null;
    if (text === null) continue;
    const flags = keywordArgument(node, "flags")?.text() ?? rest.at(-1)?.text() ?? "";
    const pattern = translatePattern(text, flags);
    if (pattern) yield { node, pattern };
  }
}

const requestInput =
  /\b(?:req|request|ctx)\.(?:(?:request\.)?(?:query|body|params|headers|cookies|url|path|originalUrl|get|header|args|form|values|json|GET|POST|data|query_params)\b)/;

/** True when a use of the expression in this file visibly reads what a client sent. */
function isUsedOnRequest(tree: TypeScriptTree, pattern: ts.Node): boolean {
  const { ts } = tree;
  const { parent } = pattern;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return readsRequest(tree, pattern);
  const { text } = parent.name;
  return tree
    .nodes(ts.SyntaxKind.Identifier)
    .some((use) => use.text === text && use.parent !== parent && readsRequest(tree, use));
}

function readsRequest(tree: TypeScriptTree, pattern: ts.Node): boolean {
  const subject = matchedText(tree, pattern);
  if (!subject) return false;
  const scope = enclosingFunction(tree, subject);
  return isRequestInput(textOf(tree, subject), scope ? textOf(tree, scope) : "");
}

/** `text` of `pattern.test(text)` and of `text.match(pattern)`. */
function matchedText(tree: TypeScriptTree, pattern: ts.Node): ts.Node | undefined {
  const { ts } = tree;
  const { parent } = pattern;
  if (ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent)) {
    return /^(?:test|exec)$/.test(parent.name.text) ? parent.parent.arguments[0] : undefined;
  }
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return undefined;
  const { name, expression } = parent.expression;
  return /^(?:match|matchAll|replace|replaceAll|search|split)$/.test(name.text) ? expression : undefined;
}

function isPythonRequest(call: SgNode): boolean {
  const subject = positionalArguments(call).at(-1);
  const scope = enclosingPythonFunction(call)?.text() ?? "";
  return subject !== undefined && isRequestInput(subject.text(), scope);
}

/** The text itself, or the name it was given in the same function: `const { email } = req.body`. */
function isRequestInput(text: string, scope: string): boolean {
  if (requestInput.test(text)) return true;
  const name = /^[A-Za-z_$][\w$]*/.exec(text)?.[0];
  if (name === undefined) return false;
  return [...scope.matchAll(assignment)].some(
    ([, names, value]) => requestInput.test(value ?? "") && names?.match(/[\w$]+/g)?.includes(name) === true,
  );
}

/** A name, or names in braces, and what they are given. */
const assignment = /(\{[^{}]*\}|[\w$]+)\s*(?::[^=\n]+)?=(?![=>])\s*([^;\n]*)/g;
