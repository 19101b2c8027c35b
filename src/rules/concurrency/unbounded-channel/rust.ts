/** Channels without a limit in Rust whose sender is fed by a stream, a socket or a queue. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Subject } from "../../../model/rule.js";
import type { Span } from "../../../model/source.js";
import type { RustTree } from "../../../model/tree.js";
import { methodOf, receiverOf } from "../../../syntax/rust/ask.js";
import { callsWhere } from "../../../syntax/rust/calls.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

const makes =
  /(?:^|\.)unbounded_channel$|^std\.sync\.mpsc\.channel$|^(?:flume|crossbeam_channel|crossbeam\.channel|async_channel|kanal|futures(?:_channel|\.channel)\.mpsc|tokio\.sync\.mpsc)\.unbounded(?:_async)?$/;
/** Word that something is over comes once, however busy the program is. */
const signals = /stop|shutdown|cancel|exit|quit|done|clos|signal|ready|finish|result|error|notify/i;

/** Each channel whose sender stands in a loop that waits for items from outside. */
export function* rust(subject: Subject<RustTree>): Iterable<Hit> {
  const { tree, source } = subject;
  if (/(?:^|\/)(?:examples?|bin)\//.test(source.path)) return;
  const made = callsWhere(subject, ({ origin, callee }) => makes.test(origin ?? callee));
  for (const { call, node } of made) {
    const pattern = ancestor(node, "let_declaration")?.field("pattern")?.text() ?? "";
    const [, sender, receiver] = /^\(\s*(?:mut\s+)?(\w+)\s*,\s*(?:mut\s+)?(\w+)/.exec(pattern) ?? [];
    if (sender === undefined || receiver === undefined || signals.test(sender)) continue;
    const fed = feedingCall(tree, { names: namesOf(sender, source.text), receiver });
    if (!fed || isWanted(subject, call.span) || isAnswerOfOne(source.text.slice(call.span.end), receiver))
      continue;
    yield {
      at: call.span,
      also: [fed.at],
      issue: `\`${sender}\` is sent to for every item that \`${fed.source}\` brings, and \`${call.callee.replaceAll(".", "::")}\` puts no limit on how many may wait for \`${receiver}\`.`,
    };
  }
}

/** The stream of one answer ends with it, and whoever asked reads it. */
function isAnswerOfOne(after: string, receiver: string): boolean {
  return new RegExp(`^[\\s\\S]{0,3000}?UnboundedReceiverStream::new\\(\\s*${receiver}\\b`).test(after);
}

/** The comment above, or that of the function, says why nothing may wait. */
function isWanted({ outline, source }: Subject<RustTree>, at: Span): boolean {
  return outline.comments.some(
    ({ start, end }) =>
      start < at.start &&
      at.start - end < 500 &&
      /unbounded|eager|back.?pressure|no limit/i.test(source.text.slice(start, end)),
  );
}

/** The sender under its other names: clones of it, and what is declared with its type when there is one channel. */
function namesOf(sender: string, text: string): ReadonlySet<string> {
  const names = new Set([sender]);
  for (const [, name = ""] of text.matchAll(
    new RegExp(`\\blet\\s+(\\w+)\\s*=\\s*[^;]*\\b${sender}\\b[^;]*\\.clone(?:d)?\\(`, "g"),
  ))
    names.add(name);
  const isOnly = (text.match(/\bunbounded(?:_channel)?\s*(?:::<[^()]*>)?\(/g) ?? []).length === 1;
  if (isOnly) {
    for (const [, name = ""] of text.matchAll(/\b(\w+)\s*:\s*&?(?:\w+::)*UnboundedSender\s*</g))
      names.add(name);
  }
  return names;
}

interface Feed {
  readonly at: Span;
  /** The call that waits for an item. */
  readonly source: string;
}

function feedingCall(
  tree: RustTree,
  { names, receiver }: { readonly names: ReadonlySet<string>; readonly receiver: string },
): Feed | undefined {
  for (const call of tree.nodes("call_expression")) {
    if (!/^(?:send|unbounded_send|start_send|send_async)$/.test(methodOf(call) ?? "")) continue;
    const sender = receiverOf(call)?.text().replace(/\s+/g, "").split(".").at(-1) ?? "";
    if (!names.has(sender)) continue;
    const loop = loopAround(call);
    const source = loop ? outsideSource(loop) : undefined;
    if (source !== undefined && !source.startsWith(`${receiver}.`) && !isChannel(source))
      return { at: spanOf(call), source };
  }
  return undefined;
}

/** What comes out of another channel was let in there. */
function isChannel(source: string): boolean {
  return /(?:^|[._])(?:rx|receiver)\.recv$/.test(source);
}

function loopAround(call: SgNode): SgNode | undefined {
  const around = ancestor(call, "loop_expression", "while_expression", "function_item", "closure_expression");
  return around && /^(?:loop|while)_expression$/.test(String(around.kind())) ? around : undefined;
}

const arrives =
  /^(?:next|try_next|next_line|next_message|next_event|recv|recv_from|recv_many|accept|x?read(?:_\w+)?|query_async|fetch_next_job|get_message|receive|poll_next)$/;

/** What the loop waits for in each round, when that comes from somebody else. */
function outsideSource(loop: SgNode): string | undefined {
  const awaits = loop.findAll({ rule: { kind: "await_expression" } });
  const found = awaits
    .map((node) => node.child(0))
    .find((awaited) => awaited?.kind() === "call_expression" && arrives.test(methodOf(awaited) ?? ""));
  return found?.text().replace(/\s+/g, "").replace(/\(.*$/s, "").slice(0, 60);
}

export const rustExamples: readonly Example[] = [
  {
    language: "rust",
    bad: "use tokio::sync::mpsc;\n\nfn start(mut socket: Socket) -> mpsc::UnboundedReceiver<Frame> {\n    let (tx, rx) = mpsc::unbounded_channel();\n    tokio::spawn(async move {\n        while let Some(frame) = socket.next().await {\n            let _ = tx.send(frame);\n        }\n    });\n    rx\n}\n",
    good: "use tokio::sync::mpsc;\n\nfn start(mut socket: Socket, paths: Vec<Path>) {\n    let (tx, rx) = mpsc::channel(64);\n    tokio::spawn(async move {\n        while let Some(frame) = socket.next().await {\n            let _ = tx.send(frame).await;\n        }\n    });\n    let (found, finds) = mpsc::unbounded_channel();\n    for path in paths {\n        let _ = found.send(path);\n    }\n    let (stop_tx, stop_rx) = mpsc::unbounded_channel();\n    tokio::spawn(async move {\n        while let Some(frame) = other.next().await {\n            if frame.is_last() {\n                let _ = stop_tx.send(());\n            }\n        }\n    });\n    run(rx, finds, stop_rx);\n}\n\n// The stream has to be polled eagerly, so nothing may wait.\nfn eager(mut socket: Socket) {\n    let (tx, rx) = mpsc::unbounded_channel();\n    tokio::spawn(async move {\n        while let Some(frame) = socket.next().await {\n            let _ = tx.send(frame);\n        }\n    });\n    keep(rx);\n}\n",
  },
  {
    language: "rust",
    bad: "use tokio::sync::mpsc::{self, UnboundedSender};\n\nimpl Events {\n    fn open(link: Link) -> Events {\n        let (event_tx, events) = mpsc::unbounded_channel();\n        tokio::spawn(Self::consume(link, event_tx));\n        Events { events }\n    }\n\n    async fn consume(mut link: Link, out: UnboundedSender<Event>) {\n        loop {\n            match link.read_message().await {\n                Ok(event) => { let _ = out.send(event); }\n                Err(_) => break,\n            }\n        }\n    }\n}\n",
    good: "use tokio::sync::mpsc::{self, UnboundedSender};\n\nimpl Events {\n    fn open() -> Events {\n        let (event_tx, events) = mpsc::unbounded_channel();\n        Events { event_tx, events }\n    }\n\n    fn note(&self, event: Event) {\n        let _ = self.event_tx.send(event);\n    }\n}\n",
  },
];
