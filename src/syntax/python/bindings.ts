/** Finds what a name stands for in a Python file. */
import type { SgNode } from "@ast-grep/napi";
import { enclosingFunction, positionalArguments } from "./ask.js";
import { ancestor } from "../nodes.js";

export type Binding =
  | { readonly kind: "parameter"; readonly node: SgNode; readonly owner: SgNode }
  /** What is assigned to the name before it is used, in source order; `added` for `+=`. */
  | { readonly kind: "variable"; readonly given: readonly Given[]; readonly isCertain: boolean }
  /** An item of what a loop runs over, or of what is unpacked. */
  | { readonly kind: "item"; readonly of: SgNode };

export interface Given {
  readonly value: SgNode;
  readonly isAdded: boolean;
}

/** The binding of a name at the place where it is used; undefined for imports, globals and functions. */
export function bindingOf(use: SgNode): Binding | undefined {
  const name = use.text();
  const inComprehension = comprehensionItem(use, name);
  if (inComprehension) return inComprehension;
  for (let scope = enclosingFunction(use); scope; scope = enclosingFunction(scope)) {
    const [variable, parameter] = [variableIn(scope, use), parameterOf(scope, name)];
    // `if not order: order = "name"` leaves the parameter as it is otherwise.
    const isReplaced = variable?.kind === "variable" && variable.isCertain;
    const found = parameter && !isReplaced ? parameter : variable;
    if (found) return found;
  }
  const module = use.getRoot().root();
  return variableIn(module, use);
}

function comprehensionItem(use: SgNode, name: string): Binding | undefined {
  const kinds = ["list_comprehension", "generator_expression", "set_comprehension"];
  for (let around = ancestor(use, ...kinds); around; around = ancestor(around, ...kinds)) {
    const clause = around.children().find((child) => child.kind() === "for_in_clause" && binds(child, name));
    const source = clause?.field("right");
    if (source) return { kind: "item", of: source };
  }
  return undefined;
}

function binds(clause: SgNode, name: string): boolean {
  const words: readonly string[] = clause.field("left")?.text().match(/\w+/g) ?? [];
  return words.includes(name);
}

function parameterOf(owner: SgNode, name: string): Binding | undefined {
  const node = owner
    .field("parameters")
    ?.children()
    .find((child) => child.isNamed() && /^\**(\w+)/.exec(child.text())?.[1] === name);
  return node && { kind: "parameter", node, owner };
}

/** Assignments and loops of this function that give the name a value before its use. */
function variableIn(scope: SgNode, use: SgNode): Binding | undefined {
  const name = use.text();
  const limit = use.range().start.index;
  const isOwn = (node: SgNode): boolean =>
    (node.kind() === "for_statement" ? node.range().start : node.range().end).index <= limit &&
    (enclosingFunction(node)?.id() ?? rootId(node)) === scope.id();
  const assigned = ["assignment", "augmented_assignment"]
    .flatMap((kind) => scope.findAll({ rule: { kind } }))
    .filter((node) => isOwn(node) && binds(node, name) && !/^\S*[.[]/.test(node.field("left")?.text() ?? "."))
    .sort((a, b) => a.range().start.index - b.range().start.index);
  const given = assigned.flatMap((node): Given[] => {
    const value = node.field("right");
    return value ? [{ value, isAdded: node.kind() === "augmented_assignment" }] : [];
  });
  const [first] = assigned;
  if (first && first.field("left")?.kind() === "identifier")
    return { kind: "variable", ...sinceReplaced(given, limit) };
  if (given[0]) return { kind: "item", of: given[0].value };
  const loop = scope
    .findAll({ rule: { kind: "for_statement" } })
    .find((node) => isOwn(node) && binds(node, name));
  const source = loop?.field("right");
  return source ? { kind: "item", of: source } : undefined;
}

/** Without what a later assignment in a block around the use has replaced; certain when there is one. */
function sinceReplaced(
  given: readonly Given[],
  use: number,
): { readonly given: readonly Given[]; readonly isCertain: boolean } {
  const last = given.findLastIndex(({ value, isAdded }) => {
    const block = ancestor(value, "block", "module");
    return !isAdded && block !== undefined && block.range().end.index > use;
  });
  return { given: given.slice(Math.max(last, 0)), isCertain: last !== -1 };
}

function rootId(node: SgNode): number {
  return node.getRoot().root().id();
}

/** What is appended to a list before the place: the arguments of `list.append(…)`. */
export function appendedTo(list: SgNode): readonly SgNode[] {
  const scope = enclosingFunction(list) ?? list.getRoot().root();
  const name = list.text();
  return scope.findAll({ rule: { kind: "call" } }).flatMap((call) => {
    const callee = call.field("function")?.text() ?? "";
    return callee === `${name}.append` || callee === `${name}.extend` ? positionalArguments(call) : [];
  });
}
