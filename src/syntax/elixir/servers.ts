/** The callbacks of a GenServer, which run in its one process, one message after another. */
import type { SgNode } from "@ast-grep/napi";
import type { ElixirTree } from "../../model/tree.js";
import { type WrittenCall } from "./ask.js";
import { callsWithin } from "./calls.js";
import { type AttributedClause, type ElixirModule, modulesOf } from "./modules.js";
import { spanOf } from "../nodes.js";

export interface ServerCallback {
  readonly module: ElixirModule;
  readonly clause: AttributedClause;
}

const callbackNames = /^(?:init|terminate|handle_(?:call|cast|info|continue))$/;

export function isCallbackName(name: string): boolean {
  return callbackNames.test(name);
}

export function isServer({ uses, attributes }: ElixirModule): boolean {
  return (
    uses.includes("GenServer") ||
    attributes.some(({ name, value }) => name === "behaviour" && value === "GenServer")
  );
}

export function serverCallbacks(tree: ElixirTree): readonly ServerCallback[] {
  return modulesOf(tree)
    .filter(isServer)
    .flatMap((module) =>
      module.clauses
        .filter(({ word, name }) => word === "def" && callbackNames.test(name))
        .map((clause) => ({ module, clause })),
    );
}

/** Calls that the callback makes itself; what stands in a function value may run in another process. */
export function ownCalls(tree: ElixirTree, { clause }: ServerCallback): readonly WrittenCall[] {
  return callsWithin(tree, clause.bodySpan).filter(({ node }) => !isHandedOn(node, clause.span.start));
}

function isHandedOn(start: SgNode, limit: number): boolean {
  for (let node = start.parent(); node && spanOf(node).start > limit; node = node.parent())
    if (node.kind() === "anonymous_function") return true;
  return false;
}
