/** Reads the outline of a Java tree: methods, definitions, imports, names, calls, comments. */
import type { SgNode } from "@ast-grep/napi";
import type { Call, Definition, FunctionFact, Import, Outline, Parameter } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { JavaTree } from "../../model/tree.js";
import { measureFunctions } from "../measure.js";
import { addOffset, importOrigins, originOf } from "../names.js";
import { calleeOf, enclosingFunction, enclosingType, hasModifier, methodKinds, typeKinds } from "./ask.js";
import { readImports } from "./imports.js";
import { readParseErrors } from "./parse-errors.js";
import { ancestor, spanOf } from "../nodes.js";

export function outlineJava(tree: JavaTree, text: string): Outline {
  const imports = readImports(tree);
  const definitions = readDefinitions(tree);
  const comments = ["line_comment", "block_comment"]
    .flatMap((kind) => tree.nodes(kind).map(spanOf))
    .sort((a, b) => a.start - b.start);
  const documentation = comments.filter(({ start }) => text.startsWith("/**", start));
  return {
    functions: readFunctions(tree, new Documentation(documentation, text)),
    definitions,
    imports,
    ...readNames({ tree, text, imports, definitions, documentation }),
    calls: readCalls(tree, importOrigins(imports)),
    comments,
    parseErrors: readParseErrors(tree, text),
  };
}

/** Knows which declarations have a Javadoc comment directly above them. */
class Documentation {
  readonly #ends: ReadonlySet<number>;

  constructor(
    comments: readonly Span[],
    readonly text: string,
  ) {
    this.#ends = new Set(comments.map(({ end }) => end));
  }

  isAbove(start: number): boolean {
    let end = start;
    while (end > 0 && /\s/.test(this.text.charAt(end - 1))) end--;
    return this.#ends.has(end);
  }
}

/** Methods and constructors with a body; what happens in a lambda counts for the method that holds it. */
function readFunctions(tree: JavaTree, documentation: Documentation): readonly FunctionFact[] {
  const nodes = methodKinds
    .flatMap((kind) => tree.nodes(kind))
    .filter((node) => node.field("body") !== null)
    .map((node) => ({ node, span: spanOf(node) }))
    .sort((a, b) => a.span.start - b.span.start);
  const spans = nodes.map(({ span }) => span);
  const measured = measureFunctions(spans, decisions(tree), controlSpans(tree));
  return nodes.map(({ node, span }) => {
    const name = node.field("name");
    return {
      name: name?.text() ?? "<anonymous>",
      className: enclosingType(node)?.field("name")?.text() ?? null,
      span,
      nameSpan: spanOf(name ?? node),
      bodySpan: spanOf(node.field("body") ?? node),
      parameters: readParameters(node),
      hasReturnType: node.field("type") !== null,
      isAsync: false,
      isExported: isVisible(node),
      hasDocumentation: documentation.isAbove(span.start),
      ...(measured.get(span) ?? { complexity: 1, nesting: 0 }),
    };
  });
}

function readParameters(node: SgNode): readonly Parameter[] {
  const list = node.field("parameters")?.children() ?? [];
  return list
    .filter((parameter) => /^(?:formal|spread)_parameter$/.test(String(parameter.kind())))
    .map((parameter) => ({ name: parameterName(parameter), isTyped: true, hasDefault: false }));
}

/** `String... names` keeps its name one level deeper. */
function parameterName(parameter: SgNode): string {
  const declarator = parameter.children().find((child) => child.kind() === "variable_declarator");
  return (declarator ?? parameter).field("name")?.text() ?? "";
}

const decisionKinds = [
  "if_statement",
  "for_statement",
  "enhanced_for_statement",
  "while_statement",
  "do_statement",
  "catch_clause",
  "ternary_expression",
];
const controlKinds = [
  "for_statement",
  "enhanced_for_statement",
  "while_statement",
  "do_statement",
  "try_statement",
  "try_with_resources_statement",
  "switch_expression",
  "synchronized_statement",
];

function decisions(tree: JavaTree): readonly number[] {
  const cases = tree.nodes("switch_label").filter((node) => node.child(0)?.kind() !== "default");
  const operators = tree
    .nodes("binary_expression")
    .filter((node) => /^(?:&&|\|\|)$/.test(node.field("operator")?.text() ?? ""));
  return [...decisionKinds.flatMap((kind) => tree.nodes(kind)), ...cases, ...operators].map(
    (node) => spanOf(node).start,
  );
}

/** Statements that nest, as `FunctionFact.nesting` counts them: an `else if` is part of its chain. */
export function controlSpans(tree: JavaTree): readonly Span[] {
  const ifs = tree.nodes("if_statement").filter((node) => {
    const parent = node.parent();
    return parent?.kind() !== "if_statement" || parent.field("alternative")?.id() !== node.id();
  });
  return [...ifs, ...controlKinds.flatMap((kind) => tree.nodes(kind))].map(spanOf);
}

/** Other files see what is neither private nor declared inside a method; without a keyword it is the package's. */
function isVisible(declaration: SgNode): boolean {
  return !hasModifier(declaration, "private") && !enclosingFunction(declaration);
}

function readDefinitions(tree: JavaTree): readonly Definition[] {
  return [
    ...typeKinds.flatMap((kind) =>
      tree.nodes(kind).map((node) => {
        const isContract = /^(?:interface|annotation_type)_/.test(kind);
        return definitionOf(node, node, isContract ? "type" : "class");
      }),
    ),
    ...tree.nodes("method_declaration").map((node) => definitionOf(node, node, "method")),
    ...["field_declaration", "constant_declaration"].flatMap((kind) =>
      tree.nodes(kind).flatMap((node) => {
        const declarators = node.children().filter((child) => child.kind() === "variable_declarator");
        return declarators.map((declarator) => definitionOf(node, declarator, "variable"));
      }),
    ),
    ...tree.nodes("enum_constant").map((node) => definitionOf(node, node, "variable")),
  ];
}

function definitionOf(declaration: SgNode, named: SgNode, kind: Definition["kind"]): Definition {
  const name = named.field("name") ?? named;
  return {
    name: name.text(),
    kind,
    span: spanOf(declaration),
    nameSpan: spanOf(name),
    isExported: isVisible(declaration),
    container:
      ancestor(declaration, ...typeKinds, ...methodKinds)
        ?.field("name")
        ?.text() ?? null,
  };
}

interface Naming extends Pick<Outline, "imports" | "definitions"> {
  readonly tree: JavaTree;
  readonly text: string;
  readonly documentation: readonly Span[];
}

function readNames({ tree, text, imports, definitions, documentation }: Naming): Names {
  const mentions = new Map<string, number[]>();
  const references = new Map<string, number[]>();
  const defined = new Set(definitions.map(({ nameSpan }) => nameSpan.start));
  for (const node of [...tree.nodes("identifier"), ...tree.nodes("type_identifier")]) {
    const name = node.text();
    const start = node.range().start.index;
    addOffset(mentions, name, start);
    if (!defined.has(start) && !isImported(start, imports) && isReference(text, start))
      addOffset(references, name, start);
  }
  for (const comment of documentation) addDocumentedNames(text, comment, { mentions, references });
  for (const offsets of [...mentions.values(), ...references.values()]) offsets.sort((a, b) => a - b);
  return { mentions, references };
}

type Names = Pick<Outline, "mentions" | "references">;

function isImported(offset: number, imports: readonly Import[]): boolean {
  if (offset > (imports.at(-1)?.span.end ?? 0)) return false;
  return imports.some(({ span }) => span.start <= offset && offset < span.end);
}

/** Decided from the text around it: asking the parser for each parent costs more than the parse. */
function isReference(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 40), start);
  return !/(?:\.|::|\bpackage)[ \t]*$/.test(before);
}

/** Names in the tags of a Javadoc comment that refer to code: `{@link Store#get(Key)}`, `@see Store`, `@throws Gone`. */
function addDocumentedNames(
  text: string,
  { start, end }: Span,
  { mentions, references }: { mentions: Map<string, number[]>; references: Map<string, number[]> },
): void {
  const tags = /\{@(?:link|linkplain|value)\s[^}]*\}|@(?:see|throws|exception|serialData)\s[^\n]*/g;
  for (const tag of text.slice(start, end).matchAll(tags)) {
    for (const name of tag[0].matchAll(/(?<![@\w.#])[A-Za-z_$][\w$]*/g)) {
      const offset = start + tag.index + name.index;
      addOffset(mentions, name[0], offset);
      addOffset(references, name[0], offset);
    }
  }
}

/** Calls and `new` expressions in source order. */
function readCalls(tree: JavaTree, origins: ReadonlyMap<string, string>): readonly Call[] {
  const calls = ["method_invocation", "object_creation_expression"].flatMap((kind) =>
    tree.nodes(kind).map((node) => {
      const callee = calleeOf(node);
      return {
        callee: callee ?? "<expression>",
        origin: callee === null ? null : originOf(callee, origins),
        span: spanOf(node),
      };
    }),
  );
  return calls.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
}
