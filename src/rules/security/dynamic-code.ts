/** Text that is not fixed in the program is run as program code. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Flow } from "../../model/flow.js";
import type { Call } from "../../model/outline.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import type { Code } from "../../syntax/in-families.js";
import { type Piece, type Value, mostExposed, valuesOf } from "../../syntax/pieces.js";
import { positionalArguments } from "../../syntax/python/ask.js";
import { callsWhere as pythonCalls } from "../../syntax/python/calls.js";
import { piecesOf as pythonPieces } from "../../syntax/python/pieces.js";
import { functionsAround } from "../../syntax/surroundings.js";
import { isToolPath } from "../../syntax/tool-paths.js";
import { spanOf } from "../../syntax/typescript/ask.js";
import { callsWhere } from "../../syntax/typescript/calls.js";
import { piecesOf } from "../../syntax/typescript/pieces.js";
import { nameOf, plainString, writtenCalls } from "../../syntax/written-calls.js";
import { besideFlows, followedFamilies, fromFlows } from "../../syntax/flow-hits.js";

export default defineRule({
  severity: "medium",
  // 19 hits on 33 TypeScript, JavaScript and Python projects: 12 true, 4 arguable, 3 in a library kept with the code; who can choose the text stays open.
  // Three on unseen products were script runners: tools, settings, whole files and what a comment explains are left alone now.
  // In Elixir by its examples only; no hit met there on 34 real projects.
  confidence: 0.75,
  judged: { right: 13, arguable: 6, wrong: 4, projects: 0 },
  title: "Text run as code",
  risk: "Whoever can put a word into that text runs it with all rights of this process.",
  fix: "Parse the text as data (`JSON.parse`, `ast.literal_eval`), look the action up in a table of functions, and pass values to templates and queries beside their text.",
  trial: {
    name: "a value that is code",
    arrange: "a value that calls a harmless function of the test when it is run as code",
    act: "run {it} with that value",
    assert: "the value is refused, and the function was not called",
  },
  cwe: [95],
  match: besideFlows(
    "template",
    besideFlows("code", { typescript: inTypeScript, python: inPython, java: inJava, elixir: inElixir }),
  ),
  reads: followedFamilies,
  project: fromFlows({
    harm: "code",
    worst: "critical",
    earns: (flow) => !runsScripts(flow),
    effect: "what it says is run with all rights of this process",
    entries: ["http", "message", "browser"],
  }),
  examples: [
    {
      language: "javascript",
      bad: "exports.total = (req, res) => {\n  const preTax = eval(req.body.preTax);\n  res.json({ preTax });\n};\n",
      good: "const model = require('./model');\nexports.total = (req, res) => {\n  const preTax = Number(req.body.preTax);\n  model.eval(preTax);\n  const all = new Function('return this')();\n  setTimeout(() => res.json({ preTax }), 10);\n  return all;\n};\n",
    },
    {
      language: "python",
      bad: 'import importlib\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.route("/load")\ndef load():\n    return str(importlib.import_module(request.args["name"]))\n',
      good: 'import importlib\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.route("/load")\ndef load():\n    name = request.args["name"]\n    return str(importlib.import_module(f"shop.plugins.{name}"))\n',
    },
    {
      language: "typescript",
      bad: 'import vm from "node:vm";\nexport const run = (code: string) => vm.runInNewContext(code, {});\n',
      good: 'import vm from "node:vm";\nexport const run = () => vm.runInNewContext("1 + 1", {});\n',
    },
    {
      language: "javascript",
      bad: "exports.find = (req, users) => users.find({ $where: `this.age > ${req.query.age}` });\n",
      good: "exports.find = (req, users) => users.find({ $where: 'this.age > this.limit' });\nexports.safe = (req, users) => users.find({ $where: `this.age > ${Number(req.query.age)}` });\n",
    },
    {
      language: "javascript",
      path: "lib/deserialize.js",
      bad: "function deserialize(text) {\n  return new Function('return ' + text)();\n}\nmodule.exports = deserialize;\n",
      good: "function compile(text) {\n  return new Function('return ' + text)();\n}\nmodule.exports = compile;\nmodule.exports.parseJSON = function parseJSON(data) {\n  if (/^[\\],:{}\\s]*$/.test(data)) return new Function('return ' + data)();\n};\nmodule.exports.deserialize = (text) => JSON.parse(text);\n",
    },
    {
      language: "python",
      bad: "def total(formula):\n    return eval(formula)\n",
      good: 'import ast\nimport torch\n\ndef total(formula, model):\n    model.eval()\n    exec("import math")\n    exec(formula, model.__dict__)\n    return ast.literal_eval(formula)\n',
    },
    {
      language: "python",
      bad: 'from flask import render_template_string\n\ndef missing(url):\n    template = "<h1>No page %s</h1>" % url\n    return render_template_string(template)\n',
      good: 'from flask import render_template_string, request\n\ndef missing():\n    return render_template_string("<h1>No page {{ url }}</h1>", url=request.url)\n',
    },
    {
      language: "java",
      bad: "import javax.script.ScriptEngine;\n\nclass Rules {\n  Object run(ScriptEngine engine, String rule) throws Exception {\n    return engine.eval(rule);\n  }\n}\n",
      good: 'import javax.script.ScriptEngine;\n\nclass Rules {\n  Object run(ScriptEngine engine, String rule) throws Exception {\n    engine.put("rule", rule);\n    return engine.eval("check(rule)");\n  }\n}\n',
    },
    {
      language: "elixir",
      bad: "defmodule Rules do\n  def run(rule), do: Code.eval_string(rule)\nend\n",
      good: 'defmodule Rules do\n  def run(rule), do: Code.eval_string("check(rule)", rule: rule)\nend\n',
    },
    {
      language: "elixir",
      bad: "defmodule Rules do\n  def run(path) do\n    {:ok, quoted} = Code.string_to_quoted(File.read!(path))\n    Code.eval_quoted(quoted, [])\n  end\nend\n",
      good: 'defmodule Rules do\n  def lock do\n    {:ok, quoted} = Code.string_to_quoted(File.read!("mix.lock"))\n    Code.eval_quoted(quoted, [])\n  end\nend\n',
    },
  ],
});

/** A program that lets its owner write scripts runs them on purpose; whether others can reach it is another question. */
function runsScripts({ steps }: Flow): boolean {
  return steps.some(({ what }) =>
    /^passed to `\w*(?:(?:run|exec\w*|eval\w*)_?scripts?|scripts?_?(?:run\w*|exec\w*))`/i.test(what),
  );
}

const typescriptRunners =
  /^(?:eval|window\.eval|globalThis\.eval|Function|setTimeout|setInterval)$|^vm\.(?:default\.)?(?:runIn\w*Context|Script|compileFunction)$|^(?:vm2|safe-eval|notevil|static-eval)\b/;
const pythonRunners =
  /^(?:eval|exec)$|^(?:flask|quart)\.render_template_string$|^jinja2\.(?:Template|Environment\.from_string)$/;

function* inTypeScript(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, source } = subject;
  const { ts } = tree;
  const isRunner = (call: Call): boolean =>
    typescriptRunners.test(nameOf(call)) && !isOwn(subject, call.callee) && call.origin !== "vm.isContext";
  for (const { call, node } of callsWhere(subject, isRunner)) {
    const given = node.arguments ?? [];
    const code = /^Function$/.test(call.callee) ? given.at(-1) : given[0];
    if (!code || ts.isArrowFunction(code) || ts.isFunctionExpression(code)) continue;
    const isTimer = /^set(?:Timeout|Interval)$/.test(call.callee);
    // A name handed to a timer is nearly always a function.
    if (isTimer && !ts.isTemplateExpression(code) && !ts.isBinaryExpression(code)) continue;
    const at = { start: call.span.start, end: code.end };
    yield* judged(subject, { at, callee: call.callee }, piecesOf(subject, code));
  }
  if (!source.text.includes("$where")) return;
  for (const node of tree.nodes(ts.SyntaxKind.PropertyAssignment)) {
    if (!/^["'`]?\$where["'`]?$/.test(node.name.getText(tree.root))) continue;
    yield* judged(subject, { at: spanOf(tree, node), callee: "$where" }, piecesOf(subject, node.initializer));
  }
}

/** A function of this file that only shares the name. */
function isOwn({ outline }: Code, callee: string): boolean {
  return (
    outline.definitions.some(({ name }) => name === callee) ||
    outline.imports.some(({ names }) => names.some(({ local }) => local === callee))
  );
}

function* inPython(subject: Subject<PythonTree>): Iterable<Hit> {
  const isRunner = (call: Call): boolean =>
    pythonRunners.test(nameOf(call)) && !(/^(?:eval|exec)$/.test(call.callee) && isOwn(subject, call.callee));
  for (const { call, node } of pythonCalls(subject, isRunner)) {
    const code = positionalArguments(node)[0];
    if (!code || /^compile\(|\.read\(\)|read_text\(/.test(code.text())) continue;
    const pieces = pythonPieces(subject.outline, code);
    const isTemplate = !/^(?:eval|exec)$/.test(call.callee);
    // A loader of modules, or a runner of scripts with names of its own: running text is its purpose.
    if (
      !isTemplate &&
      /__dict__|restrict|namespace|sandbox/i.test(positionalArguments(node)[1]?.text() ?? "")
    )
      continue;
    // A template that is only loaded is no text with values in it.
    if (isTemplate && !isMixed(pieces)) continue;
    yield* judged(subject, { at: call.span, callee: call.callee }, pieces);
  }
}

/** Fixed text with values between, or a value of a request. */
function isMixed(pieces: readonly Piece[]): boolean {
  const values = valuesOf(pieces);
  const hasText = pieces.some((piece) => typeof piece === "string" && /[<{\w]{2}/.test(piece));
  return values.some(({ supplier }) => supplier === "request") || (values.length > 0 && hasText);
}

interface Runner {
  readonly at: Hit["at"];
  readonly callee: string;
}

function* judged(code: Code, { at, callee }: Runner, pieces: readonly Piece[]): Iterable<Hit> {
  const value = mostExposed(valuesOf(pieces));
  if (!value || isPrepared(value.text)) return;
  const isRequest = value.supplier === "request";
  if (!isRequest && (value.supplier === "setting" || isByHand(code, value, at))) return;
  const shown = value.text.length > 60 ? `${value.text.slice(0, 57)}…` : value.text;
  const what = /template|Template/.test(callee) ? "reads as a template" : "runs as code";
  yield {
    at,
    issue: `\`${callee}\` ${what} what \`${shown}\` holds${isRequest ? ", which comes with the request" : ""}.`,
    ...(isRequest ? { severity: "high", confidence: 0.9 } : {}),
  };
}

/** Tools and commands that developers run, and whole files that are loaded, as a module system does. */
function isByHand(code: Code, { text }: Value, at: Hit["at"]): boolean {
  const { path } = code.source;
  if (readsData(code, at)) return isOnPurpose(code, at);
  return (
    isToolPath(path) ||
    /(?:^|\/)(?:management\/commands|commands|cli|vendor|lib|libs|third_?party|plugins?)\//i.test(path) ||
    /readFile|read_text|\.read\(\)|\bsource_?code\b/.test(text) ||
    isOnPurpose(code, at)
  );
}

/** `deserialize(text)`, `parseJson(text)`: what it is handed is data by its name, wherever the file lies. */
function readsData({ outline, source }: Code, at: Hit["at"]): boolean {
  const [around] = functionsAround(outline, at.start);
  // A pattern that the text has to match first may leave nothing that runs.
  if (around === undefined || source.text.slice(around.span.start, at.start).includes(".test(")) return false;
  return /(?:un|de)_?seriali[sz]e|(?:parse|decode|from)_?json/i.test(around.name);
}

/** The comment in the line above says that text becomes code here: somebody decided that, as a script runner must. */
function isOnPurpose({ outline, source: { text } }: Code, at: Hit["at"]): boolean {
  const lineStart = text.lastIndexOf("\n", at.start) + 1;
  return outline.comments.some(
    ({ start, end }) =>
      end <= lineStart &&
      text.slice(end, lineStart).trim() === "" &&
      /\beval\b|`?Function`? constructor|new Function|\bsandbox|script\b/i.test(text.slice(start, end)),
  );
}

/** Code the program compiled or wrote itself. */
function isPrepared(text: string): boolean {
  return /compil|bytecode|\bast\b|codegen|generated|\.toString\(\)|inspect\.getsource|module_code|polyfill/i.test(
    text,
  );
}

function* inJava(code: Code): Iterable<Hit> {
  if (!code.outline.imports.some(({ module }) => /^javax\.script\b/.test(module))) return;
  yield* inText(code, /(?:^|\.)eval$/);
}

function* inElixir(code: Code): Iterable<Hit> {
  yield* inText(code, /^(?:Code\.eval_(?:string|quoted)|EEx\.eval_string)$/, readsNamedFile);
}

/** `mix.lock`, a template of the project: who can change a file the program names can change the program. */
function readsNamedFile(before: string): boolean {
  return /\bFile\.(?:read|stream)!?\(\s*"[^"#\n]*"\s*\)/.test(before);
}

/** How far above a call what it runs was read. */
const near = 400;

function* inText(code: Code, runner: RegExp, isOwnText = (_before: string) => false): Iterable<Hit> {
  for (const { call, arguments: given } of writtenCalls(code, ({ callee }) => runner.test(callee))) {
    const text = given[0] ?? "";
    if (text === "" || plainString(text) !== null || /^(?:"""|[A-Z_]+$|@)/.test(text)) continue;
    if (isOwnText(code.source.text.slice(Math.max(0, call.span.start - near), call.span.start))) continue;
    yield* judged(code, { at: call.span, callee: call.callee }, [
      { text, supplier: "caller", isPublic: true },
    ]);
  }
}
