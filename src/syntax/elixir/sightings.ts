/** Where Elixir code names processes: to reach them, to start them, or neither. */
import type { SgNode } from "@ast-grep/napi";
import type { Span } from "../../model/source.js";
import type { SurveyedFile } from "../../model/survey.js";
import type { ElixirTree } from "../../model/tree.js";
import { argumentsOf, holds, namedChildren } from "./ask.js";
import { type ElixirModule, moduleAt } from "./modules.js";
import { Resolver } from "./resolve.js";
import { spanOf } from "../nodes.js";

export type ProcessKind = "registry" | "supervisor" | "server";

export interface Sighting {
  readonly path: string;
  readonly at: Span;
  /** In full: `Shop.Registry`. Plain atoms are left out: those may be processes of Erlang's own. */
  readonly name: string;
  /** What reaches the process, or null where the name may stand for its start. */
  readonly reached: { readonly kind: ProcessKind; readonly by: string } | null;
}

/** Functions whose first argument is a running process. */
const reaching: readonly (readonly [calls: RegExp, kind: ProcessKind])[] = [
  [
    /^Registry\.(?:lookup|register|unregister|dispatch|keys|match|select|count|count_match|values|update_value|meta|put_meta)$/,
    "registry",
  ],
  [/^DynamicSupervisor\.(?:start_child|terminate_child|which_children|count_children)$/, "supervisor"],
  [/^GenServer\.(?:call|cast)$/, "server"],
];

/** Inside these a module names itself for whoever starts it. */
const selfNaming = new Set(["start_link", "start", "child_spec", "init"]);

/** In source order, everything in a file that could name a process, but for directives, definitions, types and plain calls. */
export function sightingsIn(file: SurveyedFile & { readonly tree: ElixirTree }): readonly Sighting[] {
  const resolver = new Resolver(file.tree, file.outline);
  const found = candidates(file.tree).flatMap((node): Sighting[] => {
    const at = spanOf(node);
    const name = resolver.resolve(node.text().replace(/\s+/g, ""), at);
    if (name === null || name.startsWith(":")) return [];
    const reached = reachedBy(node);
    if (!reached && (isSilent(file.tree, node) || namesItself(name, at, moduleAt(file.tree, at)))) return [];
    const shown = reached ? spanOf(reached.node) : at;
    const kindAndCall = reached && { kind: reached.kind, by: reached.by };
    return [{ path: file.source.path, at: shown, name, reached: kindAndCall ?? null }];
  });
  return found.sort((a, b) => a.at.start - b.at.start);
}

function candidates(tree: ElixirTree): readonly SgNode[] {
  const own = tree.nodes("identifier").filter((node) => node.text() === "__MODULE__");
  const names = [...tree.nodes("alias"), ...own].filter((node) => !isOwnChild(node.parent()));
  const children = tree.nodes("dot").filter(isOwnChild);
  const values = tree.nodes("unary_operator").filter((node) => /^@\w+$/.test(node.text()));
  return [...names, ...children, ...values];
}

/** `__MODULE__.Registry` */
function isOwnChild(node: SgNode | null): boolean {
  return node?.kind() === "dot" && /^__MODULE__\.[A-Z][\w.]*$/.test(node.text());
}

interface Reach {
  readonly node: SgNode;
  readonly kind: ProcessKind;
  readonly by: string;
}

function reachedBy(node: SgNode): Reach | undefined {
  const parent = node.parent();
  if (parent?.kind() === "tuple") return viaTuple(parent, node);
  const call = parent?.kind() === "arguments" ? parent.parent() : null;
  if (call?.kind() !== "call" || argumentsOf(call)[0]?.id() !== node.id()) return undefined;
  const by = call.field("target")?.text() ?? "";
  const kind = reaching.find(([calls]) => calls.test(by))?.[1];
  return kind && { node: call, kind, by };
}

/** `{:via, Registry, {name, key}}` */
function viaTuple(inner: SgNode, name: SgNode): Reach | undefined {
  const outer = inner.parent();
  if (outer?.kind() !== "tuple" || namedChildren(inner)[0]?.id() !== name.id()) return undefined;
  const [via, module] = namedChildren(outer).map((part) => part.text());
  if (via !== ":via" || module !== "Registry") return undefined;
  return { node: outer, kind: "registry", by: "{:via, Registry, …}" };
}

/** Directives, definitions, types, structs, and calls of a module's functions start nothing. */
function isSilent(tree: ElixirTree, node: SgNode): boolean {
  const parent = node.parent();
  const kind = parent?.kind();
  if (!parent || kind === "struct") return true;
  if (kind === "dot") return !startsWhatItCalls(parent);
  const call = kind === "arguments" ? parent.parent() : null;
  const word = call?.field("target")?.text() ?? "";
  if (/^(?:alias|import|require|defmodule|defimpl|defprotocol)$/.test(word)) return true;
  if (call?.parent()?.kind() !== "unary_operator") return isInType(node);
  return isTypeWord(word) || isKnownAttribute(tree, word, spanOf(node));
}

/** Its uses are looked at where they stand; a value set twice, or for another module, is not known there. */
function isKnownAttribute(tree: ElixirTree, name: string, at: Span): boolean {
  return moduleAt(tree, at)?.attributes.filter((attribute) => attribute.name === name).length === 1;
}

function isTypeWord(word: string): boolean {
  return /^(?:spec|type|typep|opaque|callback|macrocallback|impl|behaviour)$/.test(word);
}

function startsWhatItCalls(dot: SgNode): boolean {
  return /^(?:start_link|start|child_spec)$/.test(namedChildren(dot)[1]?.text() ?? "");
}

function isInType(node: SgNode): boolean {
  for (let current = node.parent(); current; current = current.parent()) {
    if (current.kind() === "do_block") return false;
    if (current.kind() === "unary_operator") return isTypeWord(/^@(\w+)/.exec(current.text())?.[1] ?? "");
  }
  return false;
}

function namesItself(name: string, at: Span, module: ElixirModule | undefined): boolean {
  if (module?.name !== name) return false;
  return module.clauses.some((clause) => selfNaming.has(clause.name) && holds(clause.span, at));
}
