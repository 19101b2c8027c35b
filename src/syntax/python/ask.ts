/** Questions that rules and the outline ask of a Python tree. */
import type { SgNode } from "@ast-grep/napi";
import { ancestor } from "../nodes.js";

/** The function or lambda whose body holds the node. */
export function enclosingFunction(node: SgNode): SgNode | undefined {
  return ancestor(node, "function_definition", "lambda");
}

export function enclosingClass(node: SgNode): SgNode | undefined {
  return ancestor(node, "class_definition");
}

export function isAsync(definition: SgNode): boolean {
  return definition.child(0)?.kind() === "async";
}

export function isSameNode(a: SgNode | null | undefined, b: SgNode | null | undefined): boolean {
  return a?.id() === b?.id() && a !== undefined && a !== null;
}

/** `a.b.c` for names and attributes; null for anything computed. */
export function dottedName(node: SgNode | null): string | null {
  if (!node) return null;
  const kind = node.kind();
  if (kind === "identifier" || kind === "dotted_name") return node.text();
  if (kind !== "attribute") return null;
  const object = dottedName(node.field("object"));
  const name = node.field("attribute")?.text();
  return object === null || name === undefined ? null : `${object}.${name}`;
}

/** Callee of a call, dotted: `redis.get`; null when computed. */
export function calleeOf(call: SgNode): string | null {
  const called = call.field("function");
  const text = called?.text() ?? "";
  return /^[A-Za-z_][\w.]*$/.test(text) ? text : dottedName(called);
}

/** Positional arguments of a call, without comments and splats. */
export function positionalArguments(call: SgNode): readonly SgNode[] {
  const list = call.field("arguments");
  if (list?.kind() !== "argument_list") return list ? [list] : [];
  return list
    .children()
    .filter(
      (node) =>
        node.isNamed() &&
        !["keyword_argument", "comment", "line_continuation", "list_splat", "dictionary_splat"].includes(
          String(node.kind()),
        ),
    );
}

/** Value of a keyword argument: `True` in `run(cmd, shell=True)`. */
export function keywordArgument(call: SgNode, name: string): SgNode | null {
  const list = call.field("arguments");
  if (list?.kind() !== "argument_list") return null;
  const found = list
    .children()
    .find((node) => node.kind() === "keyword_argument" && node.field("name")?.text() === name);
  return found?.field("value") ?? null;
}

/** True when the call passes `**options`, so that a missing keyword proves nothing. */
export function hasKeywordSplat(call: SgNode): boolean {
  return (
    call
      .field("arguments")
      ?.children()
      .some((node) => node.kind() === "dictionary_splat") ?? false
  );
}

/** Statements of a function, class or clause body, without comments. */
export function statementsOf(node: SgNode): readonly SgNode[] {
  const body =
    node.kind() === "block"
      ? node
      : (node.field("body") ?? node.children().find((child) => child.kind() === "block"));
  return body?.children().filter((child) => child.isNamed() && child.kind() !== "comment") ?? [];
}

/** The string node of the docstring, when the first statement is one. */
export function docstringOf(definition: SgNode): SgNode | null {
  const statements =
    definition.kind() === "module"
      ? definition.children().filter((child) => child.isNamed() && child.kind() !== "comment")
      : statementsOf(definition);
  const first = statements[0];
  const string = first?.kind() === "expression_statement" ? first.child(0) : null;
  return string && ["string", "concatenated_string"].includes(String(string.kind())) ? string : null;
}

/** Text of a plain string without prefix and quotes; null for f-strings with interpolation and for bytes. */
export function literalText(node: SgNode | null): string | null {
  if (node?.kind() !== "string" || isBytes(node)) return null;
  const parts = node.children();
  if (parts.some((part) => part.kind() === "interpolation")) return null;
  return parts
    .filter((part) => part.kind() === "string_content")
    .map((part) => part.text())
    .join("");
}

function isBytes(node: SgNode): boolean {
  return /^[rR]?[bB]/.test(node.child(0)?.text() ?? "");
}

/** The parts of a string that is put together: its literal pieces and the expressions between them. */
export interface StringParts {
  readonly literals: readonly string[];
  readonly expressions: readonly SgNode[];
}

/** Parts of an f-string, a `+` or `%` chain, or `"…".format(…)`; null for anything that is not a string. */
export function stringParts(node: SgNode | null): StringParts | null {
  if (!node) return null;
  switch (node.kind()) {
    case "string":
      return stringPieces(node);
    case "concatenated_string":
      return join(node.children().map(stringParts));
    case "parenthesized_expression":
      return stringParts(node.children().find((child) => child.isNamed()) ?? null);
    case "binary_operator":
      return operatorParts(node);
    case "call":
      return formatParts(node);
    default:
      return null;
  }
}

function stringPieces(node: SgNode): StringParts {
  const parts = node.children();
  return {
    literals: parts.filter((part) => part.kind() === "string_content").map((part) => part.text()),
    expressions: parts
      .filter((part) => part.kind() === "interpolation")
      .flatMap((part) => part.field("expression") ?? part.children().find((child) => child.isNamed()) ?? []),
  };
}

function join(parts: readonly (StringParts | null)[]): StringParts {
  return {
    literals: parts.flatMap((part) => part?.literals ?? []),
    expressions: parts.flatMap((part) => part?.expressions ?? []),
  };
}

function operatorParts(node: SgNode): StringParts | null {
  if (isSum(node)) return sumParts(node);
  if (node.field("operator")?.text() !== "%") return null;
  const [parts, right] = [stringParts(node.field("left")), node.field("right")];
  return parts && right ? { ...parts, expressions: [...parts.expressions, right] } : null;
}

function isSum(node: SgNode): boolean {
  return node.kind() === "binary_operator" && node.field("operator")?.text() === "+";
}

/** From the first operand on: a sum of a thousand terms is a thousand nodes deep. */
function sumParts(node: SgNode): StringParts | null {
  const sums: SgNode[] = [];
  let first: SgNode | null = node;
  for (; first && isSum(first); first = first.field("left")) sums.push(first);
  return sums.reduceRight((parts, sum) => joinSum(sum, parts), stringParts(first));
}

function joinSum(sum: SgNode, left: StringParts | null): StringParts | null {
  const right = stringParts(sum.field("right"));
  if (!left && !right) return null;
  return join([left ?? expressionOnly(sum.field("left")), right ?? expressionOnly(sum.field("right"))]);
}

function expressionOnly(node: SgNode | null): StringParts {
  return { literals: [], expressions: node ? [node] : [] };
}

function formatParts(node: SgNode): StringParts | null {
  const callee = node.field("function");
  if (callee?.kind() !== "attribute" || callee.field("attribute")?.text() !== "format") return null;
  const parts = stringParts(callee.field("object"));
  if (!parts) return null;
  const values =
    node
      .field("arguments")
      ?.children()
      .filter((child) => child.isNamed()) ?? [];
  return {
    literals: parts.literals,
    expressions: values.map((value) =>
      value.kind() === "keyword_argument" ? (value.field("value") ?? value) : value,
    ),
  };
}
