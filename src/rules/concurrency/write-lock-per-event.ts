/** One lock around everybody's state is taken for writing whenever an item of a stream arrives. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { RustTree } from "../../model/tree.js";
import { isCollection, isForOneAtATime } from "../../syntax/lock-names.js";
import { argumentsOf, enclosingBody, isInTest, methodOf, receiverOf } from "../../syntax/rust/ask.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "low",
  // That the lock is taken for each item is read off the loop; how many loops share it is not.
  confidence: 0.6,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 48 },
  title: "Write lock taken for every event",
  risk: "While one stream writes, no other can even read: with many busy streams they all move at the pace of this one lock.",
  fix: "Keep what changes with every event outside the shared map (an atomic or a lock for each entry), collect the changes and write them once in a while, or use a map that locks in parts.",
  cwe: [667],
  match: { rust: writesPerItem },
  examples: [
    {
      language: "rust",
      bad: "async fn follow(mut events: Receiver<Event>, sessions: Arc<RwLock<HashMap<u64, Session>>>) {\n    while let Some(event) = events.recv().await {\n        if let Some(session) = sessions.write().await.get_mut(&event.session) {\n            session.last_seen = Instant::now();\n        }\n    }\n}\n",
      good: "async fn follow(mut events: Receiver<Event>, sessions: Arc<RwLock<HashMap<u64, Session>>>) {\n    let mut noted = Instant::now();\n    while let Some(event) = events.recv().await {\n        if noted.elapsed() > PAUSE {\n            sessions.write().await.touch(event.session);\n            noted = Instant::now();\n        }\n        if let Some(session) = sessions.read().await.get(&event.session) {\n            session.seen.store(now(), Ordering::Relaxed);\n        }\n    }\n}\n\nasync fn accept(mut incoming: Incoming, peers: Arc<RwLock<Peers>>) {\n    while let Some(connection) = incoming.next().await {\n        peers.write().await.insert(connection.id(), connection);\n    }\n}\n\nasync fn read(mut socket: Socket, mut buffer: Buffer, entries: Entries) {\n    while let Some(part) = socket.next().await {\n        buffer.write().await;\n        tokio::spawn(async move { entries.write().await.clear() });\n        if part.is_last() {\n            entries.write().await.remove(&part.id);\n        }\n    }\n}\n",
    },
    {
      language: "rust",
      bad: "impl Stream for Followed {\n    type Item = Event;\n    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {\n        let next = self.inner.as_mut().poll_next(cx);\n        if let Poll::Ready(Some(event)) = &next {\n            self.sessions.write().unwrap().touch(event.session);\n        }\n        next\n    }\n}\n",
      good: "impl Stream for Followed {\n    type Item = Event;\n    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {\n        let next = self.inner.as_mut().poll_next(cx);\n        if self.noted.elapsed() > PAUSE {\n            self.sessions.write().unwrap().touch(self.id);\n        }\n        next\n    }\n}\n",
    },
  ],
});

const brings =
  /(?:^|[\s.])(\w+)\s*(?:\.as_mut\(\)|\(\))?\s*\.\s*(?:next|recv|try_next|next_message)\s*\(\s*\)\s*\.await/;
/** What comes seldom: connections, ticks, commands of an operator. */
const seldom =
  /incoming|listener|accept|connection|client|interval|tick|signal|command|config|shutdown|jobs?\b/i;

function* writesPerItem({ tree, source }: Subject<RustTree>): Iterable<Hit> {
  if (!/\.write\(\)/.test(source.text)) return;
  const told = new Set<number>();
  for (const call of tree.nodes("call_expression")) {
    const lock = methodOf(call) === "write" && argumentsOf(call).length === 0 ? receiverOf(call) : null;
    if (!lock || isInTest(tree, call) || !isTaken(call)) continue;
    const name = lock.text().replace(/\s+/g, "");
    const around = eventSource(call);
    if (!around || told.has(around.node.id()) || !isCollection(name.split(".").at(-1) ?? "")) continue;
    if (isForOneAtATime(name) || isConditional(call, around.node)) continue;
    told.add(around.node.id());
    yield {
      at: spanOf(call),
      issue: `\`${name}\` is locked for writing for every item of \`${around.items}\`, so everybody else who needs it waits that often.`,
    };
  }
}

/** The result is awaited or unwrapped, as that of a lock is, and used. */
function isTaken(call: SgNode): boolean {
  const around = call.parent();
  if (around?.kind() === "await_expression") return around.parent()?.kind() !== "expression_statement";
  return (
    around?.kind() === "field_expression" &&
    /^(?:unwrap|expect|unwrap_or_else)$/.test(around.field("field")?.text() ?? "")
  );
}

interface Arrivals {
  readonly node: SgNode;
  readonly items: string;
}

function eventSource(call: SgNode): Arrivals | undefined {
  const body = enclosingBody(call);
  const loop = ancestor(call, "while_expression", "function_item", "closure_expression", "async_block");
  if (loop?.kind() === "while_expression") {
    const items = brings.exec(loop.field("condition")?.text() ?? "")?.[1];
    return items === undefined || seldom.test(items) ? undefined : { node: loop, items };
  }
  const isPolling = body?.kind() === "function_item" && body.field("name")?.text() === "poll_next";
  return body && isPolling ? { node: body, items: "the stream" } : undefined;
}

/** A condition of its own lets the lock through now and then; matching the item itself does not. */
function isConditional(call: SgNode, around: SgNode): boolean {
  for (let node = call.parent(); node && node.id() !== around.id(); node = node.parent()) {
    if (node.kind() === "match_arm") return true;
    if (node.kind() !== "if_expression") continue;
    const condition = node.field("condition");
    const isOwnHead = condition !== null && spanOf(condition).end >= spanOf(call).end;
    if (!isOwnHead && condition?.kind() !== "let_condition") return true;
  }
  return false;
}
