/** Supervisors whose children are restarted together, not one by one as by default. */
import type { SgNode } from "@ast-grep/napi";
import type { Span } from "../../model/source.js";
import type { ElixirTree } from "../../model/tree.js";
import { argumentsOf, callsOf, keywordOf, namedChildren } from "./ask.js";
import { type ElixirModule, moduleAt } from "./modules.js";
import { spanOf } from "../nodes.js";

export interface SharedRestart {
  readonly module: ElixirModule;
  /** `:one_for_all` or `:rest_for_one`. */
  readonly strategy: string;
  /** The call that sets it. */
  readonly at: Span;
  /** Names of the children as written, where they stand in a list; a tuple's first part is its module. */
  readonly children: readonly string[];
}

/** `Supervisor.init(children, strategy: :one_for_all)` and the same of `start_link`. */
export function sharedRestarts(tree: ElixirTree): readonly SharedRestart[] {
  return callsOf(tree).flatMap(({ node, target, span }): SharedRestart[] => {
    if (!/^Supervisor\.(?:init|start_link)$/.test(target)) return [];
    const value = keywordOf(node, "strategy");
    const module = moduleAt(tree, span);
    if (!value || !module || !/^:(?:one_for_all|rest_for_one)$/.test(value.text())) return [];
    const list = listNamed(tree, argumentsOf(node)[0], span);
    return [{ module, strategy: value.text(), at: span, children: list.flatMap(childName) }];
  });
}

/** Items of a list, or of the list that a name has been given in the lines before. */
function listNamed(tree: ElixirTree, node: SgNode | undefined, before: Span): readonly SgNode[] {
  if (node?.kind() === "list") return namedChildren(node);
  const given = tree.nodes("binary_operator").findLast((one) => {
    const isAssigned = one.field("operator")?.text() === "=" && one.field("left")?.text() === node?.text();
    return isAssigned && spanOf(one).end <= before.start;
  });
  const value = given?.field("right");
  return value?.kind() === "list" ? namedChildren(value) : [];
}

function childName(item: SgNode): readonly string[] {
  const name = item.kind() === "tuple" ? namedChildren(item)[0] : item;
  return name?.kind() === "alias" ? [name.text()] : [];
}
