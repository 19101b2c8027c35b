/** A lock of the standard library is held while a task waits. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { RustTree } from "../../model/tree.js";
import { enclosingBody, isInTest, methodOf, receiverOf } from "../../syntax/rust/ask.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "high",
  // The guard is still alive at the `await` by the language's rules; whether another task wants it is not known.
  confidence: 0.85,
  judged: { right: 3, arguable: 0, wrong: 0, projects: 1 },
  title: "Lock held across an await",
  risk: "A task that waits while it holds the lock blocks every thread that asks for it; when the task that would release it runs on one of these threads, the program stands still.",
  fix: "Take what is needed out of the lock in a block of its own before the await, or use `tokio::sync::Mutex` when the lock must be held.",
  cwe: [833],
  match: { rust: heldGuards },
  examples: [
    {
      language: "rust",
      bad: "use std::sync::Mutex;\n\nasync fn publish(state: &Mutex<State>, client: &Client) {\n    let mut state = state.lock().unwrap();\n    state.sent += 1;\n    client.send(&state.topic).await;\n}\n",
      good: "use std::sync::Mutex;\n\nasync fn publish(state: &Mutex<State>, client: &Client) {\n    let topic = state.lock().unwrap().topic.clone();\n    {\n        let mut state = state.lock().unwrap();\n        state.sent += 1;\n    }\n    client.send(&topic).await;\n    let guard = state.lock().unwrap();\n    drop(guard);\n    client.flush().await;\n    let _ = state.lock().unwrap();\n    client.flush().await;\n}\n",
    },
    {
      language: "rust",
      bad: 'async fn load(cache: &RwLock<Map>, id: u64) -> Option<Page> {\n    let pages = cache.read().expect("poisoned");\n    if let Some(page) = pages.get(&id) {\n        return Some(page.render().await);\n    }\n    None\n}\n',
      good: "async fn load(cache: &tokio::sync::RwLock<Map>, id: u64) -> Option<Page> {\n    let pages = cache.read().await;\n    pages.get(&id)?.render().await\n}\n\nfn start(cache: Arc<Mutex<Map>>) {\n    let pages = cache.lock().unwrap();\n    let first = pages.first().cloned();\n    tokio::spawn(async move { first.render().await });\n}\n\nasync fn later(cache: Arc<Mutex<Map>>) -> usize {\n    refresh().await;\n    let pages = cache.lock().unwrap();\n    pages.len()\n}\n",
    },
    {
      language: "rust",
      bad: "async fn drain(queue: &std::sync::Mutex<VecDeque<Job>>) {\n    while let Some(job) = queue.lock().unwrap().pop_front() {\n        job.run().await;\n    }\n}\n",
      good: "async fn drain(queue: &std::sync::Mutex<VecDeque<Job>>) {\n    loop {\n        let next = queue.lock().unwrap().pop_front();\n        let Some(job) = next else { break };\n        job.run().await;\n    }\n    if queue.lock().unwrap().is_empty() {\n        rest().await;\n    }\n}\n",
    },
    {
      language: "rust",
      bad: "async fn notify(watchers: &std::sync::Mutex<Vec<Watcher>>) {\n    if let Ok(list) = watchers.lock() {\n        for watcher in list.iter() {\n            watcher.wake().await;\n        }\n    }\n}\n",
      good: "async fn notify(watchers: &std::sync::Mutex<Vec<Watcher>>) {\n    let list: Vec<Watcher> = match watchers.lock() {\n        Ok(list) => list.clone(),\n        Err(_) => return,\n    };\n    for watcher in list.iter() {\n        watcher.wake().await;\n    }\n}\n",
    },
  ],
});

/** A guard, and how far it lives. */
interface Guard {
  /** Name it is bound to; null for one that lives in the head of a block. */
  readonly name: string | null;
  readonly lock: SgNode;
  readonly alive: Span;
}

const takesLock = /\.\s*(?:lock|read|write)\s*\(\s*\)/;

function* heldGuards({ tree, source }: Subject<RustTree>): Iterable<Hit> {
  if (!takesLock.test(source.text) || !source.text.includes(".await")) return;
  const awaits = tree.nodes("await_expression");
  // Files and sockets are read and written too.
  const hasReaders = /\bRwLock\b/.test(source.text);
  for (const call of tree.nodes("call_expression")) {
    if (!isLock(call) || (methodOf(call) !== "lock" && !hasReaders)) continue;
    const guard = guardOf(call);
    const wait = guard && awaits.find((node) => isWaitUnder(node, guard, source.text));
    if (!guard || !wait || isInTest(tree, call)) continue;
    yield {
      at: spanOf(guard.lock),
      also: [spanOf(wait)],
      issue: `${described(guard)} is still held while \`${shortened(wait.text())}\` is awaited.`,
    };
  }
}

function isLock(call: SgNode): boolean {
  const name = methodOf(call);
  return (
    name !== null &&
    /^(?:lock|read|write)$/.test(name) &&
    call
      .field("arguments")
      ?.children()
      .every((child) => !child.isNamed()) === true
  );
}

/** The guard that the result of a lock becomes, when the standard library's `Result` around it shows its kind. */
function guardOf(lock: SgNode): Guard | undefined {
  const unwrapped = unwrappedFrom(lock);
  const around = (unwrapped ?? lock).parent();
  if (unwrapped && around?.kind() === "let_declaration") return boundGuard(around, lock);
  const head = headOf(lock);
  if (!head || (!unwrapped && !isMatchedAsResult(lock, head))) return undefined;
  const body = head.kind() === "if_expression" ? head.field("consequence") : head.field("body");
  return body ? { name: null, lock, alive: spanOf(body) } : undefined;
}

/** `lock().unwrap()` and its kin: the locks of `tokio` give no `Result`, so only the standard library's are unwrapped. */
function unwrappedFrom(lock: SgNode): SgNode | undefined {
  const field = lock.parent();
  const call = field?.kind() === "field_expression" ? field.parent() : null;
  const name = call?.kind() === "call_expression" ? methodOf(call) : null;
  const isUnwrapped = name !== null && /^(?:unwrap|expect|unwrap_or_else)$/.test(name);
  return call && isUnwrapped && receiverOf(call)?.id() === lock.id() ? call : undefined;
}

function boundGuard(declaration: SgNode, lock: SgNode): Guard | undefined {
  const name = /^(?:mut\s+)?(\w+)$/.exec(declaration.field("pattern")?.text() ?? "")?.[1];
  const block = declaration.parent();
  if (name === undefined || name === "_" || block?.kind() !== "block") return undefined;
  return { name, lock, alive: { start: spanOf(declaration).end, end: spanOf(block).end } };
}

/**
 * The `if let`, `while let`, `match` or `for` whose head holds the lock: temporary values of the head live until the
 * block ends (Rust reference, "Temporary scopes"). The condition of a plain `if` or `while` ends them at once.
 */
function headOf(lock: SgNode): SgNode | undefined {
  let inner = lock;
  for (let around = lock.parent(); around; around = around.parent()) {
    switch (around.kind()) {
      case "field_expression":
      case "call_expression":
      case "arguments":
      case "reference_expression":
      case "try_expression":
      case "let_condition":
        inner = around;
        continue;
      case "if_expression":
      case "while_expression":
        return inner.kind() === "let_condition" ? around : undefined;
      case "for_expression":
      case "match_expression":
        return around.field("value")?.id() === inner.id() ? around : undefined;
      default:
        return undefined;
    }
  }
  return undefined;
}

/** `if let Ok(guard) = state.lock()`. */
function isMatchedAsResult(lock: SgNode, head: SgNode): boolean {
  const condition = lock.parent();
  return (
    head.kind() === "if_expression" &&
    condition?.kind() === "let_condition" &&
    /^Ok\s*\(/.test(condition.field("pattern")?.text() ?? "")
  );
}

/** True when the wait is part of the same function, while the guard lives, and nothing gave it up before. */
function isWaitUnder(wait: SgNode, { name, lock, alive }: Guard, text: string): boolean {
  const { start, end } = spanOf(wait);
  if (start < alive.start || end > alive.end) return false;
  if (enclosingBody(wait)?.id() !== enclosingBody(lock)?.id()) return false;
  // `drop(guard)`, or a function that the guard is handed to.
  return name === null || !new RegExp(`[(,]\\s*${name}\\s*[,)]`).test(text.slice(alive.start, end));
}

function described({ name, lock }: Guard): string {
  const source = shortened(lock.text());
  return name === null ? `The guard of \`${source}\`` : `\`${name}\`, the guard of \`${source}\`,`;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").replaceAll("`", "'");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
