/** Results of Rust calls that change something and are dropped: `let _ = db.save(…).await`, `file.write(…).ok();`. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Subject } from "../../../model/rule.js";
import type { RustTree } from "../../../model/tree.js";
import { isMeasuring, isTidying } from "../../../syntax/call-names.js";
import { argumentsOf, isInTest, methodOf, receiverOf } from "../../../syntax/rust/ask.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

/** Calls whose failure loses something; a closed channel or a string buffer is nobody's loss. */
const changes =
  /^(?:insert|update|upsert|delete|save|store|execute|commit|persist|publish|append|put|finalize|apply|migrate|pause|resume|enqueue|requeue|mark|complete|fail|ack|nack|upload|transfer|charge|pay|copy|rename|write|write_all|set_permissions)(?:_\w+)?$/;
const bufferWrites = /^(?:write_str|write_char|write_fmt|write_buf)$/;

/** Dropped results without a comment beside them that says why. */
export function* rust(subject: Subject<RustTree>): Iterable<Hit> {
  const { tree, source } = subject;
  if (!/\blet\s+_\s*=|\.ok\(\)\s*;/.test(source.text) || isMeasuring(source.path)) return;
  if (/(?:^|\/)examples?\//.test(source.path)) return;
  const ignored = [
    ...tree.nodes("let_declaration").flatMap((node) => {
      const value = node.field("pattern")?.text() === "_" ? node.field("value") : null;
      return value ? [{ node, value }] : [];
    }),
    ...tree.nodes("expression_statement").flatMap((node) => {
      const call = node.child(0);
      const value = call?.kind() === "call_expression" && methodOf(call) === "ok" ? receiverOf(call) : null;
      return value ? [{ node, value }] : [];
    }),
  ];
  for (const { node, value } of ignored) {
    const name = changeIn(value);
    if (name === undefined || isInTest(tree, node) || isExcused(node, value) || isExplained(subject, node))
      continue;
    yield {
      at: spanOf(node),
      issue: `The result of \`${name}\` is dropped: when it fails, nothing is logged or returned, and no comment says why.`,
      recommendation: `Pass the error on with \`?\`, or log it: \`if let Err(error) = … { warn!(…) }\`.`,
    };
  }
}

function changeIn(value: SgNode): string | undefined {
  const call = value.kind() === "await_expression" ? value.child(0) : value;
  if (call?.kind() !== "call_expression") return undefined;
  const name = methodOf(call) ?? /(\w+)$/.exec(call.field("function")?.text() ?? "")?.[1] ?? "";
  // Without a wait, only files and databases report failures; a map's `insert` returns what was there.
  const isOutside =
    value.kind() === "await_expression" || /^(?:write_all|execute|commit|rename|copy)$/.test(name);
  const receiver = receiverOf(call)?.text() ?? "";
  if (!isOutside || !changes.test(name) || bufferWrites.test(name) || isTidying(name)) return undefined;
  if (
    /(?:tx|sender|buf|buffer|writer|out|clean\w*)$/i.test(receiver) ||
    argumentsOf(call).some((one) => /^["']/.test(one.text()) && name === "write")
  )
    return undefined;
  return name;
}

function isExcused(node: SgNode, value: SgNode): boolean {
  const name = ancestor(node, "function_item")?.field("name")?.text() ?? "";
  if (isTidying(name) || /^(?:try|maybe|best_effort)_|^drop$/.test(name)) return true;
  // Where the terminal cannot be written to, nobody could be told either.
  if (isMeasuring(value.text()) || /\bstd(?:out|err)\b|\bterminal\b/i.test(value.text())) return true;
  // On the way out with another error, the first one counts.
  const arm = ancestor(node, "match_arm", "function_item");
  return /^Err\b/.test(arm?.field("pattern")?.text() ?? "");
}

function isExplained({ outline, source }: Subject, node: SgNode): boolean {
  const { start, end } = spanOf(node);
  const above = source.text.lastIndexOf("\n", source.text.lastIndexOf("\n", start) - 1);
  const lineEnd = source.text.indexOf("\n", end);
  const after = lineEnd === -1 ? source.text.length : lineEnd;
  return outline.comments.some((comment) => comment.end > above && comment.start <= after);
}

export const rustExamples: readonly Example[] = [
  {
    language: "rust",
    bad: "async fn finish(db: &Db, id: u64) {\n    let _ = db.update_status(id, Status::Done).await;\n}\n",
    good: 'async fn finish(db: &Db, id: u64, tx: Sender, cache: &mut Map) -> Result<()> {\n    // The sweeper sets it again in a minute.\n    let _ = db.update_status(id, Status::Done).await;\n\n    let _ = tx.publish(id).await;\n    let _ = cache.insert(id, Status::Done);\n    let _ = db.find(id).await;\n    let _ = db.close().await;\n    if let Err(error) = db.update_status(id, Status::Done).await {\n        warn!("{error}");\n    }\n    db.update_status(id, Status::Done).await\n}\n\nasync fn shutdown(db: &Db) {\n    let _ = db.commit().await;\n}\n',
  },
  {
    language: "rust",
    bad: "fn save(file: &mut File, text: &str) {\n    file.write_all(text.as_bytes()).ok();\n}\n",
    good: 'fn save(file: &mut File, text: &str, out: &mut String) -> Option<()> {\n    out.write_str(text).ok();\n    let _ = write!(out, "{text}");\n    let _ = std::io::stdout().write_all(text.as_bytes());\n    file.write_all(text.as_bytes()).ok()\n}\n',
  },
];
