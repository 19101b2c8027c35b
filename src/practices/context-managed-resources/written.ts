/** Resources that Java opens in the head of `try`, and Go hands to `defer` right after opening them. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Matcher } from "../../model/rule.js";
import * as go from "../../syntax/go/ask.js";
import * as goCalls from "../../syntax/go/calls.js";
import * as javaCalls from "../../syntax/java/calls.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

const fewestSites = 3;

/** What must be closed by whoever asks for it; streams over byte arrays hold nothing. */
const javaOpens =
  /^(?:(?:File|Buffered|Zip|GZIP|Object|Data)(?:Input|Output)Stream|File(?:Reader|Writer)|(?:Buffered|Print)(?:Reader|Writer)|Scanner|Socket|ServerSocket|RandomAccessFile|ZipFile|JarFile|Files\.(?:new\w+|lines|list|walk|find)|DriverManager\.getConnection|(?:\w+\.)*(?:getConnection|prepareStatement|createStatement|executeQuery))$/;

export const javaResources: Matcher<"java"> = function* (subject) {
  if (!/\btry \(/.test(subject.source.text)) return;
  const sites = javaCalls
    .callsWhere(subject, ({ callee }) => javaOpens.test(callee))
    .map(({ node }) => ({ node, resource: ancestor(node, "resource", "block", "lambda_expression") }));
  const [first] = sites;
  if (!first?.resource) return;
  const heads = new Set(sites.map(({ resource }) => resource?.id())).size;
  if (heads < fewestSites || !sites.every(({ resource }) => resource?.kind() === "resource")) return;
  yield {
    at: spanOf(first.resource),
    issue: `All ${String(heads)} places where this class opens a file, a stream or a connection do so in the head of \`try\`, which closes it on every way out.`,
  };
};

const goOpens =
  /^(?:os\.(?:Open|Create|OpenFile|CreateTemp)|net\.Dial(?:Timeout)?|net\.Listen|database\/sql\.Open|archive\/zip\.OpenReader|compress\/gzip\.NewReader)$/;

export const goResources: Matcher<"go"> = function* (subject) {
  const sites = goCalls
    .callsWhere(subject, ({ origin }) => origin !== null && goOpens.test(origin))
    .map(({ node }) => deferOf(node));
  const [first] = sites;
  if (!first || sites.length < fewestSites || sites.includes(undefined)) return;
  yield {
    at: spanOf(first),
    issue: `All ${String(sites.length)} files and connections that this file opens are handed to \`defer\` for closing, so every way out closes them.`,
  };
};

/** The `defer f.Close()` of the same block that `f, err := os.Open(…)` stands in. */
function deferOf(call: SgNode): SgNode | undefined {
  const statement = ancestor(call, "short_var_declaration", "assignment_statement", "block");
  const name = statement?.kind() === "block" ? undefined : statement?.field("left")?.child(0)?.text();
  const list = statement?.parent();
  if (!statement || name === undefined || list?.kind() !== "statement_list") return undefined;
  if (
    ancestor(statement, "for_statement", "func_literal", "function_declaration")?.kind() === "for_statement"
  )
    return undefined;
  const after = go.namedChildren(list).filter((one) => spanOf(one).start > spanOf(statement).start);
  return after.find((one) => one.kind() === "defer_statement" && one.text().includes(`${name}.Close()`));
}

const goFunction = (name: string, rest: string): string =>
  `func ${name}(path string) error {\n\tfile, err := os.Open(path)\n\tif err != nil {\n\t\treturn err\n\t}\n${rest}}\n\n`;
const deferred = "\tdefer file.Close()\n\treturn read(file)\n";

export const writtenExamples: readonly Example[] = [
  {
    language: "go",
    bad: `package store\n\nimport "os"\n\n${["a", "b", "c"].map((name) => goFunction(name, deferred)).join("")}`,
    good: `package store\n\nimport "os"\n\n${["a", "b", "c"].map((name) => goFunction(name, deferred)).join("")}${goFunction("d", "\treturn read(file)\n")}`,
  },
  {
    language: "java",
    bad: "package store;\n\nclass Files1 {\n  void a() throws Exception {\n    try (FileReader a = new FileReader(path); BufferedReader b = new BufferedReader(a)) {\n      read(b);\n    }\n  }\n\n  void c() throws Exception {\n    try (FileWriter c = new FileWriter(path)) {\n      write(c);\n    }\n  }\n}\n",
    good: "package store;\n\nclass Files1 {\n  void a() throws Exception {\n    try (FileReader a = new FileReader(path); BufferedReader b = new BufferedReader(a)) {\n      read(b);\n    }\n  }\n\n  void c() throws Exception {\n    FileWriter c = new FileWriter(path);\n    write(c);\n  }\n}\n",
  },
];
