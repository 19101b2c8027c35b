/** A program stops on the first message, header or answer that is not what it expected. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { RustTree } from "../../model/tree.js";
import { argumentsOf, calleeOf, isInTest, methodOf, receiverOf } from "../../syntax/rust/ask.js";
import { literalText } from "../../syntax/rust/formats.js";
import { isToolPath } from "../../syntax/tool-paths.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // That the data comes from outside is read off names and calls; whether somebody checked it before is not.
  confidence: 0.7,
  judged: { right: 4, arguable: 2, wrong: 0, projects: 4 },
  title: "Panic on data from outside",
  risk: "One malformed message or answer ends the task or the whole program: whoever sends it decides when.",
  fix: "Return the error with `?`, or handle it where the message is read: log it and go on with the next one.",
  cwe: [248],
  fold: "file",
  match: { rust: panics },
  examples: [
    {
      language: "rust",
      bad: "async fn listen(mut events: EventSource) {\n    while let Some(message) = events.next().await {\n        let chunk: Chunk = serde_json::from_str(&message.data).unwrap();\n        show(chunk);\n    }\n}\n",
      good: 'const DEFAULTS: &str = "{}";\n\nasync fn listen(mut events: EventSource) -> Result<()> {\n    let defaults: Settings = serde_json::from_str(DEFAULTS).unwrap();\n    let other: Settings = serde_json::from_str(include_str!("other.json")).unwrap();\n    let sample: Settings = serde_yaml::from_str(r#"condition: message == 1"#).unwrap();\n    let text = serde_json::to_string(&defaults).unwrap();\n    let copy: Settings = serde_json::from_str(&text).unwrap();\n    while let Some(message) = events.next().await {\n        let chunk: Chunk = serde_json::from_str(&message.data)?;\n        let rest: Chunk = serde_json::from_str(&message.data).unwrap_or_default();\n        show(chunk, rest, copy);\n    }\n    Ok(())\n}\n\nfn main() {\n    let settings: Settings = serde_json::from_str(&read_file()).expect("settings.json is valid");\n}\n',
    },
    {
      language: "rust",
      bad: 'fn length(headers: &HeaderMap) -> usize {\n    headers.get("content-length").unwrap().to_str().unwrap().parse().unwrap()\n}\n',
      good: 'fn length(headers: &HeaderMap) -> Option<usize> {\n    let cells = vec!["1", "2"];\n    let first: u8 = cells[0].parse().unwrap();\n    let map: std::collections::HashMap<u8, u8> = Default::default();\n    map.get(&first).unwrap();\n    headers.get("content-length")?.to_str().ok()?.parse().ok()\n}\n',
    },
    {
      language: "rust",
      bad: "async fn load(client: &reqwest::Client, url: &str) -> Page {\n    client.get(url).send().await.unwrap().json().await.unwrap()\n}\n",
      good: "async fn load(client: &reqwest::Client, url: &str) -> reqwest::Result<Page> {\n    client.get(url).send().await?.json().await\n}\n\n#[tokio::test]\nasync fn loads() {\n    load(&client(), url()).await.unwrap().json().await.unwrap();\n}\n",
    },
  ],
});

/** Tests' own tools, and what runs once on the developer's machine. */
const ownPath =
  /(?:^|\/)(?:build|main)\.rs$|test_?(?:util|helper|support|server)|testing|fixtures?\/|mock|xtask/i;
const runsOnce = /^(?:main|test_?\w*|bench_?\w*|setup_?\w*|init_?\w*|default|assert_?\w*)$/;

function* panics({ tree, source }: Subject<RustTree>): Iterable<Hit> {
  if (isToolPath(source.path) || ownPath.test(source.path)) return;
  if (!/\.\s*(?:unwrap|expect)\s*\(/.test(source.text)) return;
  for (const call of tree.nodes("call_expression")) {
    if (!/^(?:unwrap|expect)$/.test(methodOf(call) ?? "")) continue;
    const receiver = receiverOf(call);
    const what = receiver ? outsideData(receiver, call) : undefined;
    if (what === undefined || isInTest(tree, call) || isExempt(call)) continue;
    yield {
      at: spanOf(call),
      issue: `\`${methodOf(call) ?? ""}\` panics when ${what}.`,
    };
  }
}

function isExempt(call: SgNode): boolean {
  const name = ancestor(call, "function_item")?.field("name")?.text();
  return name === undefined || runsOnce.test(name);
}

const reads = /^(?:serde_json|toml|serde_yaml|ron|bincode|rmp_serde|ciborium)\.(?:from_\w+|deserialize)$/;
/** Names that say where the data comes from; what the program made itself is called otherwise. */
const outside =
  /\b(?:msg|message|payload|body|response|resp|res|request|req|line|input|frame|packet|chunk|event|query|params?|headers?|stdout|reply|answer)\b/;

/** What must be true of the data for the call to panic; undefined when the data is the program's own. */
function outsideData(receiver: SgNode, call: SgNode): string | undefined {
  if (receiver.kind() === "await_expression") {
    const awaited = receiver.child(0);
    return awaited && isAnswer(awaited)
      ? `\`${shortened(awaited.text())}\` fails, as any network call can`
      : undefined;
  }
  if (receiver.kind() !== "call_expression") return undefined;
  const [first] = argumentsOf(receiver);
  if (reads.test(calleeOf(receiver) ?? ""))
    return first && isOutside(first, call)
      ? `\`${shortened(first.text())}\` is not what it is read as`
      : undefined;
  const source = receiverOf(receiver);
  if (!source) return undefined;
  const isHeader = /\bheaders?(?:\(\))?\s*\.get\([^()]*\)(?:\.unwrap\(\))?$/.test(source.text());
  if (methodOf(receiver) === "get" && /\bheaders(?:\(\))?$/.test(source.text()))
    return `the header ${literalText(first) ?? shortened(first?.text() ?? "")} is missing`;
  if (methodOf(receiver) === "to_str" && isHeader) return "the header is not plain text";
  return undefined;
}

/** `client.get(url).send()`, `response.json()`. */
function isAnswer(call: SgNode): boolean {
  if (call.kind() !== "call_expression" || argumentsOf(call).length > 0) return false;
  const method = methodOf(call) ?? "";
  const source = receiverOf(call)?.text() ?? "";
  if (method === "send")
    return (
      /\.(?:get|post|put|patch|delete|head|request)\s*\(/.test(source) && !/localhost|127\.0\.0/.test(source)
    );
  return /^(?:json|text|bytes)$/.test(method) && /\bres(?:p|ponse)?$|\.send\(\)\s*\.await/.test(source);
}

function isOutside(argument: SgNode, call: SgNode): boolean {
  const text = argument.text();
  // Text that stands in the program is not from outside, whatever words are in it.
  if (/^&?\s*b?r?#*"/.test(text) || !outside.test(text)) return false;
  const name = /^&?(\w+)$/.exec(text)?.[1];
  const scope = ancestor(call, "function_item")?.text() ?? "";
  // What was written out a moment ago can be read again.
  return name === undefined || !new RegExp(`\\b${name}\\s*=\\s*[^;]*to_(?:string|vec|value)`).test(scope);
}

function shortened(text: string): string {
  const line = text
    .replace(/\s+(?=\.)/g, "")
    .replace(/\s+/g, " ")
    .replaceAll("`", "'");
  return line.length > 50 ? `${line.slice(0, 49)}…` : line;
}
