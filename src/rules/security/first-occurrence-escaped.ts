/** A character is to be made harmless, and only its first occurrence is. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { enclosingFunction, spanOf, textOf } from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "medium",
  // Read on 226 other projects: 3 hits, 2 true; the false one compared names of modules, which are left alone since.
  // `replace` with a text stops after the first; that the replacement is an escape shows what it is for.
  confidence: 0.8,
  judged: { right: 2, arguable: 0, wrong: 1, projects: 0 },
  title: "Only the first occurrence is escaped",
  risk: "The second quote, bracket or `..` in the same text stays as it is and ends the string, opens a tag or leaves the folder.",
  fix: "Replace all of them: `replaceAll(…)`, or a pattern with the flag `g`; better, pass the value where nothing has to be escaped.",
  trial: {
    name: "two of the characters",
    arrange: "a text with the character twice",
    act: "run {it} with that text",
    assert: "both are escaped in the result",
  },
  cwe: [116, 20],
  match: { typescript: firstOnly },
  examples: [
    {
      language: "javascript",
      bad: "exports.quoted = (name) => `this['${name.replace(\"'\", \"\\\\'\")}']`;\n",
      good: "exports.quoted = (name) => `this['${name.replace(/'/g, \"\\\\'\")}']`;\nexports.all = (name) => name.replaceAll(\"'\", \"\\\\'\");\nexports.number = (text) => text.replace(',', '.').replace('\"', '');\n",
    },
    {
      language: "typescript",
      bad: "export const escaped = (text: string) => text.replace('<', '&lt;').replace('>', '&gt;');\n",
      good: "export const escaped = (text: string) => text.split('<').join('&lt;');\nexport const locale = (tag: string) => tag.replace('-', '_');\nexport const dropMark = (text: string) => text.replace('<', '').replace('&', ' and ');\n",
    },
    {
      language: "javascript",
      bad: "const path = require('path');\nexports.fileOf = (name) => path.join('files', name.replace('../', ''));\n",
      good: "const path = require('path');\nexports.fileOf = (name) => path.join('files', path.basename(name));\nexports.above = (file) => require.resolve(file.replace('..', '.'));\nexports.find = (modules, wanted) => Object.keys(modules).find((key) => key.replace('../', '') === wanted);\nexports.strip = (name) => {\n  while (name.includes('../')) name = name.replace('../', '');\n  return name;\n};\n",
    },
  ],
});

function* firstOnly({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!source.text.includes(".replace(")) return;
  const { ts } = tree;
  for (const call of tree.nodes(ts.SyntaxKind.CallExpression)) {
    const { expression: callee, arguments: given } = call;
    if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "replace" || given.length !== 2)
      continue;
    const [wanted, made] = [
      soughtText(tree, given[0]),
      given[1] && ts.isStringLiteralLike(given[1]) ? given[1].text : null,
    ];
    if (
      wanted === null ||
      made === null ||
      !isEscape(wanted, made) ||
      (wanted.includes("..") && !isOfPath(tree, call)) ||
      isRepeated(tree, call, wanted)
    )
      continue;
    yield {
      at: spanOf(tree, call),
      issue: `Only the first \`${wanted}\` of \`${shorten(textOf(tree, callee.expression))}\` becomes ${made === "" ? "nothing" : `\`${made}\``}; any further one stays.`,
    };
  }
}

/** A text, or a pattern of one fixed character without the flag `g`. */
function soughtText({ ts }: TypeScriptTree, node: ts.Expression | undefined): string | null {
  if (!node) return null;
  if (ts.isStringLiteralLike(node)) return node.text;
  const pattern = ts.isRegularExpressionLiteral(node)
    ? /^\/\\?(['"`<>&]|\\\\)\/([a-z]*)$/.exec(node.text)
    : null;
  return pattern && !pattern[2]?.includes("g") ? (pattern[1]?.slice(-1) ?? null) : null;
}

/** `'` to `\'` or `''`, `<` to `&lt;`, `../` to nothing: what is taken from the text is what could break out. */
function isEscape(wanted: string, made: string): boolean {
  if (/^(?:\.\.[/\\]|[/\\]\.\.|\.\.)$/.test(wanted)) return made === "";
  if (!/^['"`<>&\\]$/.test(wanted)) return false;
  const isDoubled = /^['"]$/.test(wanted) && made === wanted + wanted;
  return isDoubled || made === `\\${wanted}` || /^&(?:#x?[\da-f]+|[a-z]+);$/i.test(made);
}

/** The text becomes part of a path there: an import's name that loses its start opens nothing. */
function isOfPath(tree: TypeScriptTree, call: ts.CallExpression): boolean {
  const scope = enclosingFunction(tree, call);
  const opens = /\bpath\.|\bfs\.|readFile|writeFile|ReadStream|sendFile|\b(?:join|resolve)\(|unlink/;
  return scope !== undefined && opens.test(textOf(tree, scope));
}

/** A loop goes on until none is left, and a second replacement of the same text means the pair of quotes around it. */
function isRepeated(tree: TypeScriptTree, call: ts.CallExpression, wanted: string): boolean {
  const { ts } = tree;
  for (let node: ts.Node = call; !ts.isSourceFile(node); node = node.parent)
    if (ts.isWhileStatement(node) || ts.isDoStatement(node)) return true;
  const others = tree.nodes(ts.SyntaxKind.CallExpression).filter(({ expression, arguments: [first] }) => {
    const isInChain = expression.pos === call.pos || call.expression.pos === expression.pos;
    return isInChain && soughtText(tree, first) === wanted;
  });
  return others.length > 1;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").replaceAll("`", "'");
  return line.length > 40 ? `${line.slice(0, 37)}…` : line;
}
