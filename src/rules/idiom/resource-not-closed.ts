/** A Java file or stream is opened and nothing in the method closes it. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, defineRule } from "../../model/rule.js";
import { calleeOf, enclosingFunction } from "../../syntax/java/ask.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // The method neither closes it nor hands it on; a process that ends at once does not mind.
  confidence: 0.8,
  judged: { right: 3, arguable: 0, wrong: 2, projects: 2 },
  title: "Resource opened and never closed",
  risk: "Each call leaves an open file behind until the garbage collector comes by; under load the process runs out of file handles, and on Windows the file cannot be deleted.",
  fix: "Open it in the head of a `try` statement: `try (var in = new FileInputStream(file)) { … }`.",
  trial: {
    name: "closed after an error too",
    arrange: "a step after the opening that fails",
    act: "run {it} and catch the error",
    assert: "what was opened is closed",
  },
  cwe: [772],
  match: {
    *java({ tree, source: { text } }) {
      if (!/\bnew (?:File|Random|Zip|Jar)|\bFiles\.(?:new|lines|list|walk|find)/.test(text)) return;
      for (const kind of ["object_creation_expression", "method_invocation"])
        for (const node of tree.nodes(kind)) {
          const hit = isOpening(node) ? examine(node) : null;
          if (hit) yield hit;
        }
    },
  },
  examples: [
    {
      language: "java",
      bad: "class Settings {\n  Properties read(File file) throws IOException {\n    Properties found = new Properties();\n    FileInputStream in = new FileInputStream(file);\n    found.load(in);\n    return found;\n  }\n}\n",
      good: "class Settings {\n  private final InputStream kept;\n\n  Settings(File file) throws IOException {\n    kept = new FileInputStream(file);\n  }\n\n  void read(File file) throws IOException {\n    try (FileInputStream in = new FileInputStream(file)) {\n      properties.load(in);\n    }\n    Reader reader = new FileReader(file);\n    try {\n      properties.load(reader);\n    } finally {\n      reader.close();\n    }\n    InputStream handed = new FileInputStream(file);\n    upload(handed);\n  }\n\n  InputStream open(File file) throws IOException {\n    InputStream in = new FileInputStream(file);\n    return in;\n  }\n\n  InputStream wrapped(File file) throws IOException {\n    FileInputStream in = new FileInputStream(file);\n    return new BufferedInputStream(in);\n  }\n}\n",
    },
    {
      language: "java",
      bad: "class Logs {\n  String first(Path path) throws IOException {\n    BufferedReader reader = new BufferedReader(new FileReader(path.toFile()));\n    return reader.readLine();\n  }\n}\n",
      good: "class Logs {\n  String first(Path path) throws IOException {\n    try (BufferedReader reader = new BufferedReader(new FileReader(path.toFile()))) {\n      return reader.readLine();\n    }\n  }\n}\n",
    },
    {
      language: "java",
      bad: "class Logs {\n  long count(Path path) throws IOException {\n    return Files.lines(path).filter(line -> !line.isBlank()).count();\n  }\n}\n",
      good: "class Logs {\n  long count(Path path) throws IOException {\n    try (Stream<String> lines = Files.lines(path)) {\n      return lines.filter(line -> !line.isBlank()).count();\n    }\n  }\n\n  Stream<String> lines(Path path) throws IOException {\n    return Files.lines(path).filter(line -> !line.isBlank());\n  }\n}\n",
    },
  ],
});

const fileClasses =
  /^(?:java\.io\.)?(?:File(?:Input|Output)Stream|FileReader|FileWriter|RandomAccessFile|ZipFile|JarFile)$/;
const wrappers =
  /^(?:java\.io\.)?(?:Buffered(?:InputStream|OutputStream|Reader|Writer)|(?:Input|Output)Stream(?:Reader|Writer)|Data(?:Input|Output)Stream|Object(?:Input|Output)Stream|PrintWriter|PrintStream|LineNumberReader|GZIP(?:Input|Output)Stream|Zip(?:Input|Output)Stream|Scanner)$/;
const openers =
  /^(?:java\.nio\.file\.)?Files\.(?:new(?:InputStream|OutputStream|BufferedReader|BufferedWriter|DirectoryStream)|lines|list|walk|find)$/;

function isOpening(node: SgNode): boolean {
  const callee = calleeOf(node) ?? "";
  return node.kind() === "object_creation_expression" ? fileClasses.test(callee) : openers.test(callee);
}

function examine(opening: SgNode): Hit | null {
  const whole = outermostWrapper(opening);
  const parent = whole.parent();
  const method = enclosingFunction(opening);
  if (!parent || !method || ancestor(whole, "resource_specification")) return null;
  const what = calleeOf(opening) ?? "";
  if (parent.kind() === "variable_declarator") {
    const name = parent.field("name")?.text() ?? "";
    const isLocal = parent.parent()?.kind() === "local_variable_declaration";
    if (!isLocal || isClosedOrHandedOn(name, method)) return null;
    return {
      at: spanOf(parent),
      issue: `\`${name}\` is opened with \`${what}\`, and nothing in this method closes it or hands it on.`,
    };
  }
  return isConsumed(whole)
    ? {
        at: spanOf(whole),
        issue: `What \`${what}\` opens is read in one expression and cannot be closed afterwards.`,
      }
    : null;
}

/** `new BufferedReader(new FileReader(f))` closes what it wraps. */
function outermostWrapper(opening: SgNode): SgNode {
  let whole = opening;
  for (;;) {
    const list = whole.parent();
    const outer = list?.kind() === "argument_list" ? list.parent() : null;
    if (outer?.kind() !== "object_creation_expression" || !wrappers.test(calleeOf(outer) ?? "")) return whole;
    whole = outer;
  }
}

const wrapping = new RegExp(wrappers.source.replace(/^\^|\$$/g, ""));

/** Closed, returned, stored, or given to anything but a call that is known to leave it open. */
function isClosedOrHandedOn(name: string, method: SgNode): boolean {
  const text = method.text().replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, "");
  const uses = [...text.matchAll(new RegExp(`(?<![\\w.])${name}(?!\\w)`, "g"))];
  return uses.some(({ index }) => {
    const after = text.slice(index + name.length, index + name.length + 40);
    const before = text.slice(Math.max(0, index - 60), index);
    if (/^\s*\.\s*close\(/.test(after)) return true;
    if (/^\s*(?:=(?!=)|\.)/.test(after)) return false;
    if (/[=?:]\s*$|\breturn\s+$/.test(before)) return true;
    const call = /([\w.]+)\s*\((?:[^()]*,)?\s*$/.exec(before)?.[1];
    // Wrapped again, or given away: whoever has it now may close it. These three are documented to leave it open.
    return call !== undefined && (wrapping.test(call) || !/\.(?:load|loadFromXML|read)$/.test(call));
  });
}

/** `Files.lines(path).….count()`, `new FileReader(f).read()`, `properties.load(new FileInputStream(f))`. */
function isConsumed(whole: SgNode): boolean {
  const parent = whole.parent();
  if (parent?.kind() === "argument_list") {
    const call = parent.parent();
    return (
      call?.kind() === "method_invocation" &&
      /^(?:load|loadFromXML)$/.test(call.field("name")?.text() ?? "") &&
      /propert|props/i.test(call.field("object")?.text() ?? "")
    );
  }
  let end = whole;
  for (
    let outer = end.parent();
    outer?.kind() === "method_invocation" && outer.field("object")?.id() === end.id();
    outer = end.parent()
  )
    end = outer;
  return (
    end.id() !== whole.id() &&
    /^(?:count|collect|forEach\w*|toList|toArray|anyMatch|allMatch|noneMatch|reduce|findFirst|findAny|read\w*|write)$/.test(
      end.field("name")?.text() ?? "",
    )
  );
}
