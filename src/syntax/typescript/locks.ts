/** Finds the critical sections of a TypeScript file. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../model/tree.js";
import { type FunctionNode, calledName, enclosingFunction, isFunctionNode, ownNodes, textOf } from "./ask.js";

export interface CriticalSection {
  /** The call or the `try` statement. */
  readonly node: ts.Node;
  readonly body: ts.Node;
  /** As written: `this.mutex`. */
  readonly lock: string;
  readonly holder: FunctionNode;
  /** True when the code after the section runs a turn later than the release, so that others may come first. */
  readonly resumesLater: boolean;
}

const lockName = /(?<![bc])lock|mutex/i;

/** `mutex.runExclusive(…)` and its like, and `try { … } finally { release() }` after an `acquire`. */
export function criticalSections(tree: TypeScriptTree): readonly CriticalSection[] {
  if (!lockName.test(tree.root.text)) return [];
  const { SyntaxKind } = tree.ts;
  return [
    ...tree.nodes(SyntaxKind.CallExpression).flatMap((call) => ofCall(tree, call) ?? []),
    ...tree.nodes(SyntaxKind.TryStatement).flatMap((statement) => ofTry(tree, statement) ?? []),
  ];
}

function ofCall(tree: TypeScriptTree, call: ts.CallExpression): CriticalSection | undefined {
  if (
    !/^(?:runExclusive|withLock|acquire|lock|request|synchronized|dispatch)$/.test(
      calledName(tree, call) ?? "",
    )
  )
    return undefined;
  const lock = textOf(tree, call.expression);
  const callback = call.arguments.find((argument) => isFunctionNode(tree, argument));
  const holder = enclosingFunction(tree, call);
  if (!lockName.test(lock) && !lock.endsWith("runExclusive")) return undefined;
  if (!callback || !isFunctionNode(tree, callback) || !callback.body || !holder) return undefined;
  return { node: call, body: callback.body, lock, holder, resumesLater: true };
}

function ofTry(tree: TypeScriptTree, statement: ts.TryStatement): CriticalSection | undefined {
  const holder = enclosingFunction(tree, statement);
  if (!holder || !statement.finallyBlock) return undefined;
  if (!/release|unlock/i.test(textOf(tree, statement.finallyBlock))) return undefined;
  const acquired = ownNodes(tree, holder).find(
    (node): node is ts.CallExpression =>
      tree.ts.isCallExpression(node) &&
      node.end <= statement.pos + 1 &&
      /(?<![bc])lock|mutex/i.test(textOf(tree, node.expression)) &&
      /^(?:acquire|lock|acquireLock)$/.test(calledName(tree, node) ?? ""),
  );
  if (!acquired) return undefined;
  const lock = textOf(tree, acquired.expression);
  return { node: statement, body: statement.tryBlock, lock, holder, resumesLater: false };
}
