/** What shows that a value can only be text, so that no object with operators in it is left. */
import type { ts } from "ts-morph";
import { literalText } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";
import { plainText } from "./comparisons.js";
import { type Verdict, allClean, bitOf, noVerdict } from "./facts.js";
import { unwrap } from "./things.js";

/** The value as the code writes it. */
interface Subject {
  readonly file: CodeFile;
  readonly text: string;
}

const lexicalTypes = new Set(["number", "boolean", "bigint", "undefined"]);
/** Methods that texts have and objects from a request have not: calling them there throws. */
const textMethods =
  /^(?:trim|trimStart|trimEnd|toLowerCase|toUpperCase|split|replace|replaceAll|match|matchAll|startsWith|endsWith|charAt|charCodeAt|padStart|padEnd|substring|substr|localeCompare|normalize|search)$/;

export const asText: Verdict = { clean: bitOf("nosql"), guard: null };

/** What `typeof x === "string"` says. */
export function typeVerdict({ file }: Subject, type: ts.Expression): Verdict {
  const name = literalText(file.tree, type);
  if (name !== null && lexicalTypes.has(name)) return allClean;
  return name === "string" ? asText : noVerdict;
}

/** `x.trim()`, or more called on what that gives: whoever comes after it has a text. */
export function callsAsText({ file, text }: Subject, call: ts.CallExpression): boolean {
  const { ts } = file.tree;
  for (let node: ts.Node = call; ts.isCallExpression(node);) {
    const callee = unwrap(file.tree, node.expression);
    if (!ts.isPropertyAccessExpression(callee)) return false;
    if (plainText(file, callee.expression) === text) return textMethods.test(callee.name.text);
    node = unwrap(file.tree, callee.expression);
  }
  return false;
}
