/** `drop` starts or waits for asynchronous work, which may never run there. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Severity } from "../../model/severity.js";
import type { RustTree } from "../../model/tree.js";
import { enclosingHolder, holderName, methodOf } from "../../syntax/rust/ask.js";
import { callsWhere, isSpawn } from "../../syntax/rust/calls.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // That nobody waits for the task is certain; whether its loss matters depends on what it cleans up.
  confidence: 0.8,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Asynchronous work in `drop`",
  risk: "`drop` cannot wait: at shutdown the runtime throws the task away half done, and outside a runtime starting it panics, so what should have been cleaned up stays behind.",
  fix: "Give the type an `async fn close(self)` that callers await, and let `drop` do only what needs no waiting, such as sending the id to a task that cleans up.",
  cwe: [459],
  match: { rust: asyncDrops },
  examples: [
    {
      language: "rust",
      bad: "impl Drop for Connection {\n    fn drop(&mut self) {\n        let sessions = self.sessions.clone();\n        let id = self.id.clone();\n        tokio::spawn(async move {\n            sessions.remove(&id).await;\n        });\n    }\n}\n",
      good: "impl Drop for Connection {\n    fn drop(&mut self) {\n        let _ = self.closed.send(self.id);\n        self.task.abort();\n    }\n}\n\nimpl Connection {\n    async fn close(self) {\n        let sessions = self.sessions.clone();\n        tokio::spawn(async move { sessions.remove().await }).await.ok();\n    }\n    fn drop(&mut self) {\n        tokio::spawn(async {});\n    }\n}\n",
    },
    {
      language: "rust",
      bad: "use tokio::runtime::Handle;\n\nimpl<T: Send> Drop for Lease<T> {\n    fn drop(&mut self) {\n        Handle::current().block_on(self.client.release(self.id));\n    }\n}\n",
      good: "impl Drop for Worker {\n    fn drop(&mut self) {\n        std::thread::spawn(|| tidy());\n        let link = self.link.clone();\n        tokio::task::spawn_blocking(move || Handle::current().block_on(link.close()));\n        if let Some(runtime) = self.runtime.take() {\n            runtime.shutdown_background();\n        }\n    }\n}\n\n#[cfg(test)]\nmod tests {\n    impl Drop for Guard {\n        fn drop(&mut self) {\n            tokio::spawn(async { tidy().await });\n        }\n    }\n}\n",
    },
    {
      language: "rust",
      bad: "impl Drop for Upload {\n    fn drop(&mut self) {\n        if let Ok(handle) = tokio::runtime::Handle::try_current() {\n            let client = self.client.clone();\n            handle.spawn(async move { client.abort_upload().await });\n        }\n    }\n}\n",
      good: 'impl Drop for Upload {\n    fn drop(&mut self) {\n        self.pool.spawn(|| sum());\n        let command = std::process::Command::new("sync").spawn();\n    }\n}\n\nimpl Drop for Ticket {\n    fn drop(&mut self) {\n        let open = self.open.clone();\n        let id = self.id;\n        tokio::spawn(async move {\n            open.write().await.remove(&id);\n        });\n    }\n}\n',
    },
  ],
});

function* asyncDrops(subject: Subject<RustTree>): Iterable<Hit> {
  if (!/\bDrop\s+for\b/.test(subject.source.text)) return;
  const told = new Set<number>();
  const calls = callsWhere(
    subject,
    (call) =>
      isSpawn(call) || /spawn|block_on/.test(subject.source.text.slice(call.span.start, call.span.end)),
  );
  for (const { call, node } of calls) {
    const work = isSpawn(call) ? "spawn" : asyncWork(node);
    const drop = work && droppedIn(node);
    if (!drop || told.has(drop.id) || (work === "spawn" && isForMemory(node))) continue;
    told.add(drop.id);
    yield hit(node, drop, work);
  }
}

type Work = "spawn" | "block_on";

/** `block_on` of anything, and `spawn` on what is no thread pool: it is given an `async` block. */
function asyncWork(call: SgNode): Work | undefined {
  const name = methodOf(call) ?? /(\w+)$/.exec(call.field("function")?.text() ?? "")?.[1];
  if (name === "block_on") return "block_on";
  const [given] =
    call
      .field("arguments")
      ?.children()
      .filter((child) => child.isNamed()) ?? [];
  return name === "spawn" && given?.kind() === "async_block" ? "spawn" : undefined;
}

/** Waits for nothing but a lock or a channel of the program's own: what is lost with the program was the program's. */
function isForMemory(call: SgNode): boolean {
  const waits = [...call.text().matchAll(/\.(\w+)\s*\((?:[^()]|\([^()]*\))*\)\s*\.await\b/g)];
  return (
    waits.length > 0 &&
    waits.every(([, name = ""]) => /^(?:(?:lock|read|write)(?:_owned)?|send)$/.test(name)) &&
    (call.text().match(/\.await\b/g) ?? []).length === waits.length
  );
}

interface Drop {
  readonly id: number;
  readonly type: string;
  readonly text: string;
}

/** The `drop` of a `Drop` that runs the call itself. */
function droppedIn(call: SgNode): Drop | undefined {
  const method = ancestor(call, "function_item");
  const holder = method && enclosingHolder(method);
  const trait = holder?.field("trait")?.text() ?? "";
  if (!method || !holder || !/(?:^|::)Drop$/.test(trait) || isOnThread(call)) return undefined;
  return { id: method.id(), type: holderName(holder) ?? "this type", text: method.text() };
}

/** A thread of its own, or one that is there for waiting, may wait as long as it likes. */
function isOnThread(call: SgNode): boolean {
  for (let around = ancestor(call, "call_expression"); around; around = ancestor(around, "call_expression")) {
    if (/\bthread::|Builder::|\bspawn_blocking$/.test(around.field("function")?.text() ?? "")) return true;
  }
  return false;
}

function hit(call: SgNode, { type, text }: Drop, work: Work): Hit {
  const callee = call.field("function") ?? call;
  const name = callee.text().replace(/\s+/g, "");
  const isGuarded = /\btry_current\b/.test(text);
  const needsContext = !isGuarded && methodOf(call) === null;
  const severity: Severity = isGuarded ? "low" : "medium";
  if (work === "spawn") {
    const rest = needsContext ? ", and outside a runtime the call fails" : "";
    return {
      at: spanOf(callee),
      severity,
      issue: `Dropping \`${type}\` starts a task with \`${name}\` that nobody waits for: at shutdown it may never run${rest}.`,
    };
  }
  return {
    at: spanOf(callee),
    severity,
    // 2 of 3 such hits that were read stood in values that are dropped on threads of their own, the third in a task that may wait.
    confidence: 0.45,
    issue: `Dropping \`${type}\` waits for asynchronous work with \`${name}\`, which panics or stands still when the value is dropped on a thread that drives the runtime.`,
  };
}
