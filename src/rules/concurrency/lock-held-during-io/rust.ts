/** Guards of Rust that are held while a socket, a file, a timer or somebody's work is waited for. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Subject } from "../../../model/rule.js";
import type { RustTree } from "../../../model/tree.js";
import { isCollection, isForOneAtATime } from "../../../syntax/lock-names.js";
import { argumentsOf, chainOf, methodOf } from "../../../syntax/rust/ask.js";
import { callsWhere } from "../../../syntax/rust/calls.js";
import { type HeldGuard, heldGuards, isUnder } from "../../../syntax/rust/guards.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

/** The first wait under each guard of something that many callers look things up in. */
export function* rust(subject: Subject<RustTree>): Iterable<Hit> {
  const { tree, source } = subject;
  const guards = heldGuards(tree, source.text).filter(isShared);
  for (const guard of guards) {
    const wait = guard.isAsync ? awaitUnder(tree, guard) : blockingUnder(subject, guard);
    if (!wait) continue;
    yield {
      at: spanOf(guard.at),
      also: [spanOf(wait)],
      issue: `\`${guard.name}\`, the guard of \`${guard.lock}\`, is held while \`${shortened(wait.text())}\` runs: everybody else who needs \`${guard.lock}\` waits for that too.`,
    };
  }
}

function isShared({ lock, name }: HeldGuard): boolean {
  const field = lock.split(/[.:]/).at(-1) ?? lock;
  if (isForOneAtATime(lock) || isForOneAtATime(name)) return false;
  return isCollection(field) || isCollection(name);
}

function awaitUnder(tree: RustTree, guard: HeldGuard): SgNode | undefined {
  return tree
    .nodes("await_expression")
    .find((node) => isUnder(node, guard) && (isNetwork(node, guard) || isComputation(node, guard)));
}

const remote =
  /(?:^|::)(?:reqwest::get|TcpStream::connect|UnixStream::connect|connect_async|lookup_host|time::sleep|tokio::fs::\w+|fs::(?:read|write|read_to_string|copy|remove_\w+|rename|create_dir_all))$/;
const remoteMethod =
  /^(?:query_async|fetch_one|fetch_all|fetch_optional|write_all|read_exact|read_to_end|read_to_string|read_line|send_to|recv_from)$/;

/** Something outside the process is awaited, and the guard itself is not what is written to. */
function isNetwork(node: SgNode, { name }: HeldGuard): boolean {
  const call = awaitedCall(node);
  if (!call || new RegExp(`\\b${name}\\b`).test(call.text())) return false;
  const method = methodOf(call);
  if (method === null) return remote.test(call.field("function")?.text().replace(/\s+/g, "") ?? "");
  // `client.get(url).send()`: a channel's `send` is given what it sends.
  const isRequest = method === "send" && argumentsOf(call).length === 0;
  return isRequest || remoteMethod.test(method);
}

/** `cache.get_or_insert_with(key, || async { … .await })`: the guard lends itself to work that waits. */
function isComputation(node: SgNode, { name }: HeldGuard): boolean {
  const call = awaitedCall(node);
  const innermost = call && chainOf(call).at(-1);
  const root = /^[\s&*(]*(\w+)/.exec(innermost?.text() ?? "")?.[1];
  if (
    !call ||
    root !== name ||
    !/(?:get|set|insert|update|fetch)\w*_with|or_(?:insert|set|init)/.test(methodOf(call) ?? "")
  )
    return false;
  return argumentsOf(call).some((one) => one.find({ rule: { kind: "await_expression" } }) !== null);
}

function awaitedCall(node: SgNode): SgNode | undefined {
  const awaited = node.child(0);
  return awaited?.kind() === "call_expression" ? awaited : undefined;
}

const blocking =
  /^(?:std\.(?:thread\.sleep|fs\.(?:read|write|read_to_string|copy|rename|remove_\w+|create_dir_all|File\.(?:open|create))|net\.TcpStream\.connect)|reqwest\.blocking\.\w+(?:\.\w+)?|ureq\.\w+)$/;

function blockingUnder(subject: Subject<RustTree>, guard: HeldGuard): SgNode | undefined {
  return callsWhere(subject, ({ origin }) => origin !== null && blocking.test(origin))
    .map(({ node }) => node)
    .find((node) => isUnder(node, guard) && !isRare(node));
}

/** What runs only when something went wrong keeps nobody waiting in ordinary use. */
function isRare(node: SgNode): boolean {
  const arm = ancestor(node, "match_arm");
  return /^Err\b/.test(arm?.field("pattern")?.text() ?? "");
}

function shortened(text: string): string {
  const line = text
    .replace(/\s+/g, " ")
    .replaceAll("`", "'")
    .replace(/\.await$/, "");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

export const rustExamples: readonly Example[] = [
  {
    language: "rust",
    bad: "async fn refresh(&self, id: &str) -> Result<()> {\n    let mut sessions = self.sessions.write().await;\n    let state = self.http.get(url(id)).send().await?;\n    sessions.insert(id.to_string(), state);\n    Ok(())\n}\n",
    good: "async fn refresh(&self, id: &str) -> Result<()> {\n    let state = self.http.get(url(id)).send().await?;\n    let mut sessions = self.sessions.write().await;\n    sessions.insert(id.to_string(), state);\n    drop(sessions);\n    self.http.get(url(id)).send().await?;\n    let client = self.client.lock().await;\n    client.get(url(id)).send().await?;\n    let token = self.token_refresh.lock().await;\n    self.http.get(url(id)).send().await?;\n    let entries = self.entries.read().await;\n    tokio::spawn(async move { ping().send().await });\n    self.audit.note(entries.len()).await;\n    drop(entries);\n    let mut sockets = self.sockets.lock().await;\n    sockets.write_all(id.as_bytes()).await?;\n    Ok(())\n}\n",
  },
  {
    language: "rust",
    bad: "async fn questions(&self, id: String) -> Result<Vec<String>> {\n    let mut cache = self.questions_cache.lock().await;\n    let found = cache.try_get_or_set_with(id.clone(), || async { self.ask(&id).await }).await?;\n    Ok(found.to_owned())\n}\n",
    good: "async fn questions(&self, id: String) -> Result<Vec<String>> {\n    if let Some(found) = self.questions_cache.lock().await.get(&id) {\n        return Ok(found.clone());\n    }\n    let found = self.ask(&id).await?;\n    let mut cache = self.questions_cache.lock().await;\n    cache.insert(id, found.clone());\n    Ok(found)\n}\n",
  },
  {
    language: "rust",
    bad: "use std::{fs, sync::Mutex};\n\nfn load(entries: &Mutex<Entries>, path: &str) -> String {\n    let mut entries = entries.lock().unwrap();\n    let text = fs::read_to_string(path).unwrap();\n    entries.insert(path.to_string(), text.clone());\n    text\n}\n",
    good: "use std::{fs, sync::Mutex};\n\nfn load(entries: &Mutex<Entries>, file_lock: &Mutex<()>, path: &str) -> String {\n    let text = fs::read_to_string(path).unwrap();\n    entries.lock().unwrap().insert(path.to_string(), text.clone());\n    let _guard = file_lock.lock().unwrap();\n    fs::write(path, &text).unwrap();\n    text\n}\n",
  },
];
