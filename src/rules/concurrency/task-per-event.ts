/** A task is started for every item of a stream only to note something down. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { RustTree } from "../../model/tree.js";
import { enclosingBody, methodOf } from "../../syntax/rust/ask.js";
import { callsWhere, isSpawn } from "../../syntax/rust/calls.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // That each item starts a task is certain; how many items come is not in the code.
  confidence: 0.75,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Task started for every event",
  risk: "A fast stream starts tasks faster than they finish: memory and contention for the same lock grow with the load, and the notes arrive in any order.",
  fix: "Collect the updates and write them at most once a second, or send them through a bounded channel to one task.",
  cwe: [770],
  match: { rust: spawnedPerItem },
  examples: [
    {
      language: "rust",
      bad: "use std::pin::Pin;\nuse std::task::{Context, Poll};\n\nimpl Stream for SessionStream {\n    type Item = Event;\n    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {\n        match self.inner.as_mut().poll_next(cx) {\n            Poll::Ready(Some(event)) => {\n                let sessions = self.sessions.clone();\n                let id = self.id.clone();\n                tokio::spawn(async move {\n                    sessions.record_activity(&id).await;\n                });\n                Poll::Ready(Some(event))\n            }\n            other => other,\n        }\n    }\n}\n",
      good: "use std::pin::Pin;\nuse std::task::{Context, Poll};\n\nimpl Stream for SessionStream {\n    type Item = Event;\n    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {\n        let now = Instant::now();\n        if now.duration_since(self.last_update) > Duration::from_secs(1) {\n            let sessions = self.sessions.clone();\n            tokio::spawn(async move { sessions.record_activity().await });\n            self.last_update = now;\n        }\n        self.inner.as_mut().poll_next(cx)\n    }\n}\n",
    },
    {
      language: "rust",
      bad: "use tokio::task;\n\nasync fn forward(mut events: Receiver<Event>, seen: Arc<RwLock<HashSet<u64>>>) {\n    while let Some(event) = events.recv().await {\n        let seen = seen.clone();\n        task::spawn(async move {\n            seen.write().await.insert(event.id);\n        });\n    }\n}\n",
      good: "use tokio::task;\n\nasync fn forward(mut events: Receiver<Event>, slots: Arc<Semaphore>, seen: Seen) {\n    while let Some(event) = events.recv().await {\n        let permit = slots.clone().acquire_owned().await;\n        let seen = seen.clone();\n        task::spawn(async move {\n            seen.write().await.insert(event.id);\n            drop(permit);\n        });\n    }\n}\n\nasync fn work(mut jobs: Receiver<Job>) {\n    while let Some(job) = jobs.recv().await {\n        task::spawn(async move { job.run().await });\n    }\n}\n\nasync fn start(ids: Vec<u64>, seen: Seen) {\n    for id in ids {\n        let seen = seen.clone();\n        task::spawn(async move { seen.record(id).await });\n    }\n}\n",
    },
    {
      language: "rust",
      bad: "async fn pump(mut lines: Lines) {\n    loop {\n        let Some(line) = lines.next().await else { break };\n        let metrics = METRICS.clone();\n        tokio::spawn(async move { metrics.increment(line.len()).await });\n    }\n}\n",
      good: "async fn serve(listener: TcpListener, stats: Stats) {\n    loop {\n        let (socket, _) = listener.accept().await.unwrap();\n        let stats = stats.clone();\n        tokio::spawn(async move { stats.record(socket).await });\n    }\n}\n\nasync fn pump(mut incoming: Incoming, stats: Stats) {\n    while let Some(connection) = incoming.next().await {\n        let stats = stats.clone();\n        tokio::spawn(async move { stats.track(connection).await });\n    }\n}\n\nasync fn wait(mut lines: Lines, stats: Stats) {\n    while let Some(line) = lines.next().await {\n        let handle = tokio::spawn(async move { stats.record(line).await });\n        handle.await.unwrap();\n    }\n}\n",
    },
  ],
});

function* spawnedPerItem(subject: Subject<RustTree>): Iterable<Hit> {
  for (const { call, node } of callsWhere(subject, isSpawn)) {
    const noted = isForgotten(node) ? bookkeeping(node, subject.source.text) : undefined;
    const source = noted === undefined ? undefined : itemSource(node);
    if (noted === undefined || !source || isBounded(source, node)) continue;
    const callee = call.callee.replaceAll(".", "::");
    yield {
      at: call.span,
      issue: `\`${callee}\` starts a task for every item of \`${source.name}\`, only to call \`${noted}\`; nothing here limits how many run at once.`,
    };
  }
}

/** Nobody keeps the handle, so nobody can wait for the tasks or count them. */
function isForgotten(call: SgNode): boolean {
  const around = call.parent();
  if (around?.kind() === "let_declaration") return around.field("pattern")?.text() === "_";
  return around?.kind() === "expression_statement";
}

const verbs =
  /^(?:record|update|touch|mark|track|note|bump|increment|incr|inc|observe|count|refresh|register|set_|add_|log_|insert|push|remove|mark_)/;
const locks = /^(?:lock|read|write)$/;

/** Name of the small note a task is for; undefined when it does anything else or waits for something longer. */
function bookkeeping(spawn: SgNode, text: string): string | undefined {
  const block = spawn
    .field("arguments")
    ?.children()
    .find((child) => child.isNamed());
  if (block?.kind() !== "async_block") return undefined;
  const waits = block.findAll({ rule: { kind: "await_expression" } }).map(awaitedName);
  if (waits.length === 0 || hasLoopOrMacro(block, text)) return undefined;
  if (!waits.every((name) => name !== undefined && (verbs.test(name) || locks.test(name)))) return undefined;
  return (
    block
      .findAll({ rule: { kind: "call_expression" } })
      .map(methodOf)
      .find((name) => name !== null && verbs.test(name)) ?? undefined
  );
}

function hasLoopOrMacro(block: SgNode, text: string): boolean {
  const kinds = ["while_expression", "for_expression", "loop_expression"];
  const { start, end } = spanOf(block);
  // The tree shows most macros as calls.
  if (/\w!\s*[([{]/.test(text.slice(start, end))) return true;
  return kinds.some((kind) => block.find({ rule: { kind } }) !== null);
}

function awaitedName(wait: SgNode): string | undefined {
  const awaited = wait.child(0);
  return awaited?.kind() === "call_expression" ? (methodOf(awaited) ?? undefined) : undefined;
}

/** Where the items come from: the loop or the polling function around the call. */
interface ItemSource {
  readonly name: string;
  readonly around: SgNode;
}

function itemSource(spawn: SgNode): ItemSource | undefined {
  const body = enclosingBody(spawn);
  for (let around = spawn.parent(); around && around.id() !== body?.id(); around = around.parent()) {
    const name = receiverOfLoop(around);
    if (name !== undefined) return { name, around };
  }
  const isPolling = body?.kind() === "function_item" && body.field("name")?.text() === "poll_next";
  return body && isPolling ? { name: "poll_next", around: body } : undefined;
}

const awaitedItem =
  /([\w.]+?)(?:\.lock\(\)\.await)?\s*\.(?:recv|next|try_next|message|next_event)\(\)\s*\.await\b/;
/** A task for every connection is how servers work; ticks come at a pace of their own. */
const connections = /incoming|listener|accept|connection|client|interval|tick|signal/i;

function receiverOfLoop(loop: SgNode): string | undefined {
  const awaited =
    loop.kind() === "while_expression"
      ? loop.field("condition")?.text()
      : loop.kind() === "loop_expression"
        ? firstStatement(loop)
        : undefined;
  const name = awaitedItem.exec(awaited ?? "")?.[1];
  return name === undefined || connections.test(name) ? undefined : name;
}

/** An endless loop takes its item first. */
function firstStatement(loop: SgNode): string | undefined {
  const first = loop
    .field("body")
    ?.children()
    .find((child) => child.isNamed() && !String(child.kind()).endsWith("comment"));
  return first?.kind() === "let_declaration" ? first.text() : undefined;
}

const limits = /Semaphore|\.acquire|permit|JoinSet|buffer_unordered|for_each_concurrent|buffered\(/;
const pacing =
  /elapsed|duration_since|interval|throttl|debounc|needs_|should_|last_|is_due|limit|len\(\)|%|try_acquire/;

/** Something limits the tasks: permits, or a condition that lets one through now and then. */
function isBounded({ around }: ItemSource, spawn: SgNode): boolean {
  if (limits.test(around.text())) return true;
  for (let node = spawn.parent(); node && node.id() !== around.id(); node = node.parent()) {
    if (node.kind() === "if_expression" && pacing.test(node.field("condition")?.text() ?? "")) return true;
  }
  // A task that starts late in a polling function after an early return is paced by that return.
  const before = around.text().slice(0, spanOf(spawn).start - spanOf(around).start);
  return around.kind() === "function_item" && /duration_since|elapsed/.test(before);
}
