/** Finds calls whose argument is taken straight from a request, within one function. */
import type { ts } from "ts-morph";
import type { Harm } from "../model/flow.js";
import type { Call } from "../model/outline.js";
import type { Hit, Matchers, Subject } from "../model/rule.js";
import type { Span } from "../model/source.js";
import type { PythonTree, TypeScriptTree } from "../model/tree.js";
import { besideFlows } from "./flow-hits.js";
import type { Code } from "./in-families.js";
import { type Piece, valuesOf } from "./pieces.js";
import { positionalArguments } from "./python/ask.js";
import { callsWhere as pythonCalls } from "./python/calls.js";
import { piecesOf as pythonPieces } from "./python/pieces.js";
import { scopeText } from "./surroundings.js";
import { callsWhere as typescriptCalls } from "./typescript/calls.js";
import { piecesOf } from "./typescript/pieces.js";
import { nameOf, writtenCalls } from "./written-calls.js";
import { spanOf } from "./nodes.js";

/** A value of a request in the argument that matters. */
export interface RequestUse {
  readonly call: Call;
  /** From the name of the call to the end of the argument. */
  readonly at: Span;
  /** As the code writes it. */
  readonly value: string;
  /** Nothing fixed stands before it. */
  readonly isAtStart: boolean;
  /** Text of the function around the call. */
  readonly scope: string;
  /** The same without what its strings say. */
  readonly bareScope: string;
}

export interface Sink {
  /** What a followed value does there; where a flow says so, this is silent. */
  readonly harm: Harm;
  /** Names of the calls, by origin where it is known. */
  readonly typescript: RegExp;
  readonly python: RegExp;
  readonly go: RegExp;
  readonly java: RegExp;
  /** Which of the arguments matters. */
  readonly argument: (call: Call, count: number) => number;
  readonly judge: (use: RequestUse, code: Code) => Hit | null;
}

/** Matchers for a call that must not be given a value of a request as it is. */
export function requestMatchers(sink: Sink): Matchers {
  return besideFlows(sink.harm, {
    typescript: (subject) => inTypeScript(sink, subject),
    python: (subject) => inPython(sink, subject),
    go: (code) => inText(sink, sink.go, code),
    java: (code) => inText(sink, sink.java, code),
  });
}

/** What a sender chooses freely; `req.path`, `req.user` and uploaded files are the server's own. */
const chosen =
  /\b(?:query|body|params|args|form|values|GET|POST|cookies|headers|query_params|searchParams|path_params)\b|\bget_json\(|\brequest\.json\b|\b(?:req|request|ctx|c)\.(?:get|header|param)\(/;
const requestCall =
  /^(?:await )?(?:flask\.)?(?:self\.)?(?:req|request|ctx|context|c)\b|^(?:String|str|decodeURIComponent|unquote|path\.\w+|os\.path\.\w+|Path|resolve|join)\(|^[\w.]+\.(?:trim|strip|toString|split|replace)\(/;

function* inTypeScript(sink: Sink, subject: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!/\b(?:req|request|ctx|c|context|event)\b/.test(subject.source.text)) return;
  for (const { call, node } of typescriptCalls(subject, (one) => sink.typescript.test(nameOf(one)))) {
    const argument: ts.Expression | undefined = node.arguments?.[sink.argument(call, node.arguments.length)];
    if (argument) yield* judged(sink, subject, { call, end: argument.end }, piecesOf(subject, argument));
  }
}

function* inPython(sink: Sink, subject: Subject<PythonTree>): Iterable<Hit> {
  if (!/request|@\w*(?:app|router|api|bp|blueprint)\w*\./i.test(subject.source.text)) return;
  for (const { call, node } of pythonCalls(subject, (one) => sink.python.test(nameOf(one)))) {
    const given = positionalArguments(node);
    const argument = given[sink.argument(call, given.length)];
    const end = argument ? spanOf(argument).end : 0;
    if (argument) yield* judged(sink, subject, { call, end }, pythonPieces(subject.outline, argument));
  }
}

interface Place {
  readonly call: Call;
  /** End of the argument. */
  readonly end: number;
}

function* judged(sink: Sink, code: Code, { call, end }: Place, pieces: readonly Piece[]): Iterable<Hit> {
  const value = valuesOf(pieces).find(({ supplier }) => supplier === "request");
  if (!value) return;
  const scope = scopeText(code, call.span.start);
  if (!isChosen(value.text, scope)) return;
  const before = pieces.slice(0, pieces.indexOf(value));
  const isAtStart = before.every((piece) => typeof piece === "string" && piece.trim() === "");
  const at = { start: call.span.start, end };
  const use = { call, at, value: value.text, isAtStart, scope, bareScope: withoutStrings(scope) };
  const hit = sink.judge(use, code);
  if (hit) yield hit;
}

function isChosen(text: string, scope: string): boolean {
  if (/\(/.test(text) && !requestCall.test(text)) return false;
  if (chosen.test(text)) return true;
  const name = /[A-Za-z_]\w*(?=\W*$)/.exec(text)?.[0] ?? "";
  if (/^\w+$/.test(text) && isRouteParameter(text, scope)) return true;
  const assigned = new RegExp(`\\b${name}\\b[^=;\\n]{0,80}=(?!=)([^;\\n]*)`).exec(scope)?.[1] ?? "";
  // `feed.pathOf(req.params.id)` looks something up by the value; only a few calls hand the value on.
  const isLookUp = /^\s*(?:await\s+)?[\w$.]+\(/.test(assigned) && !requestCall.test(assigned.trim());
  return !isLookUp && chosen.test(assigned);
}

/** A parameter of a Python route that is not part of its path, where it could hold no slash and names what is shown. */
function isRouteParameter(name: string, scope: string): boolean {
  return new RegExp(`\\bdef \\w+\\([^)]*\\b${name}\\b`).test(scope);
}

const textual =
  /\b(?:r|req|request|c|ctx)\.(?:URL\.Query\(\)\.Get|FormValue|PostFormValue|Query|DefaultQuery|PostForm|QueryParam|FormValue|Params|Header\.Get|GetHeader|getParameter|getHeader)\(/;

function* inText(sink: Sink, names: RegExp, code: Code): Iterable<Hit> {
  if (!textual.test(code.source.text)) return;
  for (const { call, arguments: given } of writtenCalls(code, (one) => names.test(nameOf(one)))) {
    const argument = given[sink.argument(call, given.length)] ?? "";
    const scope = scopeText(code, call.span.start);
    const assigned = /^\w+$/.test(argument)
      ? (new RegExp(`\\b${argument}\\b\\s*(?::=|=)\\s*([^;\\n]*)`).exec(scope)?.[1] ?? "")
      : argument;
    const found = textual.exec(assigned);
    // Inside another call the value may have been checked or changed.
    if (!found || assigned.slice(0, found.index).includes("(")) continue;
    const isAtStart = found.index === 0;
    const bareScope = withoutStrings(scope);
    const use = { call, at: call.span, value: argument, isAtStart, scope, bareScope };
    const hit = sink.judge(use, code);
    if (hit) yield hit;
  }
}

export function withoutStrings(code: string): string {
  return code.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
}

/** Sentence that names the value and the call. */
export function handedTo({ value, call }: RequestUse): string {
  const shown = value.length > 60 ? `${value.slice(0, 57)}…` : value;
  return `\`${shown}\`, which the sender of the request chooses, is handed to \`${call.callee}\` as it is`;
}
