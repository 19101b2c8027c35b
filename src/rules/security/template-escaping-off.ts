/** Text is put into a page as HTML without being escaped. */
import { besideFlows } from "../../syntax/flow-hits.js";
import type { ts } from "ts-morph";
import type { Call } from "../../model/outline.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import type { Code } from "../../syntax/in-families.js";
import { type Piece, type Value, valuesOf } from "../../syntax/pieces.js";
import { positionalArguments } from "../../syntax/python/ask.js";
import { callsWhere as pythonCalls } from "../../syntax/python/calls.js";
import { piecesOf as pythonPieces } from "../../syntax/python/pieces.js";
import { scopeText } from "../../syntax/surroundings.js";
import { isToolPath } from "../../syntax/tool-paths.js";
import { isAssignment, propertyValue, spanOf, textOf } from "../../syntax/typescript/ask.js";
import { callsWhere } from "../../syntax/typescript/calls.js";
import { piecesOf } from "../../syntax/typescript/pieces.js";
import { constantValue, nameOf, namedValue, plainString, writtenCalls } from "../../syntax/written-calls.js";
import { inTemplates } from "./template-escaping-off/templates.js";
import { escapingExamples } from "./template-escaping-off/examples.js";

export default defineRule({
  severity: "medium",
  // 14 hits on 33 TypeScript, JavaScript and Python projects: 11 in vulnerable samples, true, and 3 arguable; whether the text was cleaned before stays open.
  // In Elixir by its examples only; no hit met there on 34 real projects.
  // 19 read on eight unseen projects: none true, 6 arguable, 13 false. Only what a request or people bring counts since.
  confidence: 0.7,
  judged: { right: 4, arguable: 0, wrong: 0, projects: 0 },
  title: "HTML put in unescaped",
  risk: "Markup in the value becomes part of the page: whoever can write it runs scripts in the browsers of everybody who looks at it.",
  fix: "Put the value in as text (`textContent`, an ordinary template expression); where it has to be HTML, clean it with a sanitiser such as DOMPurify or nh3 at this place.",
  trial: {
    name: "markup in a value stays text",
    arrange: "the value `<b>bold</b>`",
    act: "render that value here",
    assert: "the output has `&lt;b&gt;`, not `<b>`",
  },
  cwe: [79],
  match: besideFlows(
    "markup",
    { typescript: inTypeScript, python: inPython, go: inGo, elixir: inElixir, text: inTemplates },
    { entries: ["http", "message", "browser", "stored"] },
  ),
  examples: escapingExamples,
});

/** What cleans HTML, or makes it from something that is no HTML. */
const cleaned =
  /sanit|purif|escap|encode|highlight|hljs|prism|katex|mathjax|JSON\.stringify|renderTo|toSVG|svg|icon|css|style|bleach|nh3|i18n|\bt\(|\$t\(|translate|trusted|markdown|marked|\bmd\b|shiki|dompurify|serializ|outerHTML|innerHTML|cloneNode/i;

/** What strangers or the people who use the program write, by its name; the program's own labels, colours and addresses are not. */
const people =
  /\b(?:user|author|member|customer|guest|visitor|sender|profile)s?(?:\??\.|\[["'])(?:\w*name|bio|about|description|text|body|content|message|signature|title)\b|(?:^|[^\w])(?:comment|review|feedback|bio|nick(?:name)?|user_?name|display_?name|chat_?message|search_?(?:term|text|query)|query_?text)(?![\w(])/i;
const fromRequest =
  /\b(?:req|request)\.(?:query|body|params|args|form|GET|POST)\b|FormValue\(|URL\.Query\(|location\.(?:hash|search)|searchParams|queryParams/;

function namesPeople(text: string): boolean {
  return people.test(text) || fromRequest.test(text);
}

function isWrittenByPeople({ text, supplier }: Value): boolean {
  return supplier === "request" || namesPeople(text);
}

function isClean(text: string, code: Code, at: number): boolean {
  if (cleaned.test(text)) return true;
  const name = /^(\w+)(?:[.[!?].*)?$/s.exec(text)?.[1];
  const made = name === undefined ? null : constantValue(scopeText(code, at), name);
  return made !== null && (cleaned.test(made) || plainString(made) !== null);
}

function* inTypeScript(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  if (/(?:^|\/)(?:vendor|plugins|lib|public|static|assets)\//.test(subject.source.path) && isPage(subject))
    return;
  yield* switchedOff(subject);
  yield* written(subject);
  yield* reactMarkup(subject);
  yield* bypassed(subject);
}

/** Files of other people that are delivered beside the program's own. */
function isPage({ source }: Code): boolean {
  return /\.(?:js|mjs)$/.test(source.path);
}

function* switchedOff({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!/autoescape|noEscape/i.test(source.text)) return;
  const { FalseKeyword, TrueKeyword, PropertyAssignment } = tree.ts.SyntaxKind;
  for (const node of tree.nodes(PropertyAssignment)) {
    const name = textOf(tree, node.name).replace(/["']/g, "");
    const { kind } = node.initializer;
    if (
      (/^autoescape$/i.test(name) && kind === FalseKeyword) ||
      (name === "noEscape" && kind === TrueKeyword)
    )
      yield off(spanOf(tree, node), textOf(tree, node));
  }
}

function off(at: Hit["at"], text: string): Hit {
  return {
    at,
    title: "Escaping of templates switched off",
    issue: `\`${text}\` puts every value into the page as it is.`,
    confidence: 0.85,
  };
}

const sinks = /^(?:innerHTML|outerHTML)$/;

/** `element.innerHTML = …`, `insertAdjacentHTML(…)`, `document.write(…)` with markup and values in one text. */
function* written(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, source } = subject;
  const { ts } = tree;
  if (!/innerHTML|outerHTML|insertAdjacentHTML|document\.write/.test(source.text)) return;
  for (const node of tree.nodes(ts.SyntaxKind.BinaryExpression)) {
    const { left, right } = node;
    if (!isAssignment(tree, node) || !ts.isPropertyAccessExpression(left) || !sinks.test(left.name.text))
      continue;
    yield* markup(subject, { at: spanOf(tree, node), name: left.name.text }, right);
  }
  const isSink = ({ callee }: Call): boolean => /\.insertAdjacentHTML$|^document\.write(?:ln)?$/.test(callee);
  for (const { call, node } of callsWhere(subject, isSink)) {
    const html = node.arguments?.[call.callee.startsWith("document") ? 0 : 1];
    if (html) yield* markup(subject, { at: call.span, name: call.callee }, html);
  }
}

interface Place {
  readonly at: Hit["at"];
  readonly name: string;
}

function* markup(subject: Subject<TypeScriptTree>, { at, name }: Place, html: ts.Expression): Iterable<Hit> {
  if (isClean(textOf(subject.tree, html), subject, at.start)) return;
  const pieces = piecesOf(subject, html);
  const value = valuesOf(pieces).find(
    (one) => isWrittenByPeople(one) && !isClean(one.text, subject, at.start) && !isNumber(one.text),
  );
  if (!value || !hasMarkup(pieces)) return;
  yield { at, issue: `\`${shorten(value.text)}\` is written into the page as HTML by \`${name}\`.` };
}

/** Markup around the value shows that it is meant as a text within it. */
function hasMarkup(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => typeof piece === "string" && /<\/?[a-z]/i.test(piece));
}

function isNumber(text: string): boolean {
  if (madeHere.test(text)) return true;
  return /(?:^|\.)(?:\w*(?:[cC]ount|[iI]ndex|[wW]idth|[hH]eight|[sS]ize|[tT]otal|[iI]d|[nN]um\w*|length|percent|date|time))(?:\(\))?$/.test(
    text,
  );
}

/** Names drawn by chance, dates in words, and texts of the program's own that translators write. */
const madeHere =
  /(?:^|\.)(?:random\w*|uuid\w*|nanoid|unique_?id)\(\w*\)$|^(?:natural(?:day|time)|n?gettext(?:_lazy)?|_)\((?:[^()]|\([^()]*\))*\)$/i;

/** `dangerouslySetInnerHTML={{ __html: user.bio }}` */
function* reactMarkup(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, source } = subject;
  const { ts } = tree;
  if (!source.text.includes("dangerouslySetInnerHTML")) return;
  for (const node of tree.nodes<ts.SyntaxKind>(ts.SyntaxKind.JsxAttribute)) {
    if (!ts.isJsxAttribute(node) || textOf(tree, node.name) !== "dangerouslySetInnerHTML") continue;
    const value =
      node.initializer && ts.isJsxExpression(node.initializer) ? node.initializer.expression : undefined;
    const html = propertyValue(tree, value, "__html");
    if (!html || !valuesOf(piecesOf(subject, html)).some(isWrittenByPeople)) continue;
    const text = textOf(tree, html);
    // What a component is handed under a plain name may have been made and cleaned anywhere.
    if (!ts.isPropertyAccessExpression(html) || /html$/i.test(text)) continue;
    if (isClean(text, subject, node.pos) || isToolPath(source.path)) continue;
    yield {
      at: spanOf(tree, node),
      issue: `\`${shorten(text)}\` becomes part of the page as HTML.`,
    };
  }
}

/** Angular: the value is declared safe. */
function* bypassed(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const isBypass = ({ callee }: Call): boolean => /\.bypassSecurityTrust(?:Html|Script)$/.test(callee);
  for (const { call, node } of callsWhere(subject, isBypass)) {
    const html = node.arguments?.[0];
    if (!html) continue;
    const text = textOf(subject.tree, html);
    const isPeoples = valuesOf(piecesOf(subject, html)).some(isWrittenByPeople) || isOfRecord(text);
    if (!isPeoples || isClean(text, subject, node.pos)) continue;
    yield {
      at: call.span,
      issue: `\`${call.callee}\` keeps Angular from cleaning \`${shorten(text)}\`.`,
    };
  }
}

/** A text of a record that came from the server, or of the address: `rows[i].description`, `queryParam`. */
function isOfRecord(text: string): boolean {
  return (
    /[\w\])]\??\.(?:description|comment|feedback|review|message|bio)$/.test(text) ||
    /^(?:this\.)?\w*query(?:Param\w*|String|Text)$/i.test(text)
  );
}

const pythonMarks = /(?:^|\.)(?:mark_safe|Markup|SafeString|format_html)$/;

function* inPython(subject: Subject<PythonTree>): Iterable<Hit> {
  const { source } = subject;
  if (!/autoescape|mark_safe|Markup/.test(source.text)) return;
  const isEnvironment = ({ callee }: Call): boolean =>
    /(?:^|\.)(?:\w*Environment|setup\w*|\w*[jJ]inja\w*)$/.test(callee);
  for (const { call, arguments: given } of writtenCalls(subject, isEnvironment)) {
    const isForPages = /html|jinja2_?templates|flask|starlette|aiohttp|web\b/i.test(source.text);
    const flag = given.find((one) => /^autoescape\s*=/.test(one));
    if (namedValue(given, "autoescape") === "False" && isForPages)
      yield off(call.span, flag ?? "autoescape=False");
  }
  const isMark = (call: Call): boolean => pythonMarks.test(nameOf(call)) && !/format_html$/.test(call.callee);
  for (const { call, node } of pythonCalls(subject, isMark)) {
    const html = positionalArguments(node)[0];
    if (!html || isClean(html.text(), subject, call.span.start)) continue;
    const pieces = pythonPieces(subject.outline, html);
    const value = valuesOf(pieces).find(
      (one) => isWrittenByPeople(one) && !isNumber(one.text) && !cleaned.test(one.text),
    );
    if (!value || !(hasMarkup(pieces) || value.supplier === "request")) continue;
    yield { at: call.span, issue: `\`${call.callee}\` declares \`${shorten(value.text)}\` to be safe HTML.` };
  }
}

function* inGo(code: Code): Iterable<Hit> {
  const { outline, source } = code;
  if (outline.imports.some(({ module }) => module === "html/template")) {
    for (const { call, arguments: given } of writtenCalls(
      code,
      ({ origin }) => origin === "html/template.HTML",
    )) {
      const text = given[0] ?? "";
      const isPlain = plainString(text) !== null || cleaned.test(text) || /\.Format\(|[tT]ime/.test(text);
      const hasValue = /%[sv]/.test(text) || /["`]\s*\+|\+\s*["`]/.test(text);
      if (isPlain || !hasValue || !namesPeople(text) || isClean(text, code, call.span.start)) continue;
      yield { at: call.span, issue: `\`${call.callee}\` declares \`${shorten(text)}\` to be safe HTML.` };
    }
  }
  const plain = outline.imports.find(({ module }) => module === "text/template");
  if (
    !plain ||
    !/http\.ResponseWriter/.test(source.text) ||
    outline.imports.some(({ module }) => module === "html/template") ||
    !makesPages.test(source.text)
  )
    return;
  yield {
    at: plain.span,
    title: "Pages made without escaping",
    issue: "The pages of this file are made with text/template, which escapes nothing; html/template does.",
    recommendation: "Import html/template instead: it has the same functions.",
  };
}

/** A template file that is a page, or a template's own text with tags in it; that pages are spoken of says nothing. */
const makesPages =
  /\bParse(?:Files|Glob|FS)\([^)]*\.html?\b|`[^`]*<(?:html|body|div|p|table|a)\b[^`]*\{\{[^`]*`/i;

function* inElixir(code: Code): Iterable<Hit> {
  const isRaw = ({ callee }: Call): boolean => /^(?:Phoenix\.HTML\.|HTML\.)?raw$/.test(callee);
  if (!/Phoenix|~H|~E/.test(code.source.text)) return;
  for (const { call, arguments: given } of writtenCalls(code, isRaw)) {
    const text = given[0] ?? "";
    if (text === "" || (plainString(text) !== null && !text.includes("#{")) || cleaned.test(text)) continue;
    if (!text.includes("#{") || !namesPeople(text)) continue;
    yield { at: call.span, issue: `\`${call.callee}\` puts \`${shorten(text)}\` into the page as HTML.` };
  }
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
