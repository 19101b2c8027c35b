/** The modules of an Elixir file: their functions clause by clause, with the attributes that stand before them. */
import type { SgNode } from "@ast-grep/napi";
import type { Span } from "../../model/source.js";
import type { ElixirTree } from "../../model/tree.js";
import { argumentsOf, attributeCall, callsOf, doBlockOf, holds, namedChildren } from "./ask.js";
import { type Clause, readClause } from "./clauses.js";
import { spanOf } from "../nodes.js";

/** `@name value`, with the value as written; `null` when it has none. */
export interface Attribute {
  readonly name: string;
  readonly value: string | null;
  readonly span: Span;
}

/** A function clause with the attributes between it and what stands before it. */
export interface AttributedClause extends Clause {
  readonly attributes: readonly Attribute[];
}

export interface ElixirModule {
  readonly word: "defmodule" | "defprotocol" | "defimpl";
  /** In full, also when it is nested in another. */
  readonly name: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly attributes: readonly Attribute[];
  readonly clauses: readonly AttributedClause[];
  /** Modules it takes in with `use`, as written. */
  readonly uses: readonly string[];
}

const known = new WeakMap<ElixirTree, readonly ElixirModule[]>();

/** In source order, an outer module before the ones in it. */
export function modulesOf(tree: ElixirTree): readonly ElixirModule[] {
  const before = known.get(tree);
  if (before) return before;
  const modules: ElixirModule[] = [];
  for (const { node, target, span } of callsOf(tree)) {
    if (!isModuleWord(target)) continue;
    const name = argumentsOf(node)[0];
    const block = doBlockOf(node);
    if (!name || !block || name.kind() === "keywords") continue;
    const outer = modules.findLast((module) => holds(module.span, span));
    const written = name.text().replace(/^Elixir\./, "");
    modules.push({
      word: target,
      name: outer && target !== "defimpl" ? `${outer.name}.${written}` : written,
      span,
      nameSpan: spanOf(name),
      ...readBody(block),
    });
  }
  known.set(tree, modules);
  return modules;
}

function isModuleWord(target: string): target is ElixirModule["word"] {
  return target === "defmodule" || target === "defprotocol" || target === "defimpl";
}

/** The innermost module around a place. */
export function moduleAt(tree: ElixirTree, place: Span): ElixirModule | undefined {
  return modulesOf(tree).findLast(({ span }) => holds(span, place));
}

function readBody(block: SgNode): Pick<ElixirModule, "attributes" | "clauses" | "uses"> {
  const attributes: Attribute[] = [];
  const clauses: AttributedClause[] = [];
  const uses: string[] = [];
  let pending: Attribute[] = [];
  for (const child of namedChildren(block)) {
    const attribute = readAttribute(child);
    if (attribute) {
      attributes.push(attribute);
      pending.push(attribute);
      continue;
    }
    const target = child.kind() === "call" ? (child.field("target")?.text() ?? "") : "";
    const clause = readClause(child, target);
    if (clause) clauses.push({ ...clause, attributes: pending });
    if (target === "use") uses.push(argumentsOf(child)[0]?.text() ?? "");
    pending = [];
  }
  return { attributes, clauses, uses };
}

function readAttribute(node: SgNode): Attribute | undefined {
  const call = attributeCall(node);
  if (!call) return undefined;
  const name = call.field("target")?.text() ?? "";
  return { name, value: argumentsOf(call)[0]?.text() ?? null, span: spanOf(node) };
}
