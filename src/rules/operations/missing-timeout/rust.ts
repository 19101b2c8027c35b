/** Network calls without a timeout in Rust: reqwest's asynchronous client waits for ever unless it is told otherwise. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Subject } from "../../../model/rule.js";
import type { RustTree } from "../../../model/tree.js";
import { methodOf, receiverOf } from "../../../syntax/rust/ask.js";
import { callsWhere } from "../../../syntax/rust/calls.js";
import { spanOf } from "../../../syntax/nodes.js";

const made = /^reqwest\.(?:Client\.(?:new|default|builder)|ClientBuilder\.(?:new|default)|get)$/;
/** A stream of events lasts as long as it likes; only its pauses could be limited. */
const streams = /event_?source|bytes_stream|\.chunk\(\)|text\/event-stream/i;

/** Told to the client or a request, or put around the sending; a limit on other work in the file is none. */
const bounds =
  /\.\s*(?:connect_|read_)?timeout\s*\(|\btimeout(?:_at)?\s*\([^;]*\b(?:send|get|post|put|execute|request|fetch\w*|reqwest)\b/;

/** Clients without a timeout, in files that set none for their requests either. */
export function* rust(subject: Subject<RustTree>): Iterable<Hit> {
  const { text, path } = subject.source;
  if (!text.includes("reqwest") || bounds.test(text) || streams.test(text)) return;
  if (/(?:^|\/)examples?\/|test_?utils?|test_?helpers?/.test(path)) return;
  for (const { call, node } of callsWhere(subject, ({ origin }) => origin !== null && made.test(origin))) {
    // In a browser the client is the browser's.
    if (/wasm/.test(text.slice(Math.max(0, call.span.start - 120), call.span.start))) continue;
    const callee = call.callee.replaceAll(".", "::");
    const whole = built(node);
    if (/builder|ClientBuilder/.test(callee) && methodOf(whole) !== "build") continue;
    yield {
      at: { start: call.span.start, end: spanOf(whole).end },
      issue: callee.endsWith("get")
        ? `\`${callee}\` is called without a timeout, and the default of reqwest is to wait for ever.`
        : `The client made by \`${callee}\` has no timeout, and the default of reqwest is to wait for ever.`,
      recommendation:
        "Build the client with `reqwest::Client::builder().timeout(…)`, and handle the error that a request then returns.",
    };
  }
}

/** The last call of the chain that begins here. */
function built(call: SgNode): SgNode {
  let whole = call;
  for (let around = call.parent(); around; around = around.parent()) {
    if (around.kind() === "field_expression") continue;
    if (around.kind() !== "call_expression" || receiverOf(around)?.id() !== whole.id()) break;
    whole = around;
  }
  return whole;
}

export const rustExamples: readonly Example[] = [
  {
    language: "rust",
    bad: "use reqwest::Client;\n\npub fn client() -> Client {\n    Client::new()\n}\n",
    good: "use std::time::Duration;\nuse reqwest::Client;\n\npub fn client() -> Client {\n    Client::builder().timeout(Duration::from_secs(5)).build().unwrap()\n}\n\npub async fn load(client: &Client, url: &str) -> reqwest::Result<String> {\n    client.get(url).send().await?.text().await\n}\n",
  },
  {
    language: "rust",
    bad: 'pub async fn load(url: &str) -> reqwest::Result<String> {\n    let client = reqwest::Client::builder().user_agent("a").build()?;\n    client.get(url).send().await?.text().await\n}\n',
    good: '#[cfg(target_family = "wasm")]\nfn in_browser() -> reqwest::Client {\n    reqwest::Client::new()\n}\n\npub async fn load(client: &reqwest::Client, url: &str) -> Result<String> {\n    let answer = tokio::time::timeout(LIMIT, reqwest::Client::new().get(url).send()).await??;\n    Ok(answer.text().await?)\n}\n',
  },
  {
    language: "rust",
    bad: "pub async fn load(url: &str) -> reqwest::Result<String> {\n    reqwest::get(url).await?.text().await\n}\n",
    good: "pub fn load(url: &str) -> reqwest::Result<String> {\n    reqwest::blocking::get(url)?.text()\n}\n\n#[tokio::test]\nasync fn answers() {\n    reqwest::get(server().url()).await.unwrap();\n}\n",
  },
];
