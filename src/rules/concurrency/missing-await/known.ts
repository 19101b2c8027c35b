/** Calls of functions that the project itself declares async, and whose promise nobody waits for. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../../model/tree.js";
import { calledName, isAsync, isFunctionNode, ownNodes } from "../../../syntax/typescript/ask.js";
import type { ProjectFunction, ProjectFunctions } from "../../../syntax/typescript/project-functions.js";
import type { Doubt, Script } from "./doubts.js";

export interface KnownDoubt extends Doubt {
  readonly name: string;
  /** File of the function; null when only its name is known. */
  readonly path: string | null;
  readonly called: ProjectFunction | null;
}

/** The calls among the doubtful ones that certainly make a promise, or whose name is that of async functions only. */
export function ofKnownFunctions(
  functions: ProjectFunctions,
  { file, doubts }: Script,
): readonly KnownDoubt[] {
  return doubts.flatMap((doubt): readonly KnownDoubt[] => {
    const called = functions.calledBy(file.source.path, doubt.call);
    if (called) return promises(called) ? [{ ...doubt, called, name: called.name, path: called.path }] : [];
    const platform = ofPlatform(file, doubt);
    if (platform !== undefined) return [{ ...doubt, called: null, name: platform, path: null }];
    const name = calledName(file.tree, doubt.call);
    const isMember = file.tree.ts.isPropertyAccessExpression(doubt.call.expression);
    if (!isMember || name === null || ofHost.test(doubt.call.expression.getText(file.tree.root))) return [];
    if (!functions.alwaysAsync(name)) return [];
    return [{ ...doubt, called: null, name, path: null }];
  });
}

/** What the host brings has the names it chose. */
const ofHost = /^(?:Deno|Bun|window|document|globalThis|navigator|process|chrome|browser)\./;

/** Functions of the platform and of libraries that answer with plain promises. */
const promising =
  /^(?:Promise\.(?:all|allSettled|race|any)|(?:fs\/promises|timers\/promises)\.\w+|fs\.promises\.\w+|axios\.(?:default\.)?(?:get|post|put|patch|delete|request))$/;

function ofPlatform({ outline, tree }: Script["file"], { call, kind }: Doubt): string | undefined {
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

/** An `async` function that is no generator, or one whose written type is a promise. */
export function promises({ tree, node }: ProjectFunction): boolean {
  const { ts, root } = tree;
  if (isFunctionNode(tree, node)) {
    if ("asteriskToken" in node && node.asteriskToken) return false;
    if (isAsync(tree, node)) return true;
  }
  if (ts.isPropertySignature(node)) return /=>\s*Promise<[^|&]*>;?$/.test(node.getText(root));
  return /^Promise<.*>$/s.test(node.type?.getText(root) ?? "");
}

/** True when nothing the function waits for or throws can leave it: then a dropped promise hides no error. */
export function handlesItsOwn({ tree, node }: ProjectFunction): boolean {
  const { ts, root } = tree;
  if (!isFunctionNode(tree, node) || !node.body) return false;
  if (!ts.isBlock(node.body)) return /\.catch\(/.test(node.body.getText(root));
  return ownNodes(tree, node).every(
    (own) =>
      !(ts.isAwaitExpression(own) || ts.isThrowStatement(own)) ||
      isCaught(tree, own, node) ||
      /\.catch\(/.test(own.getText(root)),
  );
}

function isCaught({ ts }: TypeScriptTree, node: ts.Node, outer: ts.Node): boolean {
  for (let inner = node; inner !== outer; inner = inner.parent) {
    const around = inner.parent;
    if (ts.isTryStatement(around) && around.tryBlock === inner && around.catchClause) return true;
  }
  return false;
}
