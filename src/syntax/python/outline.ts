/** Reads the outline of a Python tree: functions, definitions, imports, names, calls, comments. */
import type { SgNode } from "@ast-grep/napi";
import type { Call, Definition, FunctionFact, Outline, Parameter } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { PythonTree } from "../../model/tree.js";
import { measureFunctions } from "../measure.js";
import { addOffset, importOrigins, originOf } from "../names.js";
import { calleeOf, docstringOf, enclosingClass, enclosingFunction, isAsync, spanOf } from "./ask.js";
import { readImports } from "./imports.js";
import { readParseErrors } from "./parse-errors.js";

export function outlinePython(tree: PythonTree, text: string): Outline {
  const imports = readImports(tree, text);
  return {
    functions: readFunctions(tree),
    definitions: readDefinitions(tree),
    imports,
    ...readNames(tree, text, new Set(imports.flatMap((entry) => entry.names.map((name) => name.span.start)))),
    calls: readCalls(tree, importOrigins(imports)),
    comments: tree.nodes("comment").map(spanOf),
    parseErrors: readParseErrors(tree, text),
  };
}

function readFunctions(tree: PythonTree): readonly FunctionFact[] {
  const nodes = tree.nodes("function_definition");
  const spans = nodes.map(spanOf);
  const measured = measureFunctions(spans, decisions(tree), controlSpans(tree));
  return nodes.map((node, i) => {
    const span = spans[i] ?? spanOf(node);
    const name = node.field("name");
    return {
      name: name?.text() ?? "<anonymous>",
      className: classNameOf(node),
      span,
      nameSpan: spanOf(name ?? node),
      bodySpan: spanOf(node.field("body") ?? node),
      parameters: readParameters(node),
      hasReturnType: node.field("return_type") !== null,
      isAsync: isAsync(node),
      isExported: isPublic(node, name?.text() ?? ""),
      hasDocumentation: docstringOf(node) !== null,
      ...(measured.get(span) ?? { complexity: 1, nesting: 0 }),
    };
  });
}

/** Name of the class that directly holds the definition. */
function classNameOf(node: SgNode): string | null {
  const holder = enclosingClass(node);
  const around = enclosingFunction(node);
  if (!holder || (around && spanOf(around).start > spanOf(holder).start)) return null;
  return holder.field("name")?.text() ?? null;
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

function readDefinitions(tree: PythonTree): readonly Definition[] {
  const named = (["function_definition", "class_definition"] as const).flatMap((kind) =>
    tree.nodes(kind).flatMap((node): Definition[] => {
      const name = node.field("name");
      if (!name) return [];
      const isMethod = kind === "function_definition" && classNameOf(node) !== null;
      return [
        {
          name: name.text(),
          kind: kind === "class_definition" ? "class" : isMethod ? "method" : "function",
          span: spanOf(node),
          nameSpan: spanOf(name),
          isExported: isPublic(node, name.text()),
          container: containerOf(node),
        },
      ];
    }),
  );
  return [...named, ...readModuleVariables(tree)];
}

function containerOf(node: SgNode): string | null {
  const holders = [enclosingClass(node), enclosingFunction(node)].filter((holder) => holder !== undefined);
  const innermost = holders.sort((a, b) => spanOf(b).start - spanOf(a).start)[0];
  return innermost?.field("name")?.text() ?? null;
}

function isPublic(node: SgNode, name: string): boolean {
  return !name.startsWith("_") && !enclosingFunction(node);
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

function readNames(
  tree: PythonTree,
  text: string,
  imported: ReadonlySet<number>,
): Pick<Outline, "mentions" | "references"> {
  const mentions = new Map<string, number[]>();
  const references = new Map<string, number[]>();
  for (const node of tree.nodes("identifier")) {
    const name = node.text();
    const start = node.range().start.index;
    addOffset(mentions, name, start);
    if (!imported.has(start) && isReference(text, start, name)) addOffset(references, name, start);
  }
  for (const node of tree.nodes("string_content")) addQuotedNames(node, mentions, references);
  for (const offsets of [...mentions.values(), ...references.values()]) offsets.sort((a, b) => a - b);
  return { mentions, references };
}

/**
 * Decided from the text around it: asking the parser for each parent costs more than the parse. A dot on the line
 * above ends a sentence of a comment far more often than it begins an attribute.
 */
function isReference(text: string, start: number, name: string): boolean {
  const before = text.slice(Math.max(0, start - 40), start);
  if (/\.[ \t]*$/.test(before) || /\b(?:def|class)[ \t]+$/.test(before)) return false;
  const isKeyword =
    /[(,]\s*$/.test(before) && /^\s*=(?!=)/.test(text.slice(start + name.length, start + name.length + 8));
  return !isKeyword;
}

const typeExpression = /^[A-Za-z_][\w.[\], |]{0,200}$/;

/** Names in quoted annotations (`"Session | None"`) and in `__all__` refer to bindings too. */
function addQuotedNames(
  node: SgNode,
  mentions: Map<string, number[]>,
  references: Map<string, number[]>,
): void {
  const content = node.text();
  if (!typeExpression.test(content)) return;
  const { start } = spanOf(node);
  for (const match of content.matchAll(/[A-Za-z_]\w*/g)) {
    addOffset(mentions, match[0], start + match.index);
    addOffset(references, match[0], start + match.index);
  }
}

function readCalls(tree: PythonTree, origins: ReadonlyMap<string, string>): readonly Call[] {
  return tree.nodes("call").map((node) => {
    const callee = calleeOf(node);
    return {
      callee: callee ?? "<expression>",
      origin: callee === null ? null : originOf(callee, origins),
      span: spanOf(node),
    };
  });
}
