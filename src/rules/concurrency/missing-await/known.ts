/** Calls of functions that the project itself declares async, and whose promise nobody waits for. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../../model/tree.js";
import { isAsync, isFunctionNode } from "../../../syntax/typescript/ask.js";
import type { ProjectFunction, ProjectFunctions } from "../../../syntax/typescript/project-functions.js";
import type { Doubt, Script } from "./doubts.js";

/** The calls among the doubtful ones that certainly make a promise. */
export function ofKnownFunctions(
  functions: ProjectFunctions,
  { file, doubts }: Script,
): readonly (Doubt & { readonly called: ProjectFunction })[] {
  return doubts.flatMap((doubt) => {
    const called = functions.calledBy(file.source.path, doubt.call);
    return called && promises(called) ? [{ ...doubt, called }] : [];
  });
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

/** True when every wait of the function stands in a `try` with a `catch`: then nothing of it is lost unheard. */
export function handlesItsOwn({ tree, node }: ProjectFunction): boolean {
  const { ts, root } = tree;
  const body = isFunctionNode(tree, node) ? node.body : undefined;
  if (!body) return false;
  if (!ts.isBlock(body)) return /\.catch\(/.test(body.getText(root));
  return body.statements.every((statement) => isHarmless(tree, statement));
}

function isHarmless(tree: TypeScriptTree, statement: ts.Statement): boolean {
  const { ts, root } = tree;
  if (ts.isTryStatement(statement)) return statement.catchClause !== undefined;
  const text = statement.getText(root);
  return !/\bawait\b|\bthrow\b/.test(text) || /\.catch\(/.test(text);
}
