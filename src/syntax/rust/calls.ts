/** Finds calls in a Rust file by what the outline says of them. */
import type { SgNode } from "@ast-grep/napi";
import type { Call, Outline } from "../../model/outline.js";
import type { RustTree } from "../../model/tree.js";
import { isInTest } from "./ask.js";

export interface FoundCall {
  readonly call: Call;
  readonly node: SgNode;
}

/** Calls outside test code that the filter lets through; the outline has one entry a node, in the same order. */
export function callsWhere(
  { tree, outline }: { readonly tree: RustTree; readonly outline: Outline },
  isWanted: (call: Call) => boolean,
): readonly FoundCall[] {
  if (!outline.calls.some(isWanted)) return [];
  const nodes = tree.nodes("call_expression");
  return outline.calls.flatMap((call, i) => {
    const node = nodes[i];
    return node && isWanted(call) && !isInTest(tree, node) ? [{ call, node }] : [];
  });
}

const startsTask = /^(?:tokio(?:\.task)?|async_std\.task|smol)\.(?:spawn|spawn_local)$/;

/** True for the functions of the common runtimes that start a task. */
export function isSpawn({ origin }: Call): boolean {
  return origin !== null && startsTask.test(origin);
}
