/** Java: `unlock()` that an exception skips, because it stands in no `finally`. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Matcher } from "../../../model/rule.js";
import { calleeOf, methodKinds } from "../../../syntax/java/ask.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

export const java: Matcher<"java"> = function* ({ tree, source, outline }) {
  if (!outline.imports.some(({ module }) => module.startsWith("java.util.concurrent.locks"))) return;
  if (!source.text.includes(".unlock()")) return;
  const calls = tree.nodes("method_invocation");
  for (const taken of calls) {
    const [, lock] = /^(.+)\.(?:lock|lockInterruptibly)$/.exec(calleeOf(taken) ?? "") ?? [];
    if (lock === undefined || taken.parent()?.kind() !== "expression_statement") continue;
    const method = ancestor(taken, ...methodKinds, "lambda_expression");
    if (!method) continue;
    const own = calls.filter(
      (call) => ancestor(call, ...methodKinds, "lambda_expression")?.id() === method.id(),
    );
    const given = own.filter((call) => calleeOf(call) === `${lock}.unlock`);
    const [first] = given.filter((call) => spanOf(call).start > spanOf(taken).start);
    if (!first || given.length !== 1 || given.some(isSafe)) continue;
    const risky = own.find((call) => isBetween(call, taken, first) && mayThrow(call));
    if (!risky) continue;
    yield {
      at: spanOf(taken),
      also: [spanOf(first)],
      severity: "medium",
      issue: `\`${lock}.unlock()\` stands in no \`finally\`: when \`${calleeOf(risky) ?? risky.field("name")?.text() ?? ""}\` throws, \`${lock}\` stays locked.`,
      recommendation: `Follow \`${lock}.lock()\` with \`try { … } finally { ${lock}.unlock(); }\`.`,
    };
  }
};

/** In a `finally`, or in a handler that covers the failure. */
function isSafe(call: SgNode): boolean {
  return ancestor(call, "finally_clause", "catch_clause") !== undefined;
}

function isBetween(call: SgNode, from: SgNode, to: SgNode): boolean {
  return spanOf(call).start > spanOf(from).end && spanOf(call).end < spanOf(to).start;
}

/** Plain lookups and log lines are not what a lock is lost by. */
function mayThrow(call: SgNode): boolean {
  const callee = calleeOf(call) ?? "";
  return !/(?:^|\.)(?:get|is|has|size|put|add|remove|clear|contains\w*|equals|isEmpty|signal\w*|incrementAndGet|decrementAndGet|set|offer|poll|peek|nanoTime|currentTimeMillis|println|debug|info|warn|error|trace|unlock)$/.test(
    callee,
  );
}

export const javaExamples: readonly Example[] = [
  {
    language: "java",
    bad: "import java.util.concurrent.locks.ReentrantLock;\n\nclass Store {\n  private final ReentrantLock lock = new ReentrantLock();\n\n  void rename(String id, String name) {\n    lock.lock();\n    Session session = load(id);\n    session.name = name;\n    lock.unlock();\n  }\n}\n",
    good: "import java.util.concurrent.locks.ReentrantLock;\n\nclass Store {\n  private final ReentrantLock lock = new ReentrantLock();\n\n  void rename(String id, String name) {\n    lock.lock();\n    try {\n      load(id).name = name;\n    } finally {\n      lock.unlock();\n    }\n  }\n\n  int count() {\n    lock.lock();\n    int count = sessions.size();\n    lock.unlock();\n    return count;\n  }\n\n  void begin() {\n    lock.lock();\n    prepare();\n  }\n\n  void end() {\n    lock.unlock();\n  }\n}\n",
  },
];
