/** Reads the outline of an Elixir tree: modules, functions, aliases, names, calls, comments. */
import type { Call, Definition, FunctionFact, Outline, ParseError } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { ElixirTree } from "../../model/tree.js";
import { measureFunctions } from "../measure.js";
import { addOffset, importOrigins } from "../names.js";
import { argumentsOf, callsOf, holds, type WrittenCall } from "./ask.js";
import { type Clause, isDefining, readClause } from "./clauses.js";
import { readImports } from "./imports.js";
import { type ElixirModule, moduleAt, modulesOf } from "./modules.js";
import { spanOf } from "../nodes.js";

export function outlineElixir(tree: ElixirTree, text: string): Outline {
  const imports = readImports(tree);
  const clauses = callsOf(tree).flatMap(({ node, target }) => readClause(node, target) ?? []);
  const definitions = readDefinitions(tree, clauses);
  const bound = [
    ...imports.flatMap((entry) => entry.names.map(({ span }) => span)),
    ...definitions.map(({ nameSpan }) => nameSpan),
  ];
  return {
    functions: readFunctions(tree, clauses),
    definitions,
    imports,
    ...readNames(tree, text, bound),
    calls: readCalls(tree, text, importOrigins(imports)),
    comments: tree.nodes("comment").map(spanOf),
    parseErrors: readParseErrors(tree, text),
  };
}

function readFunctions(tree: ElixirTree, clauses: readonly Clause[]): readonly FunctionFact[] {
  const measured = measureFunctions(
    clauses.map(({ span }) => span),
    decisions(tree),
    controlSpans(tree),
  );
  const documented = new Set(modulesOf(tree).flatMap(documentedNames));
  return clauses.map(({ word, name, span, nameSpan, bodySpan, parameters }) => {
    const className = moduleAt(tree, span)?.name ?? null;
    return {
      name,
      className,
      span,
      nameSpan,
      bodySpan,
      parameters,
      hasReturnType: true,
      isAsync: false,
      isExported: isPublic(word),
      hasDocumentation: documented.has(`${className ?? ""}.${name}`),
      ...(measured.get(span) ?? { complexity: 1, nesting: 0 }),
    };
  });
}

function isPublic(word: Clause["word"]): boolean {
  return word === "def" || word === "defmacro";
}

/** One `@doc` speaks for all clauses of a function. */
function documentedNames({ name, clauses }: ElixirModule): readonly string[] {
  return clauses.flatMap((clause) => {
    const isDocumented = clause.attributes.some((one) => one.name === "doc" && one.value !== "false");
    return isDocumented ? `${name}.${clause.name}` : [];
  });
}

const controlWords = new Set(["if", "unless", "case", "cond", "for", "with", "receive", "try"]);
const decisionWords = new Set(["if", "unless", "for"]);

/** Constructs that nest, as `FunctionFact.nesting` counts them. */
export function controlSpans(tree: ElixirTree): readonly Span[] {
  return callsOf(tree).flatMap(({ target, span }) => (controlWords.has(target) ? [span] : []));
}

/** Branches of `case`, `cond`, `receive`, `rescue` and the like count one each; the catch-all is their `else`. */
function decisions(tree: ElixirTree): readonly number[] {
  const words = callsOf(tree).filter(({ target }) => decisionWords.has(target));
  const branches = tree
    .nodes("stab_clause")
    .filter(
      (node) => node.parent()?.kind() !== "anonymous_function" && !/^(?:_\w*|true)\s*->/.test(node.text()),
    );
  const circuits = tree
    .nodes("binary_operator")
    .filter((node) => /^(?:and|or|&&|\|\|)$/.test(node.field("operator")?.text() ?? ""));
  return [
    ...words.map(({ span }) => span.start),
    ...[...branches, ...circuits].map((node) => spanOf(node).start),
  ];
}

function readDefinitions(tree: ElixirTree, clauses: readonly Clause[]): readonly Definition[] {
  const modules = modulesOf(tree).map(({ name, span, nameSpan }): Definition => ({
    name: name.slice(name.lastIndexOf(".") + 1),
    kind: "class",
    span,
    nameSpan,
    isExported: true,
    container: null,
  }));
  const functions = clauses.map(({ word, name, span, nameSpan }): Definition => ({
    name,
    kind: "function",
    span,
    nameSpan,
    isExported: isPublic(word),
    container: moduleAt(tree, span)?.name ?? null,
  }));
  return [...modules, ...functions];
}

type Names = Pick<Outline, "mentions" | "references">;

/** Names, the parts of module names, and atoms and keys, which name functions and fields. */
function readNames(tree: ElixirTree, text: string, bound: readonly Span[]): Names {
  const mentions = new Map<string, number[]>();
  const references = new Map<string, number[]>();
  const binding = new Set(bound.map(({ start }) => start));
  for (const kind of ["identifier", "alias", "atom", "keyword"]) {
    for (const node of tree.nodes(kind)) {
      const { start } = spanOf(node);
      const isBinding = binding.has(start);
      for (const { 0: name, index } of node.text().matchAll(/[\p{L}_][\p{L}\p{N}_]*[?!]?/gu)) {
        addOffset(mentions, name, start + index);
        const isMember = kind === "keyword" || (kind === "identifier" && text[start - 1] === ".");
        if (!isBinding && !isMember) addOffset(references, name, start + index);
      }
    }
  }
  for (const offsets of [...mentions.values(), ...references.values()]) offsets.sort((a, b) => a - b);
  return { mentions, references };
}

const directives = /^(?:alias|import|require|use|def\w*|quote|unquote)$/;

/** Code that runs: no definitions and their heads, no directives, no attributes and types. */
function readCalls(tree: ElixirTree, text: string, origins: ReadonlyMap<string, string>): readonly Call[] {
  const calls = callsOf(tree);
  const silent = calls.flatMap((call) => typesAndHeads(call, text));
  return calls.flatMap(({ node, target, span }): Call[] => {
    if (directives.test(target) || controlWords.has(target) || text[span.start - 1] === "@") return [];
    if (silent.some((around) => holds(around, span))) return [];
    // `state.name` is the reading of a field in the grammar's eyes a call too.
    const isField =
      /^[a-z_]\w*\./.test(target) && !node.children().some((child) => child.kind() === "arguments");
    if (isField) return [];
    const callee = /^[\w.:?!@]+$/.test(target) ? target : "<expression>";
    return [{ callee, origin: originOf(callee, origins), span }];
  });
}

function typesAndHeads({ node, target, span }: WrittenCall, text: string): readonly Span[] {
  if (text[span.start - 1] === "@")
    return /^(?:spec|type|typep|opaque|callback|macrocallback)$/.test(target) ? [span] : [];
  const head = isDefining(target) ? argumentsOf(node)[0] : undefined;
  return head ? [spanOf(head)] : [];
}

/** A module needs no import to be called, so its own full name is its origin. */
function originOf(callee: string, origins: ReadonlyMap<string, string>): string | null {
  const [first = "", ...rest] = callee.split(".");
  const origin =
    origins.get(first) ?? (/^(?:[A-Z]|:[a-z])/.test(callee) && rest.length > 0 ? first : undefined);
  return origin === undefined ? null : [origin, ...rest].join(".");
}

function readParseErrors(tree: ElixirTree, text: string): readonly ParseError[] {
  const broken = tree.nodes("ERROR").map((node) => {
    const { start } = spanOf(node);
    const near = text.slice(start).trimStart().split(/\s/, 1)[0] ?? "";
    return {
      at: start,
      message: `not valid Elixir near \`${near.length > 30 ? `${near.slice(0, 30)}…` : near}\``,
    };
  });
  // The grammar puts a node of no width where it expected one; nothing a person wrote is empty but an empty file.
  const missing = tree.root
    .findAll({ rule: { regex: "^$" } })
    .filter((node) => !["source", "quoted_content", "body"].includes(String(node.kind())))
    .map((node) => ({ at: spanOf(node).start, message: `\`${String(node.kind())}\` is missing` }));
  // One `end` too many is a plain name to the grammar; after a dot it really is one.
  const lonely = tree.root
    .findAll({ rule: { kind: "identifier", regex: "^end$" } })
    .filter((node) => text[spanOf(node).start - 1] !== ".")
    .map((node) => ({ at: spanOf(node).start, message: "`end` closes nothing" }));
  return [...broken, ...missing, ...lonely].sort((a, b) => a.at - b.at);
}
