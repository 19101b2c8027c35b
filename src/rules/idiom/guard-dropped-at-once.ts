/** `let _ = lock()` gives the lock back in the same statement, so nothing after it is guarded. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { RustTree } from "../../model/tree.js";
import { argumentsOf, isInTest, methodOf, receiverOf } from "../../syntax/rust/ask.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // `_` binds nothing, so the value ends with the statement: the language says so (Rust reference, "Wildcard pattern").
  confidence: 0.9,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 48 },
  title: "Guard dropped at once",
  risk: "The lock or permit is given back before the next line runs: what follows is as unprotected as if it had never been taken.",
  fix: "Bind the guard to a name that lives to the end of the block: `let _guard = …`.",
  cwe: [667],
  match: { rust: droppedGuards },
  examples: [
    {
      language: "rust",
      bad: "use std::sync::Mutex;\n\nfn append(file_lock: &Mutex<()>, line: &str) {\n    let _ = file_lock.lock().unwrap();\n    write_line(line);\n}\n",
      good: 'use std::sync::Mutex;\n\nfn append(file_lock: &Mutex<()>, line: &str) {\n    let _guard = file_lock.lock().unwrap();\n    write_line(line);\n}\n\nfn wait(lock: &Mutex<()>) {\n    write_line("waiting");\n    let _ = lock.lock().unwrap();\n}\n\nasync fn receive(&mut self) -> Option<Message> {\n    let _ = self.ended.acquire().await;\n    None\n}\n\nfn copy(stdin: &Input, buffer: &mut [u8]) {\n    let _ = stdin.read(buffer);\n    write_line("read");\n}\n',
    },
    {
      language: "rust",
      bad: "use tokio::sync::Semaphore;\n\nasync fn fetch(slots: &Semaphore, url: &str) -> Page {\n    let _ = slots.acquire().await.unwrap();\n    download(url).await\n}\n",
      good: "use tokio::sync::Semaphore;\n\nasync fn fetch(slots: &Semaphore, url: &str) -> Page {\n    let _permit = slots.acquire().await.unwrap();\n    let _ = slots.try_acquire();\n    download(url).await\n}\n",
    },
  ],
});

const takes = /^(?:lock|write|acquire|acquire_owned|lock_owned|enter|entered)$/;

function* droppedGuards({ tree, source }: Subject<RustTree>): Iterable<Hit> {
  if (!/\blet\s+_\s*=/.test(source.text)) return;
  for (const node of tree.nodes("let_declaration")) {
    if (node.field("pattern")?.text() !== "_" || isInTest(tree, node) || isLast(node)) continue;
    const value = node.field("value");
    const taking = value ? takingCall(value) : undefined;
    if (!taking) continue;
    yield {
      at: spanOf(node),
      issue: `\`let _ =\` keeps nothing: what \`${receiverOf(taking)?.text() ?? ""}.${methodOf(taking) ?? ""}()\` gives is dropped before the next line runs.`,
    };
  }
}

/** The call that takes the lock, under `await`, `unwrap` and `?`. */
function takingCall(value: SgNode): SgNode | undefined {
  if (value.kind() === "await_expression" || value.kind() === "try_expression") {
    const inner = value.child(0);
    return inner ? takingCall(inner) : undefined;
  }
  if (value.kind() !== "call_expression") return undefined;
  const name = methodOf(value) ?? "";
  if (takes.test(name)) return argumentsOf(value).length === 0 ? value : undefined;
  const receiver = /^(?:unwrap|expect|unwrap_or_else)$/.test(name) ? receiverOf(value) : null;
  return receiver ? takingCall(receiver) : undefined;
}

/** Taking a lock as the last act, before a constant at most, waits for whoever holds it: that may be all that is wanted. */
function isLast(declaration: SgNode): boolean {
  const next = declaration.next();
  const isConstant = /^(?:return\s*)?(?:None|true|false|\(\)|Ok\(\(\)\)|(?:Ok|Some)\(\w+\)|)?;?$/.test(
    next?.text() ?? "",
  );
  return next === null || next.kind() === "}" || (isConstant && (next.next()?.kind() ?? "}") === "}");
}
