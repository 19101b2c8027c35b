/** Finds the functions that a library offers to its users: exported, and called by nothing of its own. */
import type { ts } from "ts-morph";
import { type FunctionNode, functionNodes } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";
import type { Ground } from "./ground.js";
import type { Handler } from "./handlers.js";
import type { Source } from "./models.js";

/** What the project's own modules call is not for others; its tests, examples and programs, which nothing imports, do not count. */
export function* offered(ground: Ground, source: Source, files: Iterable<CodeFile>): Iterable<Handler> {
  const { survey } = ground.project.terrain;
  const isTest = ({ path }: CodeFile): boolean => survey.files.get(path)?.source.isTest ?? false;
  const isImported = ({ path }: CodeFile): boolean => survey.index.importersOf(path).length > 0;
  for (const file of files) {
    if (isTest(file)) continue;
    for (const node of functionNodes(file.tree)) {
      if (!node.body || node.parameters.length === 0 || !isExported(ground, file, node)) continue;
      const callers = ground.callers.of(file, node);
      const isOwn = callers.some(({ file: from }) => from !== file && !isTest(from) && isImported(from));
      if (!isOwn) yield { file, node, source, isByName: false };
    }
  }
}

function isExported({ project }: Ground, file: CodeFile, node: FunctionNode): boolean {
  const { ts } = file.tree;
  const { named, whole } = project.exportsOf(file);
  if (whole === node) return true;
  const name = project.nameOf(file, node) ?? "";
  if (name.startsWith("_") || name.startsWith("#")) return false;
  if (ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node)) return isOfModule(file, node.parent);
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return isOfModule(file, parent.parent);
  // `exports.run = …`, `Runner.prototype.run = …`, `runner.run = …`
  if (ts.isBinaryExpression(parent))
    return ts.isPropertyAccessExpression(parent.left) || parent.left.getText(file.tree.root) === "exports";
  const isNamed = [...named.values()].some((one) => one === node || one.getText(file.tree.root) === name);
  return isNamed || (whole !== undefined && mentions(whole.getText(file.tree.root), name));
}

function mentions(text: string, name: string): boolean {
  return name !== "" && new RegExp(`(?<![\\w$])${name.replace(/\$/g, "\\$&")}(?![\\w$])`).test(text);
}

/** A class or an object that stands in no function. */
function isOfModule({ tree }: CodeFile, holder: ts.Node): boolean {
  const { ts } = tree;
  if (!ts.isClassLike(holder) && !ts.isObjectLiteralExpression(holder)) return false;
  for (let outer = holder.parent as ts.Node | undefined; outer; outer = outer.parent as ts.Node | undefined)
    if (ts.isFunctionLike(outer) || ts.isCallExpression(outer)) return false;
  return true;
}
