/** Questions that rules and the outline ask of a Java tree. */
import type { SgNode } from "@ast-grep/napi";
import { ancestor } from "../nodes.js";

/** Declarations of types, which hold fields and methods. */
export const typeKinds = [
  "class_declaration",
  "record_declaration",
  "enum_declaration",
  "interface_declaration",
  "annotation_type_declaration",
] as const;

/** Declarations of methods and constructors. */
export const methodKinds = [
  "method_declaration",
  "constructor_declaration",
  "compact_constructor_declaration",
] as const;

/** The method, constructor, lambda or initialiser whose body holds the node. */
export function enclosingFunction(node: SgNode): SgNode | undefined {
  return ancestor(node, ...methodKinds, "lambda_expression", "static_initializer");
}

/** The type that directly holds a member; null for members of anonymous classes. */
export function enclosingType(node: SgNode): SgNode | null {
  const holder = ancestor(node, ...typeKinds, "object_creation_expression", "enum_constant");
  return holder && isType(holder) ? holder : null;
}

function isType(node: SgNode): boolean {
  return typeKinds.some((kind) => kind === node.kind());
}

/** True when a declaration carries the keyword: `static`, `private`, `volatile`. */
export function hasModifier(declaration: SgNode, keyword: string): boolean {
  const modifiers = declaration.children().find((child) => child.kind() === "modifiers");
  return modifiers?.children().some((child) => child.kind() === keyword) ?? false;
}

/** `a.b.C` for names, fields, types and `this`; null for anything computed. Type arguments are left out. */
export function dottedName(node: SgNode | null): string | null {
  if (!node) return null;
  switch (node.kind()) {
    case "identifier":
    case "type_identifier":
    case "this":
    case "super":
      return node.text();
    case "generic_type":
      return dottedName(node.child(0));
    case "scoped_type_identifier":
      return node.text().replace(/\s+|<.*>/gs, "");
    case "field_access":
      return join(node.field("object"), node.field("field"));
    default:
      return null;
  }
}

function join(object: SgNode | null, name: SgNode | null): string | null {
  const before = dottedName(object);
  return before === null || name === null ? null : `${before}.${name.text()}`;
}

/** Callee of a call or of `new`, dotted: `map.get`, `ArrayList`; null when computed. */
export function calleeOf(call: SgNode): string | null {
  if (call.kind() === "object_creation_expression") return dottedName(call.field("type"));
  const name = call.field("name");
  const object = call.field("object");
  return object ? join(object, name) : (name?.text() ?? null);
}

/** Arguments of a call, without comments. */
export function argumentsOf(call: SgNode): readonly SgNode[] {
  return call.field("arguments")?.children().filter(isCode) ?? [];
}

/** Statements of a block, without comments; a single statement stands for itself. */
export function statementsOf(node: SgNode | null): readonly SgNode[] {
  if (!node) return [];
  return node.kind() === "block" ? node.children().filter(isCode) : [node];
}

function isCode(node: SgNode): boolean {
  return node.isNamed() && !/comment$/.test(String(node.kind()));
}

/** What stands inside brackets, however many. */
export function withoutBrackets(node: SgNode | null): SgNode | null {
  let inner = node;
  while (inner?.kind() === "parenthesized_expression") inner = inner.children().find(isCode) ?? null;
  return inner;
}
