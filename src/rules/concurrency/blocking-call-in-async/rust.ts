/** Calls in Rust that keep a thread of the runtime from every other task. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Subject } from "../../../model/rule.js";
import type { Severity } from "../../../model/severity.js";
import type { RustTree } from "../../../model/tree.js";
import { calleeOf, enclosingBody, isAsync, methodOf } from "../../../syntax/rust/ask.js";
import { callsWhere } from "../../../syntax/rust/calls.js";
import { ancestor } from "../../../syntax/nodes.js";

const thread = "`tokio::task::spawn_blocking(…)`";

const blocking: readonly (readonly [name: RegExp, severity: Severity, instead: string])[] = [
  [/^std\.thread\.sleep$/, "medium", "`tokio::time::sleep(…).await`"],
  [/^reqwest\.blocking\.(?:get|Client\.\w+)$/, "medium", "the asynchronous client of reqwest"],
  [/^ureq\.(?:get|post|put|delete|request)$/, "medium", `an asynchronous client or ${thread}`],
  [/^(?:bcrypt\.(?:hash|verify|hash_with_result)|scrypt\.scrypt|pbkdf2\.pbkdf2\w*)$/, "medium", thread],
];
const files =
  /^std\.fs\.(?:read|write|read_to_string|copy|read_dir|remove_dir_all|create_dir_all|rename|File\.(?:open|create))$/;

/** Work that happens before or after anybody is served. */
const runsAlone = /^(?:main|run|start|setup|init\w*|serve|bootstrap|shutdown|cli|new|load_config|from_\w+)$/;

/** The blocking calls of coroutines; reading files counts in the handlers of a server only. */
export function* rust(subject: Subject<RustTree>): Iterable<Hit> {
  if (!subject.source.text.includes("async")) return;
  if (/(?:^|\/)examples?\//.test(subject.source.path)) return;
  const isKnown = ({ origin }: { readonly origin: string | null }): boolean =>
    origin !== null && (files.test(origin) || blocking.some(([name]) => name.test(origin)));
  for (const { call, node } of callsWhere(subject, isKnown)) {
    const place = coroutineAround(node);
    const [, severity = "medium", instead = "`tokio::fs`"] =
      blocking.find(([name]) => name.test(call.origin ?? "")) ?? [];
    if (!place || (files.test(call.origin ?? "") && !isHandler(place))) continue;
    const name = place.field("name")?.text();
    if (name !== undefined && runsAlone.test(name)) continue;
    yield {
      at: call.span,
      severity,
      issue: `\`${call.callee.replaceAll(".", "::")}\` blocks its thread inside ${name === undefined ? "an async block" : `\`async fn ${name}\``}: the other tasks of that worker stand still until it returns.`,
      recommendation: `Use ${instead} instead.`,
    };
  }
}

/** The `async fn` or `async` block that runs the call; undefined inside closures, which may run on another thread. */
function coroutineAround(call: SgNode): SgNode | undefined {
  const body = enclosingBody(call);
  if (body?.kind() === "async_block") {
    const around = ancestor(body, "call_expression");
    const isOwnThread =
      around && /^(?:block_on|spawn_blocking)$/.test(methodOf(around) ?? calleeOf(around) ?? "");
    return isOwnThread ? undefined : body;
  }
  return body?.kind() === "function_item" && isAsync(body) ? body : undefined;
}

const extracted =
  /:\s*(?:\w+::)*(?:Query|Path|Form|Json|State|Extension|HeaderMap|Multipart|HttpRequest|Request)\b\s*</;

function isHandler(place: SgNode): boolean {
  const parameters = place.field("parameters")?.text() ?? "";
  return extracted.test(parameters) && !/&\s*(?:std::path::)?Path\b/.test(parameters);
}

export const rustExamples: readonly Example[] = [
  {
    language: "rust",
    bad: "use std::thread;\nuse std::time::Duration;\n\nasync fn poll(job: &Job) {\n    while !job.is_done() {\n        thread::sleep(Duration::from_secs(1));\n    }\n}\n",
    good: "use std::thread;\nuse std::time::Duration;\n\nasync fn poll(job: &Job) {\n    tokio::time::sleep(Duration::from_secs(1)).await;\n    tokio::task::spawn_blocking(|| thread::sleep(Duration::from_secs(1))).await.unwrap();\n    thread::spawn(move || { thread::sleep(Duration::from_secs(1)); });\n}\n\nfn wait() {\n    thread::sleep(Duration::from_secs(1));\n}\n\n#[tokio::test]\nasync fn waits() {\n    thread::sleep(Duration::from_millis(1));\n}\n",
  },
  {
    language: "rust",
    bad: "use axum::{Json, extract::Path};\n\nasync fn report(Path(id): Path<u64>) -> Json<Report> {\n    let text = std::fs::read_to_string(report_path(id)).unwrap();\n    Json(parse(&text))\n}\n",
    good: 'use std::path::Path;\n\nasync fn load(path: &Path) -> Settings {\n    parse(&std::fs::read_to_string(path).unwrap())\n}\n\n#[tokio::main]\nasync fn main() {\n    std::thread::sleep(DELAY);\n    serve(load(Path::new("settings.toml")).await).await;\n}\n',
  },
  {
    language: "rust",
    bad: "async fn login(user: &User, password: &str) -> bool {\n    bcrypt::verify(password, &user.hash).unwrap_or(false)\n}\n",
    good: "async fn login(user: User, password: String) -> bool {\n    tokio::task::spawn_blocking(move || bcrypt::verify(password, &user.hash)).await.unwrap().unwrap_or(false)\n}\n",
  },
];
