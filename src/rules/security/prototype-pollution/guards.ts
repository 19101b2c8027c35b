/** What keeps a walk off the prototype that all objects share. */
import type { TypeScriptTree } from "../../../model/tree.js";
import {
  type FunctionNode,
  functionName,
  functionNodes,
  isFunctionNode,
  textOf,
} from "../../../syntax/typescript/ask.js";

/** `isSafeKey(key)`: whoever wrote it thought of this, in another file perhaps. */
const askedByName = /\b\w*(?:pollut|safe_?key|safe_?prop|forbidden_?key|dangerous_?key)\w*\(/i;

/** Somebody thought of it; a walk that also goes into functions needs both names. */
export function isGuarded(tree: TypeScriptTree, node: FunctionNode, text: string): boolean {
  if (askedByName.test(textOf(tree, node))) return true;
  if (!/__proto__/.test(text)) return false;
  if (/["'`]constructor["'`]/.test(text)) return true;
  const called = [...textOf(tree, node).matchAll(/\b(is\w*obj\w*)\(/gi)].map(([, name]) => name);
  const asked = functionNodes(tree).filter((one) => called.includes(functionName(tree, one)));
  return !asked.some((one) => /===? ?["']function["']/.test(textOf(tree, one)));
}

/**
 * `hasOwn(target, key)`: what the target only inherits is made anew and not followed. Assigning to `__proto__` of one
 * object gives this one another prototype and leaves the shared one alone.
 */
export function followsOwnOnly(tree: TypeScriptTree, node: FunctionNode, target: string): boolean {
  const holder = target.replace(/\$/g, "\\$&");
  const asked = `\\b(?:hasOwn|has|hasOwnProperty\\.call|hasOwnProp)\\(\\s*${holder}\\s*,\\s*[\\w.[\\]]+\\s*\\)`;
  const onItself = `(?<![\\w.])${holder}\\.hasOwnProperty\\(\\s*[\\w.[\\]]+\\s*\\)`;
  return new RegExp(`${asked}|${onItself}`).test(textOf(tree, node));
}

/** Whose own keys are gone through gets none that it did not have: by a loop here, or by the call this is handed to. */
export function hasTheKeys(tree: TypeScriptTree, node: FunctionNode, target: string): boolean {
  const { ts } = tree;
  const name = target.replace(/\$/g, "\\$&");
  const { parent } = node;
  const around = ts.isCallExpression(parent) ? textOf(tree, parent.expression) : "";
  // `keys(target).concat(keys(source))` brings in others.
  const calls = around.split(/(?:keys|entries|Names)\(/).length === 2 ? around : "";
  return new RegExp(`\\bfor ?\\([^()]* in ${name}\\s*\\)|(?:keys|entries|Names)\\(\\s*${name}\\s*\\)`).test(
    `${calls}\n${textOf(tree, node)}`,
  );
}

/** A name that callers give: one entry of one object, unless a loop or a callback goes through many. */
export function isOneName(tree: TypeScriptTree, node: FunctionNode, key: string): boolean {
  const { ts } = tree;
  const isCallback = ts.isCallExpression(node.parent) && node.parent.expression !== node;
  if (isCallback || !isFunctionNode(tree, node)) return false;
  return node.parameters.some((parameter) => textOf(tree, parameter.name) === key);
}
