/** Finds the nodes of Python calls by what they call. */
import type { Call, Outline } from "../../model/outline.js";
import type { PythonTree } from "../../model/tree.js";
import { type CalledNode, calledNodes } from "../called-nodes.js";

/** Calls the predicate accepts, with their nodes. */
export function callsWhere(
  file: { readonly tree: PythonTree; readonly outline: Outline },
  accepts: (call: Call) => boolean,
): readonly CalledNode[] {
  return calledNodes(file, "call", accepts);
}
