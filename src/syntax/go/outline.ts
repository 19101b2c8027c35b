/** Reads the outline of a Go tree: functions, definitions, imports, names, calls, comments. */
import type { SgNode } from "@ast-grep/napi";
import type { Call, Definition, FunctionFact, Outline, Parameter } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { GoTree } from "../../model/tree.js";
import { type Calling, calleesOf } from "../callees.js";
import { measureFunctions } from "../measure.js";
import { importOrigins, originOf } from "../names.js";
import { calleeOf, enclosingFunction, functionKinds, namedChildren, receiverType } from "./ask.js";
import { readImports } from "./imports.js";
import { groupNames, namesAmong, namesInTree } from "./names.js";
import { readParseErrors } from "./parse-errors.js";
import { readWords } from "./words.js";
import { spanOf } from "../nodes.js";

export function outlineGo(tree: GoTree, text: string): Outline {
  const imports = readImports(tree);
  const definitions = readDefinitions(tree);
  const parseErrors = readParseErrors(tree, text);
  const words = parseErrors.length === 0 ? readWords(text) : undefined;
  const names = words ? namesAmong(words.names, { tree, text, imports }) : namesInTree(tree, text);
  return {
    functions: readFunctions(tree, text),
    definitions,
    imports,
    ...groupNames(names, definedOffsets(imports, definitions)),
    calls: readCalls(tree, text, importOrigins(imports)),
    comments: words ? words.comments : tree.nodes("comment").map(spanOf),
    parseErrors,
  };
}

function readFunctions(tree: GoTree, text: string): readonly FunctionFact[] {
  const nodes = functionKinds
    .flatMap((kind) => tree.nodes(kind))
    .map((node) => ({ node, span: spanOf(node) }))
    .sort((a, b) => a.span.start - b.span.start);
  const measured = measureFunctions(
    nodes.map(({ span }) => span),
    decisions(tree),
    controlSpans(tree),
  );
  return nodes.map(({ node, span }) => {
    const name = node.field("name");
    return {
      name: name?.text() ?? "<anonymous>",
      className: receiverType(node),
      span,
      nameSpan: name ? spanOf(name) : { start: span.start, end: span.start + "func".length },
      bodySpan: spanOf(node.field("body") ?? node),
      parameters: readParameters(node),
      hasReturnType: node.field("result") !== null,
      isAsync: false,
      isExported: isExported(name?.text() ?? ""),
      hasDocumentation: isDocumented(text, span.start),
      ...(measured.get(span) ?? { complexity: 1, nesting: 0 }),
    };
  });
}

/** `a, b int` are two parameters; one without a name (`func(int)`) is called `_`. */
function readParameters(node: SgNode): readonly Parameter[] {
  const list = node.field("parameters");
  return namedChildren(list ?? node).flatMap((declaration): Parameter[] => {
    if (!String(declaration.kind()).endsWith("parameter_declaration")) return [];
    const names = declaration.children().filter((child) => child.kind() === "identifier");
    const shown = names.length > 0 ? names.map((name) => name.text()) : ["_"];
    return shown.map((name) => ({ name, isTyped: true, hasDefault: false }));
  });
}

/** A name that begins with an upper-case letter is visible to other packages (Go specification, "Exported identifiers"). */
function isExported(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}

/** A doc comment ends on the line above, with no blank line between (go.dev/doc/comment). */
function isDocumented(text: string, start: number): boolean {
  const above = text.slice(Math.max(0, start - 400), start);
  return /(?:^|\n)[ \t]*\/\/(?!go:)[^\n]*\r?\n(?:[ \t]*\/\/[^\n]*\r?\n)*$|\*\/[ \t]*\r?\n$/.test(above);
}

const decisionKinds = ["if_statement", "for_statement", "expression_case", "type_case", "communication_case"];
const controlKinds = [
  "if_statement",
  "for_statement",
  "expression_switch_statement",
  "type_switch_statement",
  "select_statement",
];

function decisions(tree: GoTree): readonly number[] {
  const shortCircuits = tree
    .nodes("binary_expression")
    .filter((node) => ["&&", "||"].includes(node.field("operator")?.text() ?? ""));
  return [...decisionKinds.flatMap((kind) => tree.nodes(kind)), ...shortCircuits].map(
    (node) => spanOf(node).start,
  );
}

/** Statements that nest, as `FunctionFact.nesting` counts them: an `else if` belongs to its chain. */
export function controlSpans(tree: GoTree): readonly Span[] {
  return controlKinds
    .flatMap((kind) => tree.nodes(kind))
    .filter((node) => node.kind() !== "if_statement" || node.parent()?.kind() !== "if_statement")
    .map(spanOf);
}

function readDefinitions(tree: GoTree): readonly Definition[] {
  const functions = tree.nodes("function_declaration").flatMap((node) => define(node, "function"));
  const methods = tree.nodes("method_declaration").flatMap((node) => define(node, "method"));
  const types = ["type_spec", "type_alias"].flatMap((kind) => tree.nodes(kind).flatMap(defineType));
  const variables = ["const_spec", "var_spec"].flatMap((kind) => tree.nodes(kind).flatMap(defineVariables));
  return [...functions, ...methods, ...types, ...variables];
}

function define(node: SgNode, kind: Definition["kind"], name = node.field("name")): readonly Definition[] {
  if (!name) return [];
  const holder = enclosingFunction(node);
  const container = receiverType(node) ?? holder?.field("name")?.text() ?? null;
  return [
    {
      name: name.text(),
      kind,
      span: spanOf(node),
      nameSpan: spanOf(name),
      isExported: !holder && isExported(name.text()),
      container,
    },
  ];
}

/** A struct is what other languages call a class. */
function defineType(node: SgNode): readonly Definition[] {
  return define(node, node.field("type")?.kind() === "struct_type" ? "class" : "type");
}

function defineVariables(node: SgNode): readonly Definition[] {
  if (enclosingFunction(node)) return [];
  return node
    .children()
    .filter((child) => child.kind() === "identifier")
    .flatMap((name) => define(node, "variable", name));
}

function definedOffsets(
  imports: Outline["imports"],
  definitions: readonly Definition[],
): ReadonlySet<number> {
  const imported = imports.flatMap(({ names }) => names.map(({ span }) => span.start));
  return new Set([...imported, ...definitions.map(({ nameSpan }) => nameSpan.start)]);
}

/** These open a type or stand for a value: the parser has kinds of their own for them. */
const calling: Calling = { keywords: /^(?:func|struct|interface|map|chan|nil|true|false|iota)\b/, calleeOf };

function readCalls(tree: GoTree, text: string, origins: ReadonlyMap<string, string>): readonly Call[] {
  return calleesOf(tree.nodes("call_expression"), text, calling).map(({ callee, span }) => ({
    callee: callee ?? "<expression>",
    origin: callee === null ? null : originOf(callee, origins),
    span,
  }));
}
