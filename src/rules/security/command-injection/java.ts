/** Where Java code starts a program with a command line put together from values. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Subject } from "../../../model/rule.js";
import type { Span } from "../../../model/source.js";
import type { JavaTree } from "../../../model/tree.js";
import { argumentsOf, calleeOf } from "../../../syntax/java/ask.js";
import { callsWhere } from "../../../syntax/java/calls.js";
import { declarationOf } from "../../../syntax/java/declarations.js";
import { literalText } from "../../../syntax/java/literals.js";
import { piecesOf } from "../../../syntax/java/pieces.js";
import type { Piece } from "../../../syntax/pieces.js";
import { spanOf } from "../../../syntax/nodes.js";

/** A command line, with the place that shows it. */
export interface CommandLine {
  readonly at: Span;
  readonly pieces: readonly Piece[];
  /** What the hit says otherwise than for a shell. */
  readonly instead: (hit: Hit) => Hit;
}

/** Lines that a shell reads, and lines that `Runtime.exec` cuts at spaces. */
export function* javaCommands(subject: Subject<JavaTree>): Iterable<CommandLine> {
  if (!/\bProcessBuilder\b|\bRuntime\b/.test(subject.source.text)) return;
  const starts = /^(?:ProcessBuilder|(?:[\w.]+|<expression>)(?:\.exec|\.command)?)$/;
  for (const { call, node } of callsWhere(subject, ({ callee }) => starts.test(callee))) {
    const given = startedWith(node);
    const [first] = given;
    if (!first) continue;
    const line = shellLine(given.flatMap(itemsOf));
    const isCut = line === undefined && isRuntimeExec(node) && itemsOf(first).length === 1;
    const text = line ?? (isCut ? first : undefined);
    if (!text) continue;
    const at = { start: call.span.start, end: Math.max(spanOf(text).end, spanOf(first).end) };
    const pieces = piecesOf(text).map(asNumber);
    // The word before it stands for the shell: a whole line from a request is as open as a part of one.
    if (isWholeRequest(pieces)) yield { at, pieces: ["run ", ...pieces], instead: asWhole };
    else yield { at, pieces, instead: isCut && !startsShell(pieces) ? asArguments : asShell };
  }
}

/** The number of a process, whatever it was read from. */
function asNumber(piece: Piece): Piece {
  return typeof piece === "object" &&
    piece.supplier === "program" &&
    /^\w*pid\w*(?:\[\d\])?$/i.test(piece.text)
    ? "0"
    : piece;
}

function isWholeRequest(pieces: readonly Piece[]): boolean {
  const [only] = pieces;
  return pieces.length === 1 && typeof only === "object" && only.supplier === "request";
}

/** The arguments of `new ProcessBuilder(…)`, `builder.command(…)` and `Runtime.getRuntime().exec(…)`. */
function startedWith(node: SgNode): readonly SgNode[] {
  if (node.kind() === "object_creation_expression")
    return calleeOf(node) === "ProcessBuilder" ? argumentsOf(node) : [];
  if (isRuntimeExec(node)) return argumentsOf(node).slice(0, 1);
  const object = node.field("object");
  const isBuilder =
    node.field("name")?.text() === "command" &&
    object?.kind() === "identifier" &&
    declarationOf(object.text(), object)?.type === "ProcessBuilder";
  return isBuilder ? argumentsOf(node) : [];
}

function isRuntimeExec(node: SgNode): boolean {
  if (node.field("name")?.text() !== "exec") return false;
  const object = node.field("object");
  if (!object) return false;
  return (
    /^Runtime\s*\.\s*getRuntime\(\)$/.test(object.text()) ||
    (object.kind() === "identifier" && declarationOf(object.text(), object)?.type === "Runtime")
  );
}

/** The elements of an array or list that is spelled out, here or where its name is declared. */
function itemsOf(node: SgNode): readonly SgNode[] {
  if (node.kind() === "identifier") {
    const value = declarationOf(node.text(), node)?.value;
    const items = value ? listedIn(value) : null;
    return items ?? [node];
  }
  return listedIn(node) ?? [node];
}

function listedIn(node: SgNode): readonly SgNode[] | null {
  if (node.kind() === "array_creation_expression") {
    const elements = node.field("value");
    return elements ? listedIn(elements) : null;
  }
  if (node.kind() === "array_initializer")
    return node.children().filter((child) => child.isNamed() && !/comment$/.test(String(child.kind())));
  const isList = /^(?:Arrays\.asList|List\.of|ImmutableList\.of)$/.test(calleeOf(node) ?? "");
  return node.kind() === "method_invocation" && isList ? argumentsOf(node) : null;
}

const shellName = /^(?:\S*[/\\])?(?:(?:ba|z|da|k|a)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh)$/;
const shellFlag = /^(?:-\w*c|\/[cC]|-Command)$/;

function shellLine(items: readonly SgNode[]): SgNode | undefined {
  if (!shellName.test(literalText(items[0]) ?? "")) return undefined;
  const flag = items.findIndex((item) => shellFlag.test(literalText(item) ?? ""));
  return flag === -1 ? undefined : items[flag + 1];
}

function startsShell([first]: readonly Piece[]): boolean {
  const [name = "", flag = ""] = typeof first === "string" ? first.trim().split(/\s+/) : [];
  return shellName.test(name) && shellFlag.test(flag);
}

const recommendation =
  'Start the program itself and give each value as an argument of its own: `new ProcessBuilder("tar", "-czf", name + ".tgz", name)`.';

function asShell(hit: Hit): Hit {
  return { ...hit, recommendation };
}

function asWhole(hit: Hit): Hit {
  const issue = hit.issue.replace(
    /^.*?\. (.*) comes from a request\.$/,
    "$1 comes from a request and is run as it stands.",
  );
  return {
    ...hit,
    title: "Command taken from a request",
    issue,
    recommendation: "Let the request choose from a fixed list of commands.",
  };
}

/** No shell reads this line, so `;` and `$(…)` stay text; a space still starts another argument. */
function asArguments(hit: Hit): Hit {
  return {
    ...hit,
    title: "Command line built from values",
    issue: hit.issue.replace(
      /^The shell reads (.*?) as part of a command line\./,
      "`Runtime.exec` cuts its line at every space, so $1 can add options of its own to the command.",
    ),
    severity: hit.severity === "high" ? "medium" : "low",
    recommendation,
  };
}

export const javaExamples: readonly Example[] = [
  {
    language: "java",
    bad: 'class Archive {\n  void pack(String folder) throws IOException {\n    new ProcessBuilder("sh", "-c", "tar -czf out.tgz " + folder).start();\n  }\n}\n',
    good: 'class Archive {\n  private static final String FOLDER = "dist";\n\n  void pack(String folder, int level, String command) throws IOException {\n    new ProcessBuilder("tar", "-czf", "out.tgz", folder).start();\n    new ProcessBuilder("sh", "-c", "tar -czf out.tgz " + FOLDER).start();\n    new ProcessBuilder("sh", "-c", "renice -n " + level).start();\n    new ProcessBuilder("sh", "-c", command).start();\n    new ProcessBuilder("sh", "-c", "wc -l < \\"$1\\"", "sh", folder).start();\n    executor.exec("tar " + folder);\n    Runtime.getRuntime().exec(new String[] {"tar", "-czf", "out.tgz", folder});\n  }\n}\n',
  },
  {
    language: "java",
    bad: 'class Ping {\n  @GetMapping("/ping")\n  String ping(@RequestParam String host) throws IOException {\n    String[] command = {"/bin/bash", "-c", "ping -c 1 " + host};\n    return read(Runtime.getRuntime().exec(command));\n  }\n}\n',
    good: 'class Ping {\n  String ping(String host) throws IOException {\n    String[] command = {"ping", "-c", "1", host};\n    return read(Runtime.getRuntime().exec(command));\n  }\n}\n',
  },
  {
    language: "java",
    bad: 'class Run {\n  @GetMapping("/run")\n  String run(String command) throws IOException {\n    Runtime runtime = Runtime.getRuntime();\n    return read(runtime.exec(command));\n  }\n}\n',
    good: "class Run {\n  String run(String command) throws IOException {\n    Runtime runtime = Runtime.getRuntime();\n    return read(runtime.exec(command));\n  }\n}\n",
  },
  {
    language: "java",
    bad: 'class Open {\n  void open(String url) throws IOException {\n    Runtime.getRuntime().exec("xdg-open " + url);\n  }\n}\n',
    good: 'class Open {\n  void open() throws IOException {\n    Runtime.getRuntime().exec("xdg-open .");\n  }\n}\n',
  },
];
