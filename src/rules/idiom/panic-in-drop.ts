/** A destructor that can panic: while another panic unwinds, that ends the whole process. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { RustTree } from "../../model/tree.js";
import {
  argumentsOf,
  calleeOf,
  enclosingHolder,
  isInTest,
  methodOf,
  receiverOf,
} from "../../syntax/rust/ask.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // A second panic aborts by the language's rules; how likely the first one is depends on the call.
  confidence: 0.75,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 48 },
  title: "Panic in a destructor",
  risk: "When the value is dropped because something else panicked, the second panic aborts the process: no other destructor runs and nothing is reported.",
  fix: "Log the error and go on, or offer a `close()` that returns it and let `drop` do without.",
  match: { rust: panickingDrops },
  examples: [
    {
      language: "rust",
      bad: "impl Drop for Writer {\n    fn drop(&mut self) {\n        self.file.flush().unwrap();\n    }\n}\n",
      good: 'impl Drop for Writer {\n    fn drop(&mut self) {\n        if let Err(error) = self.file.flush() {\n            log::warn!("not flushed: {error}");\n        }\n        let _ = self.file.sync_all();\n        self.handle.take().unwrap().abort();\n    }\n}\n\nimpl Writer {\n    fn drop(&mut self) {\n        self.file.flush().unwrap();\n    }\n}\n',
    },
    {
      language: "rust",
      bad: 'impl Drop for Server {\n    fn drop(&mut self) {\n        if let Some(thread) = self.thread.take() {\n            thread.join().expect("the server thread failed");\n        }\n    }\n}\n',
      good: "impl Drop for Server {\n    fn drop(&mut self) {\n        if std::thread::panicking() {\n            return;\n        }\n        self.thread.take().map(|thread| thread.join().unwrap());\n    }\n}\n\nimpl Drop for Ticket {\n    fn drop(&mut self) {\n        self.open.lock().unwrap().remove(&self.id);\n    }\n}\n",
    },
  ],
});

function* panickingDrops({ tree, source }: Subject<RustTree>): Iterable<Hit> {
  if (!/\bDrop\s+for\b/.test(source.text)) return;
  for (const definition of tree.nodes("function_item")) {
    if (definition.field("name")?.text() !== "drop" || isInTest(tree, definition)) continue;
    const holder = enclosingHolder(definition);
    if (holder?.field("trait")?.text() !== "Drop" || /panicking\(\)/.test(definition.text())) continue;
    const call = definition.findAll({ rule: { kind: "call_expression" } }).find(isPanicking);
    if (!call || ancestor(call, "async_block", "closure_expression")) continue;
    yield {
      at: spanOf(call),
      issue: `\`drop\` of \`${holder.field("type")?.text() ?? ""}\` panics when \`${shortened(receiverOf(call)?.text() ?? call.text())}\` fails.`,
    };
  }
}

const fallible =
  /^(?:flush|join|write\w*|read\w*|send|remove_\w+|kill|wait|sync_\w+|close|shutdown|execute|commit|rollback|create\w*|open|rename|block_on|lock)$/;

/** An `Option` that the type always fills is not a risk; what talks to the system or another thread is. */
function isPanicking(call: SgNode): boolean {
  if (!/^(?:unwrap|expect)$/.test(methodOf(call) ?? "")) return false;
  const receiver = receiverOf(call);
  if (receiver?.kind() !== "call_expression") return false;
  const name = methodOf(receiver) ?? calleeOf(receiver)?.split(".").at(-1) ?? "";
  return fallible.test(name) && !isLock(receiver, name);
}

/** A lock fails only after another thread has panicked under it: the program is past saving then. */
function isLock(call: SgNode, name: string): boolean {
  return /^(?:lock|read|write)$/.test(name) && argumentsOf(call).length === 0;
}

function shortened(text: string): string {
  const line = text
    .replace(/\s+(?=\.)/g, "")
    .replace(/\s+/g, " ")
    .replaceAll("`", "'");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
