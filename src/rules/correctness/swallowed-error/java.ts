/** Errors dropped in Java: an empty `catch` of the widest classes. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Matcher, Subject } from "../../../model/rule.js";
import type { JavaTree } from "../../../model/tree.js";
import { calleeOf, methodKinds } from "../../../syntax/java/ask.js";
import { isExcused, isExcusedFunction, isExplained, makeHit } from "./excuses.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

export const java: Matcher<"java"> = function* (subject) {
  for (const node of subject.tree.nodes("catch_clause")) {
    const hit = examineCatch(subject, node);
    if (hit) yield hit;
  }
};

export const javaExamples: readonly Example[] = [
  {
    language: "java",
    bad: "class Orders {\n  void pay(Order order) {\n    try {\n      bank.charge(order);\n    } catch (Exception e) {\n    }\n  }\n}\n",
    good: "class Orders {\n  void pay(Order order) {\n    try {\n      bank.charge(order);\n    } catch (Exception e) {\n      // The queue retries it in a minute.\n    }\n    try { bank.charge(order); } catch (NotFound e) {}\n    try { bank.charge(order); } catch (Exception ignored) {}\n    try { bank.charge(order); } catch (Exception e) { log.warn(order, e); }\n    try { socket.close(); } catch (Exception e) {}\n    try { count = Integer.parseInt(text); } catch (Exception e) {}\n    try { driver = Class.forName(name); } catch (Throwable e) {}\n  }\n\n  void shutdown() {\n    try { bank.flush(); } catch (Exception e) {}\n  }\n}\n",
  },
];

/** `ignored` and `expected` are how Java says that dropping it is meant. */
function examineCatch(subject: Subject<JavaTree>, node: SgNode): Hit | null {
  const caught = /^catch\s*\(\s*(?:final\s+)?([\w.|\s]+?)\s+(\w+)\s*\)\s*\{\s*\}$/.exec(node.text());
  const attempt = node.parent();
  if (!caught || !attempt || !/(?<![\w])(?:Exception|Throwable)$/.test(caught[1] ?? "")) return null;
  // What returns from the attempt is the first that works, and a number that cannot be read is an answer.
  if (
    /\breturn\b|\b(?:parse(?:Int|Long|Double|Float)|newInstance)\(/.test(attempt.field("body")?.text() ?? "")
  )
    return null;
  if (/^(?:_|ign\w*|expected\w*|unused|swallow\w*)$/i.test(caught[2] ?? "")) return null;
  const { start, end } = spanOf(node);
  const attemptStart = spanOf(attempt).start;
  if (isExplained(subject, start, end) || isExplained(subject, attemptStart, attemptStart)) return null;
  const all = ["method_invocation", "object_creation_expression"].flatMap((kind) =>
    (attempt.field("body")?.findAll({ rule: { kind } }) ?? []).map(
      (call) => calleeOf(call) ?? call.field("name")?.text() ?? "",
    ),
  );
  const calls = all.filter((callee) => !isLookup(callee));
  if (isExcused(calls, subject.source)) return null;
  const holder = ancestor(node, "finally_clause", "catch_clause", ...methodKinds);
  if (holder && !methodKinds.some((kind) => kind === holder.kind())) return null;
  return isExcusedFunction(holder?.field("name")?.text() ?? "")
    ? null
    : makeHit({ start, end }, calls, subject.source);
}

function isLookup(callee: string): boolean {
  return /(?:^|\.)(?:forName|loadClass|get(?:Declared)?(?:Method|Field|Constructor)|sleep|valueOf|getProperty|setAccessible|delete)$/.test(
    callee,
  );
}
