/** Reads from a script which of its calls are waited for, and which would be wrong if they made a promise. */
import type { ts } from "ts-morph";
import type { Span } from "../../../model/source.js";
import type { SurveyedFile } from "../../../model/survey.js";
import type { TypeScriptTree } from "../../../model/tree.js";
import { learn } from "../../../syntax/learn.js";
import {
  type FunctionNode,
  enclosingFunction,
  isAsync,
  isFunctionNode,
  spanOf,
} from "../../../syntax/typescript/ask.js";
import { type Callee, calleeOf } from "../../../syntax/typescript/callee-sketch.js";
import { type ValueUse, useOf, useOfVariable } from "../../../syntax/typescript/promises.js";
import { methodOf, platformOf } from "./platform.js";
import { roughName } from "./receivers.js";

/** A call that nobody waits for although its function could: plain data, so that its file need not be parsed again. */
export interface Doubt {
  readonly kind: "dropped" | "read" | "chained" | "handed";
  readonly call: Span;
  /** What is called, as written. */
  readonly written: Span;
  /** Where its value is used as if it were there. */
  readonly at: Span;
  readonly callee: Callee | null;
  /** The function of the platform or of a library that it certainly calls, and which makes a promise. */
  readonly platform: string | null;
  /** Name of a method that is called on something that the host does not bring. */
  readonly method: string | null;
}

export type Verdict = "awaited" | "against" | "handed" | "nothing";

/** A call with what becomes of its value. */
export interface Use {
  /** See `roughName`. */
  readonly name: string;
  /** Which of the file's calls of that name it is. */
  readonly nth: number;
  /** Variables followed. */
  readonly is: Verdict;
  /** Only a variable says so. */
  readonly isKept?: true;
  readonly isChained?: true;
  readonly takesCallback?: true;
  /** Its place among the doubts. */
  readonly doubt?: number;
}

export interface Script {
  readonly file: ScriptFile;
  /** Calls that say anything about waiting. */
  readonly uses: readonly Use[];
  readonly doubts: readonly Doubt[];
}

export type ScriptFile = SurveyedFile & { readonly tree: TypeScriptTree };

/** Null for files that know neither `async` nor promises. */
export function readScript(file: ScriptFile): Script | null {
  const read = learn(file, "waiting", () =>
    /\basync\b|\bPromise\b/.test(file.source.text) ? look(file) : null,
  );
  return read && { file, ...read };
}

function look(file: ScriptFile): Omit<Script, "file"> {
  const { tree } = file;
  const isPage = runsInPage(file);
  const counts = new Map<string, number>();
  const doubts: Doubt[] = [];
  const uses = tree.nodes(tree.ts.SyntaxKind.CallExpression).flatMap((call): Use[] => {
    const use = useOf(tree, call);
    const followed = use.use === "kept" && use.name ? useOfVariable(tree, use.name) : use;
    const isDoubtful = isDoubt({ file, isPage }, call, { use, followed });
    if (isDoubtful) doubts.push(doubtOf(file, call, followed));
    const name = roughName(tree, call);
    if (name === undefined) return [];
    const nth = counts.get(name) ?? 0;
    counts.set(name, nth + 1);
    const is = verdictOf(followed);
    const isChained = use.use === "chained";
    if (is === "nothing" && !isChained && !isDoubtful) return [];
    return [
      {
        name,
        nth,
        is,
        ...(use.use === "kept" ? { isKept: true } : {}),
        ...(isChained ? { isChained } : {}),
        ...(takesCallback(tree, call) ? { takesCallback: true } : {}),
        ...(isDoubtful ? { doubt: doubts.length - 1 } : {}),
      },
    ];
  });
  return { uses, doubts };
}

function verdictOf({ use }: ValueUse): Verdict {
  if (use === "awaited" || use === "handed") return use;
  return use === "dropped" || use === "read" ? "against" : "nothing";
}

/** With a callback the same method hands no promise back. */
function takesCallback(tree: TypeScriptTree, call: ts.CallExpression): boolean {
  const last = call.arguments.at(-1);
  return last !== undefined && isFunctionNode(tree, last);
}

function isDoubt(
  { file, isPage }: { readonly file: ScriptFile; readonly isPage: boolean },
  call: ts.CallExpression,
  { use, followed: { use: kind, at } }: { readonly use: ValueUse; readonly followed: ValueUse },
): boolean {
  // `const listPromise = load()` says that it is waited for later.
  if (use.use === "kept" && use.name && ofPromises.test(use.name.text)) return false;
  // `return queue.stop?.() ?? 0` waits for what there may be.
  if (kind === "read" && call.questionDotToken) return false;
  if (kind === "awaited" || kind === "returned" || kind === "kept") return false;
  const holder = enclosingFunction(file.tree, call);
  if (!holder || (kind === "dropped" && (isPage || !mayDrop(file, call, holder)))) return false;
  return kind !== "handed" || (!isPage && isValueWanted(file.tree, at, holder));
}

function doubtOf(file: ScriptFile, call: ts.CallExpression, { use, at }: ValueUse): Doubt {
  const { tree } = file;
  const kind = use as Doubt["kind"]; // all others are no doubts
  return {
    kind,
    call: spanOf(tree, call),
    written: spanOf(tree, call.expression),
    at: spanOf(tree, at),
    callee: calleeOf(tree, call),
    platform: platformOf(file, call, kind) ?? null,
    method: methodOf(tree, call),
  };
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
  { tree, source: { text } }: ScriptFile,
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
