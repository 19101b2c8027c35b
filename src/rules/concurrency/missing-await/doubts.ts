/** Reads from a script which of its calls are waited for, and which would be wrong if they made a promise. */
import type { ts } from "ts-morph";
import type { SurveyedFile } from "../../../model/survey.js";
import type { TypeScriptTree } from "../../../model/tree.js";
import {
  type FunctionNode,
  enclosingFunction,
  isAsync,
  isFunctionNode,
} from "../../../syntax/typescript/ask.js";
import { type ValueUse, useOf, useOfVariable } from "../../../syntax/typescript/promises.js";

/** A call that nobody waits for although its function could. */
export interface Doubt {
  readonly call: ts.CallExpression;
  readonly kind: "dropped" | "read" | "chained" | "handed";
  /** Where its value is used as if it were there. */
  readonly at: ts.Node;
  readonly holder: FunctionNode;
}

export interface Script {
  readonly file: SurveyedFile & { readonly tree: TypeScriptTree };
  /** Every call with what becomes of its value; variables are not followed. */
  readonly uses: readonly { readonly call: ts.CallExpression; readonly use: ValueUse }[];
  readonly doubts: readonly Doubt[];
}

export function readScript(file: Script["file"]): Script {
  const { tree } = file;
  const uses = tree
    .nodes(tree.ts.SyntaxKind.CallExpression)
    .map((call) => ({ call, use: useOf(tree, call) }));
  const isPage = runsInPage(file);
  const doubts = uses.flatMap(({ call, use }): readonly Doubt[] => {
    const { use: kind, at } = use.use === "kept" && use.name ? useOfVariable(tree, use.name) : use;
    // `const listPromise = load()` says that it is waited for later.
    if (use.use === "kept" && use.name && ofPromises.test(use.name.text)) return [];
    // `return queue.stop?.() ?? 0` waits for what there may be.
    if (kind === "read" && call.questionDotToken) return [];
    if (kind === "awaited" || kind === "returned" || kind === "kept") return [];
    const holder = enclosingFunction(tree, call);
    if (!holder || (kind === "dropped" && (isPage || !mayDrop(file, call, holder)))) return [];
    if (kind === "handed" && (isPage || !isValueWanted(tree, at, holder))) return [];
    return [{ call, kind, at, holder }];
  });
  return { file, uses, doubts };
}

/** Names of what keeps promises, and of functions that take them. */
const ofPromises =
  /promise|pending|ready|task|job|queue|future|in_?flight|limit|timeout|retry|race|settle|track|until|lock|wrap|defer|expect|handle|catch|cache|memo|once/i;

/** The result goes into an object, a variable or a call where promises are not usually put. */
function isValueWanted(tree: TypeScriptTree, at: ts.Node, holder: FunctionNode): boolean {
  const { ts, root } = tree;
  if (!isAsync(tree, holder)) return false;
  const { parent } = at;
  if (ts.isIdentifier(at) && ts.isVariableDeclaration(parent)) return !ofPromises.test(at.text);
  if (ts.isPropertyAssignment(parent)) return !ofPromises.test(parent.name.getText(root));
  if (ts.isBinaryExpression(at)) {
    const { left } = at;
    if (!ts.isPropertyAccessExpression(left) || left.expression.kind === ts.SyntaxKind.ThisKeyword)
      return false;
    return !ofPromises.test(left.getText(root));
  }
  if (!ts.isCallExpression(parent)) return false;
  // `updates.push(save(item))` collects what is waited for together.
  const taker = parent.expression.getText(root).slice(-60);
  return !/\.(?:push|unshift|add)$/.test(taker) && !ofPromises.test(taker);
}

/** In a page a click starts work and goes on; what fails there is a line in a console. */
function runsInPage({ source, outline }: SurveyedFile): boolean {
  return (
    /\.[jt]sx$|\.vue$|(?:^|\/)(?:public|static|frontend|client|browser|webui?)\//.test(source.path) ||
    outline.imports.some(({ module }) =>
      /^(?:react|preact|vue|svelte|mobx|zustand|@angular|electron$|solid-js|pinia|@tanstack)(?:$|[-/])/.test(
        module,
      ),
    )
  );
}

/** Words beside the call that say that nobody is meant to wait. */
const saysSo =
  /fire.?(?:and|&|n).?forget|(?:do(?:es)?n['o]?t|do not|no need to|not|without|never) (?:need to )?(?:a?wait|block)|no[- ]?await|background|asynchronous|floating-promise|in parallel|best.effort|intentional/i;

/** A function that could wait, no callback that takes the result, and no word that waiting is not wanted. */
function mayDrop(
  { tree, source: { text } }: Script["file"],
  call: ts.CallExpression,
  holder: FunctionNode,
): boolean {
  if (!isAsync(tree, holder)) return false;
  const last = call.arguments.at(-1);
  if (last && isFunctionNode(tree, last) && !isAsync(tree, last)) return false;
  const start = call.getStart(tree.root);
  const above = text
    .slice(Math.max(0, start - 240), start)
    .split("\n")
    .slice(-3)
    .join("\n");
  const behind = text.slice(call.end, call.end + 120).split("\n", 1)[0] ?? "";
  return !saysSo.test(commentsOf(above) + commentsOf(behind));
}

function commentsOf(code: string): string {
  return (code.match(/\/\/.*|\/\*[^]*?(?:\*\/|$)|^\s*\*.*/gm) ?? []).join(" ");
}
