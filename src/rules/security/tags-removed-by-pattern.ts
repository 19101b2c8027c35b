/** HTML is to be made harmless by taking tags out with a regular expression. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { isCarriedRelease } from "../../syntax/carried-along.js";
import { enclosingFunction, functionName, spanOf, textOf } from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "medium",
  // What one pass leaves behind can be shown for every such pattern; the names say that it is meant to protect.
  confidence: 0.75,
  judged: { right: 2, arguable: 0, wrong: 0, projects: 2 },
  title: "Tags taken out by one pattern",
  risk: "`<scr<script>ipt>` becomes `<script>` when the inner one is removed, and browsers accept tags the pattern does not: the text still runs in the page.",
  fix: "Escape the text where it goes into the page, or clean it with a parser of HTML such as DOMPurify or sanitize-html.",
  trial: {
    name: "a tag within a tag",
    arrange: "the text `<scr<script>ipt>alert(1)</scr</script>ipt>`",
    act: "run {it} on that text",
    assert: "no `<script` is in the result",
  },
  cwe: [116, 80],
  match: { typescript: tagPatterns },
  examples: [
    {
      language: "typescript",
      bad: "export const sanitizeComment = (input = '') => input.replace(/<(?:\\w+)\\W+?[\\w]/gi, '');\n",
      good: "export const escapeHtml = (input: string) => input.replace(/</g, '&lt;');\nexport const wordsOf = (html: string) => html.replace(/<[^>]+>/g, ' ').split(' ').length;\n",
    },
    {
      language: "javascript",
      bad: "exports.clean = (html) => html.replace(/<script[^>]*>.*?<\\/script>/gi, '');\n",
      good: "exports.clean = (html) => sanitizer.clean(html);\nexports.title = (html) => html.replace(/<br>/g, '\\n');\n",
    },
    {
      language: "javascript",
      bad: "const scripts = /<script\\b[^<]*(?:(?!<\\/script>)<[^<]*)*<\\/script>/gi;\nexports.load = (text) => jQuery('<div>').append(text.replace(scripts, '')).find('#main');\n",
      good: "const scripts = /<script\\b[^<]*(?:(?!<\\/script>)<[^<]*)*<\\/script>/gi;\nexports.words = (text) => text.replace(scripts, '').split(' ').length;\nexports.load = (text) => jQuery('<div>').append(jQuery.parseHTML(text)).find('#main');\n",
    },
    {
      language: "javascript",
      bad: "exports.sanitizeNote = (note) => note.replace(/<[^>]*>/g, '');\n",
      good: "exports.sanitizeNote = (note) => {\n  let before;\n  do {\n    before = note;\n    note = note.replace(/<[^>]*>/g, '');\n  } while (note !== before);\n  return note;\n};\nexports.sanitizeReply = (reply) => {\n  const withoutImages = reply.replace(/<img[^>]*>/g, '');\n  return DOMPurify.sanitize(withoutImages);\n};\n",
    },
    {
      language: "javascript",
      // An index of words needs no pictures; nobody is protected by taking them out.
      bad: "exports.cleanComment = (comment) => comment.replace(/<\\/?[^>]+>/g, '');\n",
      good: "exports.cleanChapter = (chapter) => chapter.replace(/<img[^>]*>/g, '').replace(/<[A-Z]\\w*\\s*\\/>/g, '').trim();\nexports.sanitizeFeed = (feed) => feed.replace(/<\\?xml[\\s\\S]*?\\?>/g, '').replace(/<%[\\s\\S]*?%>/g, '');\n",
    },
    {
      language: "javascript",
      // What makes text of it protects nobody.
      bad: "exports.escapeNote = (note) => note.replace(/<\\w+[^>]*>|<\\/\\w+>/g, '');\n",
      good: "exports.unescapeNote = (note) => note.replace(/<\\w+[^>]*>|<\\/\\w+>/g, '').replace(/&lt;/g, '<');\n",
    },
  ],
});

/** `unescape` does the opposite. */
const protective = /saniti[sz]e|purify|(?<!un)escape|(?<!un)safe|xss|(?<!in)secure/i;
/** `clean` is also said of text that is tidied for reading, where some elements of a document are in the way. */
const tidying = /clean/i;
const script = /<\\?\/?\(?(?:\?:)?\s*(?:script|iframe|style|object|embed)|on\\w\+|javascript:/i;
/** A script from its start to its end. */
const wholeScript = /^<script\b.*<\\?\/script/i;
const everyTag = /^<(?:\\\/\??)?(?:\[\^|\.|\\w|\()/;
const anyTag = /^<(?!!|%|\\\?)[^>]*(?:\\w|\[|\.)/;

function* tagPatterns({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!/\.replace\(\s*(?:\/<|\w)/.test(source.text) || isCarriedRelease(source.path, source.text)) return;
  const { ts } = tree;
  for (const call of tree.nodes(ts.SyntaxKind.CallExpression)) {
    const { expression: callee, arguments: given } = call;
    const [pattern, replacement] = given;
    if (!pattern || !replacement || !ts.isPropertyAccessExpression(callee) || callee.name.text !== "replace")
      continue;
    if (!ts.isStringLiteralLike(replacement) || replacement.text.trim() !== "") continue;
    const text = patternText(tree, pattern);
    if (text === null) continue;
    const body = text.slice(1, text.lastIndexOf("/"));
    const around = enclosingFunction(tree, call);
    const name = around === undefined ? "" : functionName(tree, around);
    const isMeant = protective.test(name)
      ? script.test(body) || anyTag.test(body)
      : tidying.test(name) && (script.test(body) || everyTag.test(body));
    if (!isMeant && !(wholeScript.test(body) && becomesPage(tree, call))) continue;
    if (isRepeated(tree, call) || isCleanedAfter(tree, call)) continue;
    yield {
      at: spanOf(tree, call),
      issue: `\`${text}\` takes tags out in one pass; what it leaves can form a tag again.`,
    };
  }
}

/** The literal itself, or the one that the name was given in this file. */
function patternText(tree: TypeScriptTree, pattern: ts.Expression): string | null {
  const { ts } = tree;
  if (ts.isRegularExpressionLiteral(pattern)) return pattern.text.startsWith("/<") ? pattern.text : null;
  if (!ts.isIdentifier(pattern)) return null;
  const given = tree
    .nodes(ts.SyntaxKind.RegularExpressionLiteral)
    .find(({ parent }) => ts.isVariableDeclaration(parent) && textOf(tree, parent.name) === pattern.text);
  return given?.text.startsWith("/<") ? given.text : null;
}

/** `$(…).append(text.replace(…))`, `element.innerHTML = text.replace(…)`: nothing else stands between it and the page. */
function becomesPage(tree: TypeScriptTree, call: ts.CallExpression): boolean {
  const { ts } = tree;
  const { parent } = call;
  if (ts.isBinaryExpression(parent))
    return /\.(?:inner|outer)HTML$/.test(textOf(tree, parent.left)) && parent.right === call;
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return false;
  const { name, expression: receiver } = parent.expression;
  const isOfPage = /^(?:\$|jQuery)\b|^\$?\w+$|this\b/.test(textOf(tree, receiver));
  return isOfPage && /^(?:append|prepend|html|after|before|insertAdjacentHTML)$/.test(name.text);
}

/** `do … while (text !== before)`: nothing is left that one more pass would take out. */
function isRepeated(tree: TypeScriptTree, call: ts.CallExpression): boolean {
  const { ts } = tree;
  for (
    let outer: ts.Node = call.parent;
    !ts.isFunctionLike(outer) && !ts.isSourceFile(outer);
    outer = outer.parent
  )
    if (ts.isDoStatement(outer) || ts.isWhileStatement(outer))
      return /!==?|\.test\(/.test(textOf(tree, outer.expression));
  return false;
}

/** A parser of HTML cleans what this returns, which only takes out what is not wanted. */
function isCleanedAfter(tree: TypeScriptTree, call: ts.CallExpression): boolean {
  const around = enclosingFunction(tree, call);
  const after = around === undefined ? "" : tree.root.text.slice(call.end, around.end);
  return /\b(?:DOMPurify|sanitizer?)\.(?:sanitize|clean)\(|\bsanitizeHtml\(/.test(after);
}
