/** An address is taken for an allowed one because an allowed one stands somewhere in it. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { isShownAsText } from "../../syntax/tool-paths.js";
import {
  ancestor,
  enclosingFunction,
  functionName,
  literalText,
  spanOf,
  textOf,
} from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "medium",
  // That the text may stand anywhere is a fact; whether the answer decides about trust is told by names.
  confidence: 0.75,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Address allowed because of a part of it",
  risk: "`https://elsewhere.example/?x=https://allowed.example` holds the allowed address too: redirects, requests and messages go where an attacker wants.",
  fix: "Parse the address and compare its whole host: `new URL(address).host === 'allowed.example'`, or compare the whole text with each allowed one.",
  trial: {
    name: "an allowed address inside another",
    arrange: "the address `https://elsewhere.example/?next=` followed by an allowed one",
    act: "ask {it} about that address",
    assert: "it is refused",
  },
  cwe: [20, 601],
  match: { typescript: partialChecks },
  examples: [
    {
      language: "typescript",
      bad: "const allowed = ['https://example.com/shop'];\nexport function isRedirectAllowed(url: string) {\n  return allowed.some((address) => url.includes(address));\n}\n",
      good: "const allowed = ['https://example.com/shop'];\nexport function isRedirectAllowed(url: string) {\n  return allowed.includes(url);\n}\nexport function isImage(url: string) {\n  return url.includes('.png');\n}\nexport function shownFor(url: string, part: string) {\n  return url.includes(part) ? 'match' : '';\n}\n",
    },
    {
      language: "javascript",
      bad: "exports.check = (req, res, next) => {\n  if (req.headers.origin.indexOf('example.com') === -1) return res.sendStatus(403);\n  next();\n};\n",
      good: "exports.check = (req, res, next) => {\n  if (new URL(req.headers.origin).host !== 'example.com') return res.sendStatus(403);\n  next();\n};\nexports.kind = (url) => (url.indexOf('youtube.com') !== -1 ? 'video' : 'link');\n",
    },
  ],
});

const address =
  /(?:^|[.\]])(?:\w*url|\w*uri|href|origin|referr?er|\w*host(?:name)?|redirect(?:\w*[a-rt-z])?|returnTo|next)$/i;
/** A host or an address in full. */
const site =
  /^(?:https?:)?\/\/[\w-]+\.|^\.?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|app|example|local|gov|edu)(?:[/:]|$)/i;
/** Names of functions and lists that decide about trust. */
const trust = /allow|trust|valid|safe|whitelist|permit|isOwn|sameOrigin|authori[sz]/i;
const refusal = /\b(?:403|401|forbidden|unauthori[sz]ed|denied|reject|refuse|throw)\b/i;

function* partialChecks({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!/\.(?:includes|indexOf)\(/.test(source.text) || isShownAsText(source.path)) return;
  const { ts } = tree;
  for (const call of tree.nodes(ts.SyntaxKind.CallExpression)) {
    const { expression: callee, arguments: given } = call;
    const [part] = given;
    if (!part || !ts.isPropertyAccessExpression(callee) || !/^(?:includes|indexOf)$/.test(callee.name.text))
      continue;
    const whole = textOf(tree, callee.expression);
    if (!address.test(whole) || !decides(tree, call, part)) continue;
    yield {
      at: spanOf(tree, call),
      issue: `\`${textOf(tree, call)}\` is true wherever in \`${whole}\` the text stands, also behind the host of somebody else.`,
    };
  }
}

/** An allowed address as a literal, or each of a list of allowed ones, in code that lets pass or refuses. */
function decides(tree: TypeScriptTree, call: ts.CallExpression, part: ts.Expression): boolean {
  const { ts } = tree;
  const holder = enclosingNamed(tree, call);
  const isTrust = trust.test(holder);
  const text = literalText(tree, part);
  if (text !== null) {
    if (!site.test(text)) return false;
    const branch = ancestor(call, ts.isIfStatement);
    return isTrust || (branch !== undefined && refusal.test(textOf(tree, branch.thenStatement)));
  }
  if (!ts.isIdentifier(part)) return false;
  return isTrust && /url|uri|host|origin|domain|address|allow|trust|site/i.test(part.text);
}

function enclosingNamed(tree: TypeScriptTree, node: ts.Node): string {
  let around = enclosingFunction(tree, node);
  while (around && functionName(tree, around) === "<anonymous>") around = enclosingFunction(tree, around);
  return around ? functionName(tree, around) : "";
}
