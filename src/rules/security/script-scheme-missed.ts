/** Addresses that run scripts are kept out by a list that knows one scheme and misses another. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { enclosingFunction, functionName, spanOf, textOf } from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "medium",
  // Read on 226 other projects: 4 hits, 2 true, 1 arguable; the false one looked at whole texts, which are left alone since.
  // What the list leaves out is plain; whether the address is opened where `data:` still runs is not seen.
  confidence: 0.7,
  judged: { right: 2, arguable: 1, wrong: 1, projects: 3 },
  title: "Scheme missing from a list of dangerous ones",
  risk: "An address such as `data:text/html;base64,…` passes, and where it is shown in a frame, an object or an older browser the script in it runs.",
  fix: "Turn the check around: let through `http:`, `https:` and `mailto:` of the parsed address, and refuse all else.",
  trial: {
    name: "an address that holds its own page",
    arrange: "the address `data:text/html,<script>alert(1)</script>`",
    act: "run {it} with that address",
    assert: "the address is refused",
  },
  cwe: [184, 79],
  match: { typescript: shortLists },
  examples: [
    {
      language: "javascript",
      bad: "function validateLink(url) {\n  const bad = ['vbscript', 'javascript', 'file'];\n  return bad.indexOf(url.trim().toLowerCase().split(':')[0]) === -1;\n}\nmodule.exports = validateLink;\n",
      good: "function validateLink(url) {\n  const bad = ['vbscript', 'javascript', 'file', 'data'];\n  return bad.indexOf(url.trim().toLowerCase().split(':')[0]) === -1;\n}\nmodule.exports = validateLink;\nexports.languages = ['javascript', 'python', 'file'];\n",
    },
    {
      language: "typescript",
      bad: "export const sanitizeUrl = (url: string) => (url.toLowerCase().startsWith('javascript:') ? null : url);\n",
      good: "export const sanitizeUrl = (url: string) => (/^(?:javascript|data|vbscript):/i.test(url) ? null : url);\nexport const follow = (link: string) => (link.startsWith('javascript:') ? null : open(link));\nexport const isSafeLink = (link: string) => !link.startsWith('javascript:') && /^https?:/.test(link);\n",
    },
    {
      language: "javascript",
      bad: "exports.isSafeHref = (href) => !/^\\s*javascript:/i.test(href);\n",
      good: "exports.isSafeHref = (href) => /^(?:https?|mailto):/i.test(href) && !/^\\s*javascript:/i.test(href);\nexports.isCleanText = (text) => !/<script|javascript:/i.test(text);\nexports.isPlaceholder = (href) => /^javascript:/.test(href);\n",
    },
  ],
});

/** The check is meant to protect; a crawler or a click handler skips such links because they lead nowhere. */
const protective =
  /saniti[sz]e|safe|valid|clean|purif|escape|xss|danger|malicious|bad_?(?:protocol|scheme|url)|(?:allow|block|forbid|filter|deny|reject|disallow|prevent|secure)/i;
/** Only named schemes pass, or the other one is known as well. */
const complete = /\bdata\b|https?\b[^"'`]*(?:["'`]|\)?:)|https?\??\)?(?::|\\?\/)/i;

const searches = /^(?:indexOf|includes|some|find|has|every)$/;

function* shortLists({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!/javascript/i.test(source.text)) return;
  const { ts } = tree;
  const told = new Set<ts.Node>();
  for (const node of tree.nodes<ts.SyntaxKind>(
    ts.SyntaxKind.StringLiteral,
    ts.SyntaxKind.RegularExpressionLiteral,
  )) {
    const check = checkAround(tree, node);
    const around = check && enclosingFunction(tree, check);
    const scope = around ?? (check && statementAround(tree, check));
    if (!check || !scope || told.has(scope)) continue;
    const names = `${around ? functionName(tree, around) : ""} ${nameOf(tree, check)}`;
    if (!protective.test(names) || complete.test(withoutComments(textOf(tree, scope)))) continue;
    told.add(scope);
    yield {
      at: spanOf(tree, check),
      issue: `\`javascript:\` is refused here and \`data:\` is not.`,
    };
  }
}

/** `['javascript', 'file']`, `url.startsWith("javascript:")`, `/^javascript:/.test(url)`, `protocol === "javascript:"` */
function checkAround(tree: TypeScriptTree, node: ts.Node): ts.Node | null {
  const { ts } = tree;
  const { parent } = node;
  if (ts.isRegularExpressionLiteral(node)) {
    const isTest = ts.isPropertyAccessExpression(parent) && /^(?:test|exec)$/.test(parent.name.text);
    // Only a pattern that begins with the address looks at its scheme.
    return isTest && /^\/\^.{0,8}(?:javascript\\?:|javascript\b.{0,12}:)/i.test(node.text)
      ? parent.parent
      : null;
  }
  if (!ts.isStringLiteral(node)) return null;
  if (ts.isArrayLiteralExpression(parent)) return isSchemes(tree, parent) ? searchOf(tree, parent) : null;
  if (!/^javascript:/i.test(node.text)) return null;
  if (ts.isBinaryExpression(parent))
    return /^[!=]==?$/.test(parent.operatorToken.getText(tree.root)) ? parent : null;
  const isSearch =
    ts.isCallExpression(parent) && /\.(?:indexOf|startsWith|includes)$/.test(textOf(tree, parent.expression));
  return isSearch ? parent : null;
}

/** All words are schemes, and two of them such that one keeps out; a list of languages has others. */
function isSchemes({ ts }: TypeScriptTree, { elements }: ts.ArrayLiteralExpression): boolean {
  const words = elements.map((element) =>
    ts.isStringLiteral(element) ? element.text.replace(/:$/, "") : "",
  );
  return (
    words.includes("javascript") &&
    words.every((word) => /^(?:javascript|vbscript|file|about|blob|ftp)$/i.test(word))
  );
}

/** Where an address is looked up in the list: `[…].includes(scheme)`, or `list.indexOf(scheme)` later on. */
function searchOf(tree: TypeScriptTree, list: ts.ArrayLiteralExpression): ts.Node | null {
  const { ts } = tree;
  const { parent } = list;
  const name = ts.isVariableDeclaration(parent) ? textOf(tree, parent.name) : null;
  const search = tree.nodes(ts.SyntaxKind.CallExpression).find(({ expression: callee }) => {
    if (!ts.isPropertyAccessExpression(callee) || !searches.test(callee.name.text)) return false;
    return callee.expression === list || textOf(tree, callee.expression) === name;
  });
  return search ?? null;
}

/** What the check is kept under, where it lies outside of functions. */
function nameOf({ ts, root }: TypeScriptTree, check: ts.Node): string {
  for (let node = check.parent; !ts.isSourceFile(node); node = node.parent)
    if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) return node.name.getText(root);
  return "";
}

function statementAround({ ts }: TypeScriptTree, node: ts.Node): ts.Node {
  let one = node;
  while (!ts.isSourceFile(one.parent)) one = one.parent;
  return one;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?:^|\s)\/\/.*/g, " ");
}
