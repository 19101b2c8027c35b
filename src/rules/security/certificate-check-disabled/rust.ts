/** Certificate checks switched off in Rust: reqwest, native-tls, openssl and rustls. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Subject } from "../../../model/rule.js";
import type { RustTree } from "../../../model/tree.js";
import { argumentsOf, isInTest, methodOf } from "../../../syntax/rust/ask.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";
import { isMild } from "./weighed.js";

const signs = /danger_accept_invalid_(?:certs|hostnames)|set_verify\s*\(|verify_none|dangerous\s*\(\)/;

/** Each client that takes any certificate, unless a setting or the function's name says that somebody asked for it. */
export function* rust(subject: Subject<RustTree>): Iterable<Hit> {
  const { tree, source } = subject;
  if (!signs.test(source.text)) return;
  for (const call of tree.nodes("call_expression")) {
    const what = switchedOff(call);
    if (what === undefined || isInTest(tree, call) || isChosen(call)) continue;
    const at = spanOf(call.field("function")?.field("field") ?? call);
    yield {
      at: { start: at.start, end: spanOf(call).end },
      issue: `\`${what}\` makes the connection accept ${what.includes("hostnames") ? "the certificate of any other host" : "any certificate, whoever presents it"}.`,
      recommendation:
        "Leave the check on; trust a private authority by adding it: `add_root_certificate(Certificate::from_pem(…)?)`.",
      ...(isMild(subject, spanOf(call)) ? { severity: "low" } : {}),
    };
  }
}

function switchedOff(call: SgNode): string | undefined {
  const name = methodOf(call) ?? "";
  const given = argumentsOf(call)[0]?.text() ?? "";
  if (/^danger_accept_invalid_(?:certs|hostnames)$/.test(name) && given === "true") return `${name}(true)`;
  // An acceptor asks its clients for certificates, or not.
  const isServer = /[Aa]cceptor|[Ss]erver/.test(ancestor(call, "function_item", "block")?.text() ?? "");
  return /^set_verify$/.test(name) && /\bSslVerifyMode::NONE$/.test(given) && !isServer
    ? `set_verify(${given})`
    : undefined;
}

const choice =
  /insecure|unsafe|ignore|skip|invalid|self_?signed|verif|allow|trust|disable|strict|no_?check|validat|accept|localhost|127\.0\.0\.1|debug_assertions|\bdev/i;

function isChosen(call: SgNode): boolean {
  const definition = ancestor(call, "function_item");
  if (
    /insecure|unsafe|unverified|ignore|self_?signed|trust_?all/i.test(definition?.field("name")?.text() ?? "")
  )
    return true;
  for (
    let node = ancestor(call, "if_expression", "match_expression");
    node;
    node = ancestor(node, "if_expression", "match_expression")
  ) {
    const condition = node.field("condition") ?? node.field("value");
    if (condition && choice.test(condition.text())) return true;
  }
  return false;
}

export const rustExamples: readonly Example[] = [
  {
    language: "rust",
    bad: "pub fn client() -> reqwest::Result<reqwest::Client> {\n    reqwest::Client::builder()\n        .danger_accept_invalid_certs(true)\n        .build()\n}\n",
    good: "pub fn client(settings: &Settings) -> reqwest::Result<reqwest::Client> {\n    let mut builder = reqwest::Client::builder().danger_accept_invalid_certs(settings.insecure);\n    if settings.allow_self_signed {\n        builder = builder.danger_accept_invalid_certs(true);\n    }\n    builder.danger_accept_invalid_hostnames(false).build()\n}\n\n#[cfg(test)]\nmod tests {\n    fn client() -> reqwest::Client {\n        reqwest::Client::builder().danger_accept_invalid_certs(true).build().unwrap()\n    }\n}\n",
  },
  {
    language: "rust",
    bad: "use openssl::ssl::{SslConnector, SslMethod, SslVerifyMode};\n\npub fn connector() -> SslConnector {\n    let mut builder = SslConnector::builder(SslMethod::tls()).unwrap();\n    builder.set_verify(SslVerifyMode::NONE);\n    builder.build()\n}\n",
    good: "use openssl::ssl::{SslAcceptor, SslMethod, SslVerifyMode};\n\npub fn acceptor() -> SslAcceptor {\n    let mut builder = SslAcceptor::mozilla_modern(SslMethod::tls()).unwrap();\n    builder.set_verify(SslVerifyMode::NONE);\n    builder.build()\n}\n",
  },
];
