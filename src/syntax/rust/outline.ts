/** Reads the outline of a Rust tree: functions, definitions, imports, names, calls, comments. */
import type { SgNode } from "@ast-grep/napi";
import type { Call, Definition, FunctionFact, Outline, Parameter, ParseError } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { RustTree } from "../../model/tree.js";
import { measureFunctions } from "../measure.js";
import { addOffset, importOrigins, originOf } from "../names.js";
import {
  annotationsOf,
  calleeOf,
  enclosingHolder,
  holderName,
  holds,
  isAsync,
  testSpans,
  visibilityOf,
} from "./ask.js";
import { readImports } from "./imports.js";
import { ancestor, spanOf } from "../nodes.js";

export function outlineRust(tree: RustTree, text: string): Outline {
  const imports = readImports(tree);
  return {
    functions: readFunctions(tree),
    definitions: readDefinitions(tree),
    imports,
    ...readNames(tree, text, new Set(imports.flatMap((entry) => entry.names.map((name) => name.span.start)))),
    calls: readCalls(tree, imports),
    comments: readComments(tree),
    parseErrors: readParseErrors(tree, text),
  };
}

/** Closures belong to the function around them, as its blocks do. */
function readFunctions(tree: RustTree): readonly FunctionFact[] {
  const nodes = tree.nodes("function_item");
  const spans = nodes.map(spanOf);
  const measured = measureFunctions(spans, decisions(tree), controlSpans(tree));
  const tests = testSpans(tree);
  return nodes.map((node, i) => {
    const span = spans[i] ?? spanOf(node);
    const name = node.field("name");
    const holder = enclosingHolder(node);
    return {
      name: name?.text() ?? "<anonymous>",
      className: holder ? holderName(holder) : null,
      span,
      nameSpan: spanOf(name ?? node),
      bodySpan: spanOf(node.field("body") ?? node),
      parameters: readParameters(node),
      hasReturnType: true,
      isAsync: isAsync(node),
      isExported: isPublic(node),
      hasDocumentation: hasDocumentation(node),
      ...(tests.some((test) => holds(test, span.start)) ? { isTest: true } : {}),
      ...(measured.get(span) ?? { complexity: 1, nesting: 0 }),
    };
  });
}

function readParameters(node: SgNode): readonly Parameter[] {
  const list = node.field("parameters")?.children() ?? [];
  return list.flatMap((parameter): Parameter[] => {
    if (parameter.kind() === "self_parameter") return [{ name: "self", isTyped: true, hasDefault: false }];
    if (parameter.kind() !== "parameter") return [];
    const name = parameter.field("pattern")?.text() ?? "";
    return [{ name, isTyped: true, hasDefault: false }];
  });
}

/** What a trait promises is as visible as the trait. */
function isPublic(node: SgNode): boolean {
  const holder = enclosingHolder(node);
  if (holder?.kind() === "trait_item") return visibilityOf(holder) !== undefined;
  return visibilityOf(node) !== undefined || (holder?.field("trait") ?? null) !== null;
}

function hasDocumentation(node: SgNode): boolean {
  return annotationsOf(node).some((before) =>
    /^(?:\/\/\/(?!\/)|\/\*\*(?!\*)|#\[\s*doc\b)/.test(before.text()),
  );
}

const controlKinds = [
  "if_expression",
  "while_expression",
  "for_expression",
  "loop_expression",
  "match_expression",
] as const;

function decisions(tree: RustTree): readonly number[] {
  const branches = ["if_expression", "while_expression", "for_expression", "loop_expression"].flatMap(
    (kind) => tree.nodes(kind),
  );
  const arms = tree.nodes("match_arm").filter((arm) => arm.field("pattern")?.text() !== "_");
  const refusals = tree.nodes("let_declaration").filter((node) => node.field("alternative") !== null);
  const operators = ["binary_expression", "let_chain"]
    .flatMap((kind) => tree.nodes(kind))
    .flatMap(shortCircuits);
  return [...branches, ...arms, ...refusals, ...operators].map((node) => spanOf(node).start);
}

/** Each `&&` and `||` that stands directly in the node. */
function shortCircuits(node: SgNode): readonly SgNode[] {
  return node.children().filter((child) => child.kind() === "&&" || child.kind() === "||");
}

/** Statements that nest; an `else if` is part of its chain. */
export function controlSpans(tree: RustTree): readonly Span[] {
  return controlKinds
    .flatMap((kind) => tree.nodes(kind))
    .filter((node) => node.parent()?.kind() !== "else_clause")
    .map(spanOf);
}

const definedKinds: Readonly<Record<string, Definition["kind"]>> = {
  function_item: "function",
  function_signature_item: "function",
  struct_item: "class",
  enum_item: "class",
  union_item: "class",
  trait_item: "type",
  type_item: "type",
  const_item: "variable",
  static_item: "variable",
  macro_definition: "function",
};

function readDefinitions(tree: RustTree): readonly Definition[] {
  return Object.entries(definedKinds).flatMap(([kind, defined]) =>
    tree.nodes(kind).flatMap((node): Definition[] => {
      const name = node.field("name");
      if (!name) return [];
      const holder = enclosingHolder(node);
      return [
        {
          name: name.text(),
          kind: holder && defined === "function" ? "method" : defined,
          span: spanOf(node),
          nameSpan: spanOf(name),
          isExported: kind === "macro_definition" ? isMacroExported(node) : isPublic(node),
          container: holder ? holderName(holder) : containerOf(node),
        },
      ];
    }),
  );
}

function isMacroExported(node: SgNode): boolean {
  return annotationsOf(node).some((before) => /^#\[\s*macro_export\b/.test(before.text()));
}

function containerOf(node: SgNode): string | null {
  return ancestor(node, "function_item")?.field("name")?.text() ?? null;
}

const nameKinds = ["identifier", "type_identifier", "field_identifier", "shorthand_field_identifier"];

function readNames(
  tree: RustTree,
  text: string,
  imported: ReadonlySet<number>,
): Pick<Outline, "mentions" | "references"> {
  const mentions = new Map<string, number[]>();
  const references = new Map<string, number[]>();
  for (const node of nameKinds.flatMap((kind) => tree.nodes(kind))) {
    const { start, end } = spanOf(node);
    const name = text.slice(start, end);
    addOffset(mentions, name, start);
    if (!imported.has(start) && isReference(text, start)) addOffset(references, name, start);
  }
  for (const { name, start } of [...formatCaptures(text), ...macroNames(text)]) {
    if (mentions.get(name)?.includes(start)) continue;
    addOffset(mentions, name, start);
    addOffset(references, name, start);
  }
  for (const offsets of [...mentions.values(), ...references.values()]) offsets.sort((a, b) => a - b);
  return { mentions, references };
}

/** Names of macros with a body, some of which the tree shows as that body alone. */
function macroNames(text: string): readonly { readonly name: string; readonly start: number }[] {
  return [...text.matchAll(/\b(\w+)![ \t]*[[{]/g)].map(({ 1: name = "", index }) => ({ name, start: index }));
}

/** Names that a format text holds itself: `println!("{session:?}")`. */
function formatCaptures(text: string): readonly { readonly name: string; readonly start: number }[] {
  const formats = /\w!\s*[([{](?:[^";]|"(?=,))*"((?:[^"\\]|\\[^])*)"/g;
  return [...text.matchAll(formats)].flatMap((format) => {
    const written = format[1] ?? "";
    const from = format.index + format[0].length - 1 - written.length;
    return [...written.matchAll(/(?<!\{)\{([a-z_]\w*)(?::[^{}]*)?\}/g)].map((found) => ({
      name: found[1] ?? "",
      start: from + found.index + 1,
    }));
  });
}

const introduced =
  /(?:(?<!\.)\.|::|\b(?:fn|struct|enum|union|trait|type|const|static|mod|macro_rules!)[ \t]+)[ \t\r\n]*$/;

/** Decided from the text around it: asking the parser for each parent costs more than the parse. */
function isReference(text: string, start: number): boolean {
  return !introduced.test(text.slice(Math.max(0, start - 40), start));
}

function readCalls(tree: RustTree, imports: Outline["imports"]): readonly Call[] {
  const dotted = imports.map((entry) => ({ ...entry, module: entry.module.replaceAll("::", ".") }));
  const origins = importOrigins(dotted);
  return tree.nodes("call_expression").map((node) => {
    const callee = calleeOf(node);
    return {
      callee: callee ?? "<expression>",
      origin: callee === null ? null : (originOf(callee, origins) ?? originOfPath(node, callee)),
      span: spanOf(node),
    };
  });
}

/** A path may begin with the name of a crate that nothing imports: `tokio::spawn(…)`. */
function originOfPath(call: SgNode, callee: string): string | null {
  const text = call.field("function")?.text() ?? "";
  return /^(?:::)?(?!crate\b|self\b|super\b)[a-z]\w*::/.test(text) ? callee : null;
}

/** A documentation comment takes its line end along, which is nobody's comment. */
function readComments(tree: RustTree): readonly Span[] {
  return [...tree.nodes("line_comment"), ...tree.nodes("block_comment")]
    .map((node) => {
      const { start, end } = spanOf(node);
      return { start, end: end - (/\r?\n$/.exec(node.text())?.[0].length ?? 0) };
    })
    .sort((a, b) => a.start - b.start);
}

function readParseErrors(tree: RustTree, text: string): readonly ParseError[] {
  const broken = tree.nodes("ERROR").map((node) => {
    const { start } = spanOf(node);
    const near = text.slice(start).trimStart().split(/\s/, 1)[0] ?? "";
    // The ellipsis tells whoever removes credentials that one may have been cut.
    const shown = near.length > 30 ? `${near.slice(0, 30)}…` : near;
    return { at: start, message: `not valid Rust near \`${shown}\`` };
  });
  return [...broken, ...missingNodes(tree)].sort((a, b) => a.at - b.at);
}

/** The grammar puts a node of no width where it expected one; only a file and the inside of a string may be empty. */
function missingNodes(tree: RustTree): readonly ParseError[] {
  return tree.root
    .findAll({ rule: { regex: "^$" } })
    .filter((node) => !["source_file", "string_content"].includes(String(node.kind())))
    .map((node) => ({
      at: spanOf(node).start,
      message: node.isNamed() ? "an expression is missing" : `\`${String(node.kind())}\` is missing`,
    }));
}
