/** Finds where a Java name that is used somewhere has been declared, and as what. */
import type { SgNode } from "@ast-grep/napi";
import { dottedName, methodKinds } from "./ask.js";

export interface Declaration {
  readonly kind: "local" | "parameter" | "field";
  /** As written, without type arguments: `String`, `java.util.Map`; null for `var` and parameters of lambdas. */
  readonly type: string | null;
  readonly value: SgNode | null;
  /** The whole declaration, with its modifiers. */
  readonly node: SgNode;
}

/** The innermost declaration of a name that is in reach at `from`; null when the file does not hold it. */
export function declarationOf(name: string, from: SgNode): Declaration | null {
  let inner = from;
  for (let outer = from.parent(); outer; outer = outer.parent()) {
    const found = declaredIn(outer, inner, name);
    if (found) return found;
    inner = outer;
  }
  return null;
}

/** The declared type of a name, without its arguments; null when it is not written down. */
export function typeOf(name: string, from: SgNode): string | null {
  return declarationOf(name, from)?.type ?? null;
}

function declaredIn(outer: SgNode, inner: SgNode, name: string): Declaration | null {
  const kind = String(outer.kind());
  if (/^(?:block|constructor_body|switch_block_statement_group)$/.test(kind))
    return localIn(before(outer, inner), name);
  if (kind === "for_statement") return localIn(outer.children(), name);
  if (kind === "enhanced_for_statement")
    return outer.field("name")?.text() === name ? declare("local", outer, null) : null;
  if (kind === "try_with_resources_statement") return resourceIn(outer, name);
  if (kind === "catch_clause") return parameterIn(outer.children(), name);
  if (kind === "lambda_expression") return lambdaParameter(outer, name);
  if (methodKinds.some((method) => method === kind))
    return parameterIn(outer.field("parameters")?.children() ?? [], name);
  if (kind === "record_declaration") return parameterIn(outer.field("parameters")?.children() ?? [], name);
  return /^(?:class_body|interface_body|enum_body_declarations)$/.test(kind)
    ? fieldIn(outer.children(), name)
    : null;
}

function before(outer: SgNode, inner: SgNode): readonly SgNode[] {
  const children = outer.children();
  const at = children.findIndex((child) => child.id() === inner.id());
  return at === -1 ? children : children.slice(0, at);
}

function localIn(statements: readonly SgNode[], name: string): Declaration | null {
  return declaratorIn(statements, { name, kinds: /^local_variable_declaration$/, as: "local" });
}

function fieldIn(members: readonly SgNode[], name: string): Declaration | null {
  return declaratorIn(members, { name, kinds: /^(?:field|constant)_declaration$/, as: "field" });
}

interface Wanted {
  readonly name: string;
  readonly kinds: RegExp;
  readonly as: Declaration["kind"];
}

function declaratorIn(nodes: readonly SgNode[], { name, kinds, as }: Wanted): Declaration | null {
  for (const node of nodes.toReversed()) {
    if (!kinds.test(String(node.kind()))) continue;
    const declarator = node
      .children()
      .find((child) => child.kind() === "variable_declarator" && child.field("name")?.text() === name);
    if (declarator) return declare(as, node, declarator.field("value"));
  }
  return null;
}

function resourceIn(statement: SgNode, name: string): Declaration | null {
  const resources = statement.field("resources")?.children() ?? [];
  const found = resources.find((resource) => resource.field("name")?.text() === name);
  return found ? declare("local", found, found.field("value")) : null;
}

function parameterIn(parameters: readonly SgNode[], name: string): Declaration | null {
  const found = parameters.find((parameter) => {
    const declarator = parameter.children().find((child) => child.kind() === "variable_declarator");
    return (
      /parameter$/.test(String(parameter.kind())) && (declarator ?? parameter).field("name")?.text() === name
    );
  });
  return found ? declare("parameter", found, null) : null;
}

/** `x -> …`, `(x, y) -> …`, `(Type x) -> …` */
function lambdaParameter(lambda: SgNode, name: string): Declaration | null {
  const parameters = lambda.field("parameters");
  if (!parameters) return null;
  if (parameters.kind() === "formal_parameters") return parameterIn(parameters.children(), name);
  const names = parameters.kind() === "identifier" ? [parameters] : parameters.children();
  return names.some((child) => child.kind() === "identifier" && child.text() === name)
    ? { kind: "parameter", type: null, value: null, node: lambda }
    : null;
}

function declare(kind: Declaration["kind"], node: SgNode, value: SgNode | null): Declaration {
  return { kind, type: typeName(node), value, node };
}

/** The type as written; an array keeps its brackets, and `var` says nothing. */
function typeName(node: SgNode): string | null {
  const type = node.field("type") ?? node.children().find((child) => /_type$/.test(String(child.kind())));
  const name = type ? (dottedName(type) ?? type.text()) : null;
  return name === "var" ? null : name;
}
