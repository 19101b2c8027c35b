/** A method that only computes a value is called as a statement, and the value is dropped. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import * as python from "../../syntax/python/ask.js";
import * as typescript from "../../syntax/typescript/ask.js";
import { spanOf } from "../../syntax/nodes.js";
import {
  dateResult,
  droppedInGo,
  droppedInJava,
  isPureFilter,
  unchangingExamples,
} from "./discarded-result/unchanging.js";

export default defineRule({
  severity: "medium",
  // Strings cannot change and these methods change nothing else; a class of the project may reuse such a name.
  confidence: 0.85,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Result of a pure call dropped",
  risk: "The value stays as it was: what should have been cleaned, cut or sorted goes on unchanged.",
  fix: "Assign the result, or delete the call.",
  cwe: [252],
  match: {
    python: droppedInPython,
    typescript: droppedInTypeScript,
    java: (subject) => described(droppedInJava(subject)),
    go: (subject) => described(droppedInGo(subject)),
  },
  examples: [
    {
      language: "python",
      bad: "def clean(name):\n    name.replace(' ', '_')\n    return name\n",
      good: "import os\n\ndef clean(name, path, frame, thread):\n    name = name.replace(' ', '_')\n    path.replace('other')\n    os.replace('a', 'b')\n    frame.replace('a', 'b', inplace=True)\n    thread.join()\n    return name.strip()\n",
    },
    {
      language: "python",
      bad: "def order(rows):\n    sorted(rows)\n    return rows\n",
      good: "def order(rows):\n    rows.sort()\n    try:\n        sorted(rows)\n    except TypeError:\n        return []\n    return sorted(rows)\n",
    },
    {
      language: "typescript",
      bad: "export function clean(name: string): string {\n  name.trim();\n  return name;\n}\n",
      good: "export function clean(name: string): string {\n  name = name.trim();\n  location.replace('/home');\n  router.replace('/a', '/b');\n  editor.replace('x', 'y');\n  page.classList.replace('open', 'closed');\n  return name;\n}\n",
    },
    {
      language: "javascript",
      bad: "exports.join = (all, more) => {\n  all.concat(more);\n  return all;\n};\n",
      good: "exports.join = (all, more) => {\n  all.push(...more);\n  const text = all.concat(more);\n  void text.concat(more);\n  return text;\n};\n",
    },
    ...unchangingExamples,
  ],
});

function* described(found: Iterable<Dropped & { readonly node: SgNode }>): Iterable<Hit> {
  for (const { node, name, receiver } of found)
    yield { at: spanOf(node), issue: issueOf(name, shown(receiver)) };
}

const issueOf = (name: string, receiver: string): string =>
  `\`${name}\` gives back a new value and leaves \`${receiver}\` as it is; the new value is dropped here.`;

/** Methods of `str` whose names nothing else uses for an action, called without arguments. */
const bareMethods = /^(?:strip|lstrip|rstrip|lower|upper|casefold|capitalize|swapcase|splitlines)$/;

const mayDrop =
  /\.(?:[lr]?strip|lower|upper|casefold|capitalize|swapcase|splitlines|replace|format)\(|\bsorted\(/;

function* droppedInPython({ tree, outline, source }: Subject<PythonTree>): Iterable<Hit> {
  if (!mayDrop.test(source.text)) return;
  const imported = outline.imports.flatMap(({ names }) => names.map(({ local }) => local));
  const isOwn = ({ name, receiver }: Dropped): boolean =>
    imported.includes(receiver) || outline.definitions.some((definition) => definition.name === name);
  for (const statement of tree.nodes("expression_statement")) {
    const call = statement.child(0);
    const callee = call?.kind() === "call" ? call.field("function") : null;
    if (!call || !callee || isProbe(statement)) continue;
    const found = callee.kind() === "attribute" ? droppedMethod(call, callee) : droppedSort(call, callee);
    if (found && !isOwn(found)) yield { at: spanOf(call), issue: issueOf(found.name, found.receiver) };
  }
}

interface Dropped {
  readonly name: string;
  readonly receiver: string;
}

function droppedMethod(call: SgNode, callee: SgNode): Dropped | undefined {
  const name = callee.field("attribute")?.text() ?? "";
  const receiver = callee.field("object");
  if (!receiver) return undefined;
  const given =
    call
      .field("arguments")
      ?.children()
      .filter((child) => child.isNamed()) ?? [];
  const isPure =
    (bareMethods.test(name) && given.every((argument) => argument.kind() === "string")) ||
    (name === "replace" &&
      given.length >= 2 &&
      isText(given[0]) &&
      isText(given[1]) &&
      !given.some(isKeyword)) ||
    (name === "format" && isText(receiver));
  return isPure ? { name, receiver: shown(receiver.text()) } : undefined;
}

function isText(node: SgNode | undefined): boolean {
  return node?.kind() === "string" || node?.kind() === "concatenated_string";
}

function isKeyword(node: SgNode): boolean {
  return node.kind() === "keyword_argument";
}

function droppedSort(call: SgNode, callee: SgNode): Dropped | undefined {
  const [list] = python.positionalArguments(call);
  return callee.text() === "sorted" && list ? { name: "sorted", receiver: shown(list.text()) } : undefined;
}

/** Inside `try` the call may ask only whether it works. */
function isProbe(statement: SgNode): boolean {
  return statement.parent()?.parent()?.kind() === "try_statement";
}

function shown(text: string): string {
  const [first = ""] = text.split("\n");
  return first.length > 40 ? `${first.slice(0, 40)}…` : first;
}

const pureMethods =
  /^(?:trim|trimStart|trimEnd|toLowerCase|toUpperCase|padStart|padEnd|replaceAll|replace|concat|slice|substring|toFixed|toSorted|toReversed)$/;
/** Things with a `replace`, `concat` or `slice` of their own. */
const otherReceiver =
  /(?:^|\.)(?:\w*[rR]outer|\w*[hH]istory|\w*[lL]ocation|navigat\w*|\w*[eE]ditor|\w*[sS]tream|\w+List|db|doc\w*|tr|cy|\$)(?:\(|\.|$)/;

function* droppedInTypeScript(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree } = subject;
  const { ts } = tree;
  const hasDates = subject.outline.imports.some(({ module }) => /^(?:dayjs|luxon|date-fns)$/.test(module));
  for (const statement of tree.nodes(ts.SyntaxKind.ExpressionStatement)) {
    const call = statement.expression;
    if (!ts.isCallExpression(call)) continue;
    const date = hasDates && !isAttempt(tree, statement) ? dateResult(subject, call) : undefined;
    if (date) yield { at: typescript.spanOf(tree, call), issue: issueOf(date.name, shown(date.receiver)) };
    if (date || !ts.isPropertyAccessExpression(call.expression)) continue;
    const name = call.expression.name.text;
    const receiver = call.expression.expression;
    const isPure = pureMethods.test(name) && takesText(tree, name, call.arguments);
    if (!isPure && !isPureFilter(tree, name, call.arguments)) continue;
    const text = typescript.textOf(tree, receiver);
    if (otherReceiver.test(text) || receiver.kind === ts.SyntaxKind.ThisKeyword || isAttempt(tree, statement))
      continue;
    yield { at: typescript.spanOf(tree, call), issue: issueOf(name, shown(text)) };
  }
}

/** With arguments that only a string's or an array's method of this name takes. */
function takesText(tree: TypeScriptTree, name: string, given: readonly ts.Expression[]): boolean {
  const [first, second] = given;
  if (/^replace(?:All)?$/.test(name)) {
    const isPattern =
      first && (tree.ts.isRegularExpressionLiteral(first) || tree.ts.isStringLiteralLike(first));
    return isPattern === true && second !== undefined && given.length === 2;
  }
  if (/^(?:trim|to(?:Lower|Upper)Case)/.test(name)) return given.length === 0;
  return given.length > 0;
}

function isAttempt({ ts }: TypeScriptTree, statement: ts.Statement): boolean {
  return ts.isBlock(statement.parent) && ts.isTryStatement(statement.parent.parent);
}
