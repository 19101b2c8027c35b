/** Calls of functions that the platform and well-known libraries bring. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../../model/tree.js";
import { calledName } from "../../../syntax/typescript/ask.js";
import type { Doubt, ScriptFile } from "./doubts.js";

/** What the host brings has the names it chose. */
const ofHost = /^(?:Deno|Bun|window|document|globalThis|navigator|process|chrome|browser)\./;

/** Functions of the platform and of libraries that answer with plain promises. */
const promising =
  /^(?:Promise\.(?:all|allSettled|race|any)|(?:fs\/promises|timers\/promises)\.\w+|fs\.promises\.\w+|axios\.(?:default\.)?(?:get|post|put|patch|delete|request))$/;

/** The callee as written where it is one of those; undefined for all others. */
export function platformOf(
  { outline, tree }: ScriptFile,
  call: ts.CallExpression,
  kind: Doubt["kind"],
): string | undefined {
  const callee = call.expression.getText(tree.root);
  const root = /^\w+/.exec(callee)?.[0] ?? "";
  const imported = outline.imports.find(({ names }) => names.some(({ local }) => local === root));
  const local = imported?.names.find((name) => name.local === root);
  const isWhole = local?.imported === "*" || local?.imported === "default";
  const origin = !imported
    ? callee
    : imported.module.replace(/^node:/, "") +
      (isWhole ? "" : `.${local?.imported ?? ""}`) +
      callee.slice(root.length);
  if (promising.test(origin)) return callee;
  // A dropped `fetch` is a beacon; one that is read is a mistake.
  return callee === "fetch" && !imported && kind === "read" ? callee : undefined;
}

/** Name of the method that is called; null for plain functions and for what the host brings. */
export function methodOf(tree: TypeScriptTree, call: ts.CallExpression): string | null {
  const isMember = tree.ts.isPropertyAccessExpression(call.expression);
  if (!isMember || ofHost.test(call.expression.getText(tree.root))) return null;
  return calledName(tree, call);
}
