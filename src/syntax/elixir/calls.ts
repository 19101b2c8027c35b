/** Elixir calls with what they are given, the value of a pipe first among it. */
import type { SgNode } from "@ast-grep/napi";
import type { Span } from "../../model/source.js";
import type { ElixirTree } from "../../model/tree.js";
import { type WrittenCall, argumentsOf, callsOf, holds } from "./ask.js";
import { type AttributedClause, moduleAt } from "./modules.js";

/** `value |> run(1)` gives `run` two arguments; keywords at the end are one. */
export function givenTo(call: SgNode): readonly SgNode[] {
  const piped = pipedInto(call);
  return piped ? [piped, ...argumentsOf(call)] : argumentsOf(call);
}

/** Left side of the pipe that ends in this call. */
export function pipedInto(call: SgNode): SgNode | undefined {
  const pipe = call.parent();
  if (pipe?.kind() !== "binary_operator" || pipe.field("operator")?.text() !== "|>") return undefined;
  return pipe.field("right")?.id() === call.id() ? (pipe.field("left") ?? undefined) : undefined;
}

/** Calls of these functions, by the name as written. */
export function callsNamed(tree: ElixirTree, names: RegExp): readonly WrittenCall[] {
  return callsOf(tree).filter(({ target }) => names.test(target));
}

/** The clause of a module's function around a place. */
export function clauseAt(tree: ElixirTree, place: Span): AttributedClause | undefined {
  return moduleAt(tree, place)?.clauses.find(({ span }) => holds(span, place));
}

export function ancestorOf(node: SgNode, isSought: (candidate: SgNode) => boolean): SgNode | undefined {
  for (let current = node.parent(); current; current = current.parent())
    if (isSought(current)) return current;
  return undefined;
}

/** True inside `quote do … end`, whose code runs elsewhere. */
export function isQuoted(tree: ElixirTree, place: Span): boolean {
  return callsNamed(tree, /^quote$/).some(({ span }) => holds(span, place) && span.start !== place.start);
}

/** Text of a plain string without interpolation; null for anything else. */
export function plainText(node: SgNode | undefined): string | null {
  if (node?.kind() !== "string" && node?.kind() !== "charlist") return null;
  const parts = node.children().filter((child) => child.isNamed());
  if (parts.some((part) => part.kind() === "interpolation")) return null;
  return parts.map((part) => part.text()).join("");
}

/** Calls inside a place, innermost definitions and all. */
export function callsWithin(tree: ElixirTree, place: Span): readonly WrittenCall[] {
  return callsOf(tree).filter(({ span }) => holds(place, span));
}
