/** The functions of an Elixir module that others call, and whether their types are written down. */
import type { Attribute, AttributedClause, ElixirModule } from "./modules.js";

/** First clauses of the public functions that are nobody's callback and not hidden. */
export function interfaceOf(module: ElixirModule): readonly AttributedClause[] {
  return firstClauses(module).filter(wantsSpec);
}

export function hasSpec({ attributes }: ElixirModule, name: string): boolean {
  return attributes.some((attribute) => specifiedName(attribute).includes(name));
}

function specifiedName({ name, value }: Attribute): readonly string[] {
  return name === "spec" ? (/^[a-z_]\w*[?!]?/.exec(value ?? "")?.slice(0, 1) ?? []) : [];
}

function firstClauses({ clauses }: ElixirModule): readonly AttributedClause[] {
  const hidden = new Set(clauses.filter(isHidden).map(({ name }) => name));
  const byName = new Map(clauses.toReversed().map((clause) => [clause.name, clause] as const));
  return [...byName.values()].reverse().filter(({ name }) => !hidden.has(name));
}

/** A callback's types are its behaviour's; what has `@doc false` is nobody's interface. */
function isHidden({ attributes }: AttributedClause): boolean {
  return attributes.some(({ name, value }) => name === "impl" || (name === "doc" && value === "false"));
}

const callbacks =
  /^(?:_|(?:init|terminate|code_change|child_spec|mount|render|update|call)$|(?:handle|format)_(?:call|cast|info|continue|event|params|status|async)$)/;

/** Actions and components take what their framework hands them. */
function wantsSpec({ word, name, parameters }: AttributedClause): boolean {
  const first = parameters[0]?.name ?? "";
  return word === "def" && !callbacks.test(name) && !/^_?(?:conn|socket|assigns)$/.test(first);
}
