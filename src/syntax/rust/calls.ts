/** Finds calls in a Rust file by what the outline says of them. */
import type { Call, Outline } from "../../model/outline.js";
import type { RustTree } from "../../model/tree.js";
import { type CalledNode, calledNodes } from "../called-nodes.js";
import { isInTest } from "./ask.js";

/** Calls outside test code that the predicate accepts, with their nodes. */
export function callsWhere(
  file: { readonly tree: RustTree; readonly outline: Outline },
  accepts: (call: Call) => boolean,
): readonly CalledNode[] {
  return calledNodes(file, "call_expression", accepts).filter(({ node }) => !isInTest(file.tree, node));
}

const startsTask = /^(?:tokio(?:\.task)?|async_std\.task|smol)\.(?:spawn|spawn_local)$/;

/** True for the functions of the common runtimes that start a task. */
export function isSpawn({ origin }: Call): boolean {
  return origin !== null && startsTask.test(origin);
}
