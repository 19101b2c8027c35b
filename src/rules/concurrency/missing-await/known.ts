/** Calls of functions that the project itself declares async, and whose promise nobody waits for. */
import type { ts } from "ts-morph";
import type { SurveyedFile } from "../../../model/survey.js";
import type { TypeScriptTree } from "../../../model/tree.js";
import { type FunctionNode, functionNodes, ownNodes, spanOf } from "../../../syntax/typescript/ask.js";
import type { ProjectFunction, ProjectFunctions } from "../../../syntax/typescript/project-functions.js";
import type { Doubt, Script } from "./doubts.js";

export interface KnownDoubt {
  readonly doubt: Doubt;
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
    const { callee, platform, method } = doubt;
    const called = callee ? functions.calledBy(file.source.path, callee) : undefined;
    if (called) return called.isPromise ? [{ doubt, called, name: called.name, path: called.path }] : [];
    if (platform !== null) return [{ doubt, called: null, name: platform, path: null }];
    if (method === null || !functions.alwaysAsync(method)) return [];
    return [{ doubt, called: null, name: method, path: null }];
  });
}

/** The function where it stands in its file; undefined where it has no body. */
export function bodyOf({ at }: ProjectFunction, file: SurveyedFile | undefined): Body | undefined {
  if (file?.tree.family !== "typescript") return undefined;
  const tree = file.tree as TypeScriptTree;
  const node = functionNodes(tree).find(
    (each) => each.end === at.end && spanOf(tree, each).start === at.start,
  );
  return node?.body && { tree, node };
}

interface Body {
  readonly tree: TypeScriptTree;
  readonly node: FunctionNode;
}

/** True when nothing the function waits for or throws can leave it: then a dropped promise hides no error. */
export function handlesItsOwn({ tree, node }: Body): boolean {
  const { ts, root } = tree;
  if (!node.body) return false;
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
