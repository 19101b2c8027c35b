/** What no outsider makes long: text of the project's own settings, of a page's own user, of an answer that is capped. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../../model/tree.js";
import { enclosingFunction, textOf } from "../../../syntax/typescript/ask.js";

const ofPage =
  /\bdocument\.(?:create|query|get|body\b|add|documentElement)|\bwindow\.(?:location|document|add|open)|\bnew XMLHttpRequest\b|^["']use client["']|from ["'](?:react|vue|react-dom|next\/router)["']/m;
/** Written for servers too, or for both. */
const ofBoth = /\btypeof (?:window|document|navigator|exports|module)\b|\bmodule\.exports\b|\brequire\(/;

/** Code of a page keeps nobody waiting but the one who made the text. */
export function runsInPage(path: string, text: string): boolean {
  return /\.[jt]sx$/.test(path) || (ofPage.test(text) && !ofBoth.test(text));
}

const setting =
  /\b(?:\w*config\w*|settings?|options|opts|env|\w*service\w*|widget|provider)\??\.\w*ur[il]\b|\w*(?:base|root|site|api|server|hub|issuer|endpoint)_?ur[il]\b/i;

/** An address that whoever runs the program wrote into its settings. */
export function isSetting(words: string): boolean {
  return setting.test(words);
}

/** What the chain of calls begins with: the patterns and comments within the chain say nothing of the text. */
export function beginningOf(tree: TypeScriptTree, value: ts.Expression): ts.Expression {
  const { ts } = tree;
  let one = value;
  while (
    ts.isCallExpression(one) &&
    ts.isPropertyAccessExpression(one.expression) &&
    /^(?:replace|replaceAll|trim\w*|toLowerCase|toUpperCase)$/.test(one.expression.name.text)
  )
    one = one.expression.expression;
  return one;
}

/** `const type = response.headers.get(…)` of `await fetch(…)`: clients refuse headers above some sixteen thousand bytes. */
export function isOfAnswer(tree: TypeScriptTree, value: ts.Expression): boolean {
  const { ts } = tree;
  const around = enclosingFunction(tree, value);
  if (!around || !ts.isIdentifier(value)) return false;
  const text = textOf(tree, around);
  const [, answer] = new RegExp(`\\b${value.text}\\s*=\\s*(\\w+)\\??\\.headers\\b`).exec(text) ?? [];
  if (answer === undefined) return false;
  return new RegExp(`\\b${answer}\\s*=\\s*await\\s+[\\w.]*(?:fetch|axios|got)\\b`, "i").test(text);
}

/** `.*$` fails at a line break only, and neither an address nor a header holds one. */
export function endsTheLine(source: string, raw: string): boolean {
  if (!/^\.[*+]\??$/.test(raw)) return false;
  return /^\)*\$\)*$/.test(source.slice(source.lastIndexOf(raw) + raw.length));
}
