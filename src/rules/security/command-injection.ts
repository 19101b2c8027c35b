/** A shell command line is put together from values that can hold shell syntax. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import type { Call } from "../../model/outline.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Severity } from "../../model/severity.js";
import type { Span } from "../../model/source.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import { callsWhere as pythonCalls } from "../../syntax/python/calls.js";
import { callsWhere as typescriptCalls } from "../../syntax/typescript/calls.js";
import { importOrigins, originOf } from "../../syntax/names.js";
import { type Piece, type Value, mostExposed, valuesOf } from "../../syntax/pieces.js";
import { keywordArgument, positionalArguments } from "../../syntax/python/ask.js";
import { piecesOf as pythonPieces } from "../../syntax/python/pieces.js";
import { namesAround } from "../../syntax/surroundings.js";
import { isToolPath } from "../../syntax/tool-paths.js";
import { literalText, propertyValue, textOf } from "../../syntax/typescript/ask.js";
import { piecesOf } from "../../syntax/typescript/pieces.js";
import { elixir, elixirExamples } from "./command-injection/elixir.js";
import { rust, rustExamples } from "./command-injection/rust.js";
import { javaCommands, javaExamples } from "./command-injection/java.js";
import { go, goExamples } from "./command-injection/go.js";
import { spanOf } from "../../syntax/nodes.js";
import { besideFlows, followedFamilies, fromFlows } from "../../syntax/flow-hits.js";

export default defineRule({
  // Medium: three hits read on unseen projects, none true; more only where a request's value is followed into it (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // That a value reaches the shell is seen, who chooses it often is not: of 3 hits on 33 projects 1 was true and 2 arguable, scripts left out;
  // functions that set the machine up are left out since.
  // In Go, Rust and Elixir by its examples only; no hit met there on 34 real projects.
  confidence: 0.75,
  judged: { right: 5, arguable: 2, wrong: 1, projects: 0 },
  title: "Shell command built from values",
  risk: "A value with a space, a quote, `;` or `$(…)` in it changes the command: whoever chooses the value runs commands with the rights of this process.",
  fix: "Start the program without a shell and pass the arguments as a list: execFile(program, [argument, …]) in Node, subprocess.run([program, argument, …]) in Python.",
  trial: {
    name: "a value with a command in it",
    arrange: "an empty folder as the working folder, and the value `x; touch made`",
    act: "run {it} with that value",
    assert: "no file `made` is there, and the program got the value as one argument",
  },
  cwe: [78],
  match: besideFlows(
    "command",
    {
      typescript: typescriptCommands,
      python: pythonCommands,
      elixir,
      rust,
      *java(subject) {
        for (const { at, pieces, instead } of javaCommands(subject))
          for (const hit of hitFor(subject, at, pieces)) yield instead(hit);
      },
      go,
    },
    { entries: ["http", "message", "browser", "caller"] },
  ),
  reads: followedFamilies,
  project: fromFlows({
    harm: "command",
    worst: "critical",
    earns: () => true,
    effect: "a space, a quote, `;` or `$(…)` in it changes the command",
    entries: ["http", "message", "browser", "caller"],
  }),
  examples: [
    {
      language: "typescript",
      bad: 'import { exec } from "node:child_process";\nexport function archive(folder: string) {\n  exec(`tar -czf out.tgz ${folder}`);\n}\n',
      good: 'import { exec, execFile, execSync } from "node:child_process";\nconst folder = "dist";\nconst MODES = { fast: "-1", small: "-9" };\nexport function archive(port: number, mode: "fast" | "small", name: string) {\n  exec(`tar -czf out.tgz ${folder}`);\n  exec(`kill -9 ${process.pid}`);\n  exec(`lsof -i :${port}`);\n  exec(`gzip ${MODES[mode]} log`);\n  execFile("tar", ["-czf", `${name}.tgz`, name]);\n  /x/.exec(`${name}`);\n  return execSync("git status");\n}\n',
    },
    {
      language: "typescript",
      bad: 'import { exec } from "node:child_process";\nimport { promisify } from "node:util";\nconst run = promisify(exec);\nexport async function log(ref: string): Promise<string> {\n  const command = "git log " + ref;\n  return (await run(command)).stdout;\n}\n',
      good: 'import { execFile } from "node:child_process";\nimport { promisify } from "node:util";\nconst run = promisify(execFile);\nexport async function log(ref: string): Promise<string> {\n  return (await run("git", ["log", ref])).stdout;\n}\n',
    },
    {
      language: "javascript",
      bad: "const cp = require('child_process');\nexports.ping = (req, res) => cp.spawn('ping', ['-c', '1', req.query.host], { shell: true }).stdout.pipe(res);\n",
      good: "const cp = require('child_process');\nexports.ping = (req, res) => cp.spawn('ping', ['-c', '1', req.query.host]).stdout.pipe(res);\nexports.start = (command) => cp.exec(command);\nexports.list = () => cp.spawn('npm', ['ls'], { shell: true });\n",
    },
    {
      language: "javascript",
      bad: "const run = require('execa').shell;\nmodule.exports = (port) => run(`lsof -i tcp:${port} | xargs kill -9`);\n",
      good: "const run = require('execa').shell;\nmodule.exports = (port) => run(`lsof -i tcp:${Number(port)} | xargs kill -9`);\n",
    },
    {
      language: "javascript",
      bad: "const { exec } = require('mz/child_process');\nmodule.exports = async (file) => (await exec('tail -n 100 ' + file))[0];\n",
      good: "const { execFile } = require('mz/child_process');\nmodule.exports = async (file) => (await execFile('tail', ['-n', '100', file]))[0];\n",
    },
    {
      language: "javascript",
      bad: "const { execFile } = require('child_process');\nexports.count = (file) => execFile('/bin/sh', ['-c', `wc -l < ${file}`]);\n",
      good: "const { execFile } = require('child_process');\nconst { quote } = require('shell-quote');\nexports.count = (file) => execFile('/bin/sh', ['-c', `wc -l < ${quote([file])}`]);\nexports.version = (browserExecutable) => execFile('/bin/sh', ['-c', browserExecutable + ' --version']);\nexports.pass = (file) => execFile('/bin/sh', ['-c', 'wc -l < \"$1\"', 'sh', file]);\n",
    },
    {
      language: "python",
      bad: 'import os\n\ndef pack(name):\n    os.system(f"tar -czf {name}.tgz .")\n',
      good: 'import os\nimport shlex\n\nFOLDER = "data"\n\ndef pack(name, level: int):\n    os.system("sync")\n    os.system(f"tar -czf {shlex.quote(name)}.tgz .")\n    os.system(f"du -sh {FOLDER}")\n    os.system("renice -n %d %d" % (level, os.getpid()))\n',
    },
    {
      language: "python",
      bad: 'import subprocess\n\ndef convert(source, target):\n    command = "ffmpeg -i {} {}".format(source, target)\n    subprocess.run(command, shell=True, check=True)\n',
      good: 'import subprocess\n\ndef convert(source, target, command):\n    subprocess.run(["ffmpeg", "-i", source, f"{target}.mp3"], check=True)\n    subprocess.run("ls -l", shell=True)\n    subprocess.run(command, shell=True)\n    subprocess.run(f"{command} --version", shell=True)\n    quoted = source.replace("\'", "\'\\\\\'\'")\n    subprocess.run(f"ls \'{quoted}\'", shell=True)\n    subprocess.run(f"echo {source}", shell=False)\n',
    },
    {
      language: "python",
      bad: 'import asyncio\n\nasync def resize(path):\n    await asyncio.create_subprocess_shell("convert " + path + " -resize 50% out.png")\n',
      good: 'import asyncio\n\nasync def resize(path, size):\n    if size not in ("50%", "25%"):\n        raise ValueError(size)\n    await asyncio.create_subprocess_shell("convert in.png -resize " + size + " out.png")\n    await asyncio.create_subprocess_exec("convert", path, "-resize", "50%", "out.png")\n',
    },
    ...elixirExamples,
    ...rustExamples,
    ...javaExamples,
    ...goExamples,
  ],
});

/** File names of programs that read a command line. */
export const shellName = /^(?:\S*[/\\])?(?:(?:ba|z|da|k|a)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh)$/;
/** Flags after which the command line comes. */
export const shellFlag = /^(?:-\w*c|\/[cC]|-Command)$/;

function* typescriptCommands(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, outline, source } = subject;
  if (!/child_process|shelljs|\bexeca\b|cross-spawn/.test(source.text)) return;
  const promisified = promisifiedShells(subject);
  const isCandidate = ({ origin, callee }: Call): boolean =>
    promisified.has(callee) || startsProgram.test(origin ?? "") || callee === "<expression>";
  for (const { call, node } of typescriptCalls({ tree, outline }, isCandidate)) {
    const origin = promisified.has(call.callee)
      ? "child_process.exec"
      : (call.origin ?? requiredOrigin(textOf(tree, node.expression)));
    const parts = startsProgram.test(origin) ? commandParts(tree, node, takesLine.test(origin)) : [];
    const pieces = parts.flatMap((part) => [...piecesOf(subject, part), " "]);
    const last = parts.at(-1);
    if (last) yield* hitFor(subject, { start: call.span.start, end: last.end }, pieces);
  }
}

const startsProgram =
  /^(?:child_process(?:\.default)?\.(?:exec|execSync|spawn|spawnSync|execFile|execFileSync)|shelljs(?:\.default)?\.exec|cross-spawn\.(?:default|sync)|execa\.(?:default|execa|execaSync))$/;
const takesLine = /\.exec(?:Sync)?$/;

/** `require("child_process").exec(…)` */
function requiredOrigin(text: string): string {
  const name = /^require\(["'](?:node:)?child_process["']\)\.(\w+)$/.exec(text)?.[1];
  return name === undefined ? "" : `child_process.${name}`;
}

/** Names given to `promisify(exec)`. */
function promisifiedShells({ tree, outline, source }: Subject<TypeScriptTree>): ReadonlySet<string> {
  const { ts } = tree;
  if (!source.text.includes("promisify")) return new Set();
  const origins = importOrigins(outline.imports);
  const found = tree.nodes(ts.SyntaxKind.VariableDeclaration).flatMap(({ name, initializer }) => {
    const text = initializer ? textOf(tree, initializer) : "";
    const wrapped = /^(?:\w+\.)?promisify\(\s*(\S+?)\s*\)$/.exec(text)?.[1] ?? "";
    const origin = originOf(wrapped, origins) ?? requiredOrigin(wrapped);
    return /^child_process(?:\.default)?\.exec$/.test(origin) ? [textOf(tree, name)] : [];
  });
  return new Set(found);
}

/** The arguments that end up in one command line of a shell; none when no shell is started. */
function commandParts(
  tree: TypeScriptTree,
  { arguments: given }: ts.CallExpression | ts.NewExpression,
  isLine: boolean,
): readonly ts.Expression[] {
  const { ts } = tree;
  const [program, list] = given ?? [];
  if (!program) return [];
  if (isLine) return [program];
  const items = list && ts.isArrayLiteralExpression(list) ? [...list.elements] : [];
  const hasShell = given?.some((argument) => {
    const shell = propertyValue(tree, argument, "shell");
    return shell && (shell.kind === ts.SyntaxKind.TrueKeyword || ts.isStringLiteralLike(shell));
  });
  if (hasShell) return [program, ...items];
  if (!shellName.test(literalText(tree, program) ?? "")) return [];
  const flag = items.findIndex((item) => shellFlag.test(literalText(tree, item) ?? ""));
  return flag === -1 ? [] : items.slice(flag + 1, flag + 2);
}

const pythonShells =
  /^(?:os\.(?:system|popen)|subprocess\.(?:getoutput|getstatusoutput)|commands\.getoutput|asyncio\.create_subprocess_shell|asyncio\.subprocess\.create_subprocess_shell)$/;
const pythonStarters = /^subprocess\.(?:run|call|check_call|check_output|Popen)$/;

function* pythonCommands(subject: Subject<PythonTree>): Iterable<Hit> {
  const { tree, outline } = subject;
  const isStarter = ({ origin }: Call): boolean =>
    origin !== null && (pythonShells.test(origin) || pythonStarters.test(origin));
  for (const { call, node } of pythonCalls({ tree, outline }, isStarter)) {
    const line = commandLine(node, pythonShells.test(call.origin ?? ""));
    if (!line || setsUp.test(namesAround(outline, call.span.start)[0] ?? "")) continue;
    const at = { start: call.span.start, end: spanOf(line).end };
    yield* hitFor(subject, at, pythonPieces(outline, line));
  }
}

/** Whoever sets a machine up chooses the values: installers, permissions of files. */
const setsUp = /install|permission|(?:^|_)set_?up/i;

function commandLine(call: SgNode, isLine: boolean): SgNode | undefined {
  const first = positionalArguments(call)[0] ?? keywordArgument(call, "args") ?? keywordArgument(call, "cmd");
  if (!first || isLine || keywordArgument(call, "shell")?.text() === "True") return first ?? undefined;
  if (first.kind() !== "list") return undefined;
  const items = first.children().filter((item) => item.isNamed());
  const plain = items.map((item) => item.text().replace(/^["']|["']$/g, ""));
  const flag = plain.findIndex((text) => shellFlag.test(text));
  return shellName.test(plain[0] ?? "") && flag !== -1 ? items[flag + 1] : undefined;
}

/** The hit for a command line of these pieces. A line that is one value as it stands is somebody else's command, not one put together here. */
export function* hitFor(
  { source }: Pick<Subject, "source">,
  at: Span,
  pieces: readonly Piece[],
): Iterable<Hit> {
  const first = pieces.find((piece) => piece !== "");
  const values = valuesOf(pieces).filter((value) => value !== first || !isCommand(value));
  const exposed = mostExposed(values);
  const hasText = pieces.some((piece) => typeof piece === "string" && /\w/.test(piece));
  if (!exposed || !hasText) return;
  // Whoever runs a script by hand could type the other command as well; of nine such hits none was worth a change.
  if (isToolPath(source.path) && exposed.supplier !== "request") return;
  const shown = listNames(values.map(({ text }) => shorten(text)));
  const { severity, note } = judge(exposed);
  yield { at, issue: `The shell reads ${shown} as part of a command line.${note}`, severity };
}

/** `command + " --version"`: what comes first is a whole command by its name, or the program that is asked for. */
function isCommand({ text, supplier }: Value): boolean {
  return /cmd|command|executable|binary|(?:bin|exe|program)_?path$/i.test(text) && supplier !== "request";
}

function judge(value: Value): { readonly severity: Severity; readonly note: string } {
  const name = shorten(value.text);
  if (value.supplier === "request") return { severity: "high", note: ` \`${name}\` comes from a request.` };
  if (value.supplier === "setting") return { severity: "low", note: "" };
  const isHandedIn = value.supplier === "caller" && value.isPublic;
  // Who that is stays open: of three such hits on 32 unseen projects none was reached by a stranger.
  return { severity: "medium", note: isHandedIn ? ` \`${name}\` is whatever the caller passes.` : "" };
}

function listNames(names: readonly string[]): string {
  const quoted = [...new Set(names)].map((name) => `\`${name}\``);
  const shown = quoted.length > 3 ? [...quoted.slice(0, 3), "others"] : quoted;
  return shown.length === 1 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
}

function shorten(text: string): string {
  return text.length > 50 ? `${text.slice(0, 47)}…` : text;
}
