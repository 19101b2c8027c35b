/** A `return` in a Java `finally` block throws away the exception, or the result, that was under way (JLS 14.20.2). */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Matcher } from "../../../model/rule.js";
import { spanOf } from "../../../syntax/nodes.js";

export const java: Matcher<"java"> = function* ({ tree }) {
  for (const clause of tree.nodes("finally_clause")) {
    const leaving = clause
      .findAll({ rule: { kind: "return_statement" } })
      .find((node) => leaves(node, clause));
    if (leaving)
      yield {
        at: spanOf(leaving),
        issue: `\`${leaving.text()}\` in the \`finally\` block replaces whatever the \`try\` block was about to return or throw, errors too.`,
      };
  }
};

export const javaExamples: readonly Example[] = [
  {
    language: "java",
    bad: "class Orders {\n  boolean pay(Order order) {\n    boolean isDone = false;\n    try {\n      bank.charge(order);\n      isDone = true;\n    } finally {\n      return isDone;\n    }\n  }\n}\n",
    good: "class Orders {\n  boolean pay(Order order) {\n    try {\n      bank.charge(order);\n      return true;\n    } catch (BankException e) {\n      return false;\n    } finally {\n      queue.submit(() -> {\n        return bank.close(order);\n      });\n    }\n  }\n}\n",
  },
];

/** Not the `return` of a lambda or a class inside the block. */
function leaves(node: SgNode, clause: SgNode): boolean {
  for (let outer = node.parent(); outer; outer = outer.parent()) {
    if (outer.id() === clause.id()) return true;
    if (/^(?:lambda_expression|method_declaration|class_body)$/.test(String(outer.kind()))) return false;
  }
  return false;
}
