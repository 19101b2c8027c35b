/** Supervisors whose children are restarted together, not one by one as by default. */
import type { Span } from "../../model/source.js";
import type { ElixirTree } from "../../model/tree.js";
import { callsOf, keywordOf } from "./ask.js";
import { type ElixirModule, moduleAt } from "./modules.js";

export interface SharedRestart {
  readonly module: ElixirModule;
  /** `:one_for_all` or `:rest_for_one`. */
  readonly strategy: string;
  /** The call that sets it. */
  readonly at: Span;
}

/** `Supervisor.init(children, strategy: :one_for_all)` and the same of `start_link`. */
export function sharedRestarts(tree: ElixirTree): readonly SharedRestart[] {
  return callsOf(tree).flatMap(({ node, target, span }): SharedRestart[] => {
    if (!/^Supervisor\.(?:init|start_link)$/.test(target)) return [];
    const value = keywordOf(node, "strategy");
    const module = moduleAt(tree, span);
    if (!value || !module || !/^:(?:one_for_all|rest_for_one)$/.test(value.text())) return [];
    return [{ module, strategy: value.text(), at: span }];
  });
}
