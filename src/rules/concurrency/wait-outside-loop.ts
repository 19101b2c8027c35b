/** Java code waits for a condition and does not ask again whether it holds. */
import type { SgNode } from "@ast-grep/napi";
import { type Edit, defineRule } from "../../model/rule.js";
import { argumentsOf, enclosingFunction, hasModifier, statementsOf } from "../../syntax/java/ask.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // The documentation of Object.wait and Condition.await asks for the loop; how often a wake-up comes unasked it leaves open.
  confidence: 0.75,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Wait without a loop",
  risk: "A thread may wake up without a notification, or after another thread has taken what it waited for: it goes on with a condition that does not hold.",
  fix: "Wait in a loop over the condition: `while (!isReady) lock.wait();`.",
  match: {
    *java({ tree, source: { text } }) {
      if (!/\bwait\(/.test(text)) return;
      for (const call of tree.nodes("method_invocation")) {
        if (!isWait(call) || isInLoop(call)) continue;
        yield {
          at: spanOf(call),
          edits: askedAgain(call),
          issue: `\`${call.text()}\` stands in no loop that asks for the condition again after waking up.`,
        };
      }
    },
  },
  examples: [
    {
      language: "java",
      bad: "class Box {\n  synchronized Item take() throws InterruptedException {\n    if (item == null) {\n      wait();\n    }\n    return item;\n  }\n}\n",
      good: "class Box {\n  synchronized Item take() throws InterruptedException {\n    while (item == null) {\n      wait();\n    }\n    return item;\n  }\n\n  void pause(Process process) throws InterruptedException {\n    synchronized (lock) {\n      lock.wait(500);\n    }\n    page.wait();\n  }\n\n  void hold() throws InterruptedException {\n    synchronized (lock) {\n      for (;;) {\n        if (isReady) return;\n        lock.wait();\n      }\n    }\n  }\n}\n",
    },
  ],
});

/** `if (c) { wait(); }` with nothing else in it asks again as `while (c) { wait(); }`. */
function askedAgain(call: SgNode): readonly Edit[] {
  const statement = call.parent();
  const block = statement?.parent();
  const branch = block?.kind() === "block" ? block.parent() : block;
  const isAlone = block?.kind() !== "block" || statementsOf(block).length === 1;
  if (branch?.kind() !== "if_statement" || !isAlone || branch.field("alternative")) return [];
  const { start } = spanOf(branch);
  return [{ at: { start, end: start + "if".length }, text: "while" }];
}

/** `wait()` without a limit, on the object whose lock is held; with a limit it is often a pause. */
function isWait(call: SgNode): boolean {
  if (call.field("name")?.text() !== "wait" || argumentsOf(call).length > 0) return false;
  const object = call.field("object")?.text() ?? "this";
  const block = ancestor(call, "synchronized_statement");
  const held = block
    ?.children()
    .find((child) => child.kind() === "parenthesized_expression")
    ?.text()
    .slice(1, -1)
    .trim();
  if (held !== undefined && held.replace(/^this\./, "") === object.replace(/^this\./, "")) return true;
  const method = enclosingFunction(call);
  return object === "this" && method !== undefined && hasModifier(method, "synchronized");
}

function isInLoop(call: SgNode): boolean {
  const outer = ancestor(
    call,
    "while_statement",
    "do_statement",
    "for_statement",
    "enhanced_for_statement",
    "method_declaration",
    "lambda_expression",
  );
  return outer !== undefined && /^(?:while|do|for|enhanced_for)_statement$/.test(String(outer.kind()));
}
