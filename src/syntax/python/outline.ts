/** Reads the outline of a Python tree: functions, definitions, imports, names, calls, comments. */
import type { SgNode } from "@ast-grep/napi";
import type { Call, Definition, FunctionFact, Outline, Parameter } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { PythonTree } from "../../model/tree.js";
import { type Calling, calleesOf } from "../callees.js";
import { measureFunctions } from "../measure.js";
import { importOrigins, originOf } from "../names.js";
import { calleeOf, docstringOf, isAsync } from "./ask.js";
import { readImports } from "./imports.js";
import { groupNames, wordsInTree, wordsOf } from "./names.js";
import { readParseErrors } from "./parse-errors.js";
import { type Scope, classNameAround, functionAround, readScopes } from "./scopes.js";
import { spanOf } from "../nodes.js";

export function outlinePython(tree: PythonTree, text: string): Outline {
  const imports = readImports(tree, text);
  const imported = new Set(imports.flatMap((entry) => entry.names.map((name) => name.span.start)));
  const comments = tree.nodes("comment").map(spanOf);
  const strings = tree.nodes("string").map(spanOf);
  const opaque = [...strings, ...comments].sort((a, b) => a.start - b.start);
  const parseErrors = readParseErrors(tree, text, opaque);
  const words = parseErrors.length === 0 ? wordsOf(tree, text, { strings, opaque }) : wordsInTree(tree);
  const scopes = readScopes(tree);
  return {
    functions: readFunctions(tree, scopes),
    definitions: readDefinitions(tree, scopes),
    imports,
    ...groupNames(words, text, imported),
    calls: readCalls(tree, text, importOrigins(imports)),
    comments,
    parseErrors,
  };
}

function readFunctions(tree: PythonTree, scopes: readonly Scope[]): readonly FunctionFact[] {
  const functions = scopes.filter(({ kind }) => kind === "function_definition");
  const measured = measureFunctions(
    functions.map(({ span }) => span),
    decisions(tree),
    controlSpans(tree),
  );
  return functions.map((scope) => {
    const { node, span } = scope;
    const name = node.field("name");
    return {
      name: name?.text() ?? "<anonymous>",
      className: classNameAround(scope),
      span,
      nameSpan: spanOf(name ?? node),
      bodySpan: spanOf(node.field("body") ?? node),
      parameters: readParameters(node),
      hasReturnType: node.field("return_type") !== null,
      isAsync: isAsync(node),
      isExported: isPublic(scope, name?.text() ?? ""),
      hasDocumentation: docstringOf(node) !== null,
      ...(measured.get(span) ?? { complexity: 1, nesting: 0 }),
    };
  });
}

function readParameters(node: SgNode): readonly Parameter[] {
  const list = node.field("parameters")?.children() ?? [];
  return list.flatMap((parameter): Parameter[] => {
    const kind = String(parameter.kind());
    if (!parameter.isNamed() || kind === "comment" || kind.endsWith("separator")) return [];
    const name = parameter.field("name") ?? (kind === "typed_parameter" ? parameter.child(0) : parameter);
    return [
      {
        name: (name?.text() ?? "").replace(/^\*+/, ""),
        isTyped: kind === "typed_parameter" || kind === "typed_default_parameter",
        hasDefault: kind === "default_parameter" || kind === "typed_default_parameter",
      },
    ];
  });
}

const decisionKinds = [
  "if_statement",
  "elif_clause",
  "for_statement",
  "while_statement",
  "except_clause",
  "boolean_operator",
  "conditional_expression",
  "if_clause",
  "case_clause",
];
const controlKinds = [
  "if_statement",
  "for_statement",
  "while_statement",
  "try_statement",
  "with_statement",
  "match_statement",
];

function decisions(tree: PythonTree): readonly number[] {
  return decisionKinds
    .flatMap((kind) => tree.nodes(kind))
    .filter((node) => !isCatchAll(node))
    .map((node) => spanOf(node).start);
}

/** Statements that nest, as `FunctionFact.nesting` counts them. */
export function controlSpans(tree: PythonTree): readonly Span[] {
  return controlKinds.flatMap((kind) => tree.nodes(kind)).map(spanOf);
}

/** `case _:` is the `else` of a match: it decides nothing. */
function isCatchAll(node: SgNode): boolean {
  return node.kind() === "case_clause" && node.child(1)?.text() === "_" && node.child(2)?.text() === ":";
}

function readDefinitions(tree: PythonTree, scopes: readonly Scope[]): readonly Definition[] {
  const named = (["function_definition", "class_definition"] as const).flatMap((kind) =>
    scopes.filter((scope) => scope.kind === kind).flatMap(define),
  );
  return [...named, ...readModuleVariables(tree)];
}

function define(scope: Scope): readonly Definition[] {
  const name = scope.node.field("name");
  if (!name) return [];
  const isMethod = classNameAround(scope) !== null;
  return [
    {
      name: name.text(),
      kind: scope.kind === "class_definition" ? "class" : isMethod ? "method" : "function",
      span: scope.span,
      nameSpan: spanOf(name),
      isExported: isPublic(scope, name.text()),
      container: scope.around?.node.field("name")?.text() ?? null,
    },
  ];
}

function isPublic(scope: Scope, name: string): boolean {
  return !name.startsWith("_") && !functionAround(scope);
}

function readModuleVariables(tree: PythonTree): readonly Definition[] {
  return tree.root.children().flatMap((statement): Definition[] => {
    const assignment = statement.kind() === "expression_statement" ? statement.child(0) : null;
    const target = assignment?.kind() === "assignment" ? assignment.field("left") : null;
    if (!assignment || target?.kind() !== "identifier") return [];
    return [
      {
        name: target.text(),
        kind: "variable",
        span: spanOf(assignment),
        nameSpan: spanOf(target),
        isExported: !target.text().startsWith("_"),
        container: null,
      },
    ];
  });
}

const calling: Calling = { keywords: /^(?:await|lambda|not)\b/, calleeOf };

function readCalls(tree: PythonTree, text: string, origins: ReadonlyMap<string, string>): readonly Call[] {
  return calleesOf(tree.nodes("call"), text, calling).map(({ callee, span }) => ({
    callee: callee ?? "<expression>",
    origin: callee === null ? null : originOf(callee, origins),
    span,
  }));
}
