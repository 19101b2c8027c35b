/** Finds the critical sections of a Python file. */
import type { SgNode } from "@ast-grep/napi";
import type { PythonTree } from "../../model/tree.js";
import { enclosingFunction } from "./ask.js";

export interface CriticalSection {
  /** The whole `with` statement. */
  readonly node: SgNode;
  readonly body: SgNode;
  /** As written: `self._lock`. */
  readonly lock: string;
  readonly holder: SgNode;
  /** `async with`: only tasks of one event loop are kept out, and they run only where others await. */
  readonly isAsync: boolean;
}

/** `with` and `async with` over something called a lock, inside a function. */
export function criticalSections(tree: PythonTree): readonly CriticalSection[] {
  return tree.nodes("with_statement").flatMap((node) => {
    const clause = node.children().find((child) => child.kind() === "with_clause");
    const lock = clause?.text() ?? "";
    if (!/(?<![bc])lock|mutex/i.test(lock)) return [];
    const [body, holder] = [node.field("body"), enclosingFunction(node)];
    if (!body || !holder) return [];
    return { node, body, lock, holder, isAsync: node.child(0)?.kind() === "async" };
  });
}
