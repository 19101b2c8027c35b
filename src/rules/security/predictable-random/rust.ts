/** Secrets made in Rust with generators that are fast instead of unpredictable. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Subject } from "../../../model/rule.js";
import type { RustTree } from "../../../model/tree.js";
import { calleeOf } from "../../../syntax/rust/ask.js";
import { callsWhere } from "../../../syntax/rust/calls.js";
import { namesSecret, wordsOf } from "../../../syntax/secret-names.js";
import { ancestor } from "../../../syntax/nodes.js";

/** `thread_rng`, `StdRng::from_entropy` and `OsRng` are meant for secrets; these are not. */
const weak =
  /(?:^|\.)(?:fastrand(?:\.Rng)?\.\w+|oorandom\.\w+\.\w+|(?:SmallRng|XorShiftRng|Pcg32|Pcg64|Xoshiro\w+)\.(?:from_entropy|from_os_rng|from_rng|seed_from_u64|from_seed|new)|(?:StdRng|ChaCha\w*Rng)\.seed_from_u64)$/;

/** A weak generator in the statement or function that makes something named like a secret. */
export function* rust(subject: Subject<RustTree>): Iterable<Hit> {
  const isWeak = ({ callee, origin }: { readonly callee: string; readonly origin: string | null }): boolean =>
    weak.test(origin ?? callee);
  for (const { call, node } of callsWhere(subject, isWeak)) {
    const name = secretName(node);
    if (name === undefined) continue;
    yield {
      at: call.span,
      issue: `\`${name}\` is made with \`${(calleeOf(node) ?? call.callee).replaceAll(".", "::")}\`, whose outputs can be predicted.`,
      recommendation:
        "Take the bytes from the operating system: `rand::rngs::OsRng`, `getrandom::fill`, or `Uuid::new_v4()`.",
    };
  }
}

const neutral =
  /^(?:_?rng|r|g|generator|random|rand|bytes?|buf|buffer|chars?|value|s|out|result|idx|index|i|n|id|code)$/;

function secretName(call: SgNode): string | undefined {
  const declaration = ancestor(call, "let_declaration", "field_initializer", "function_item");
  const given = declaration?.field("pattern") ?? declaration?.field("field");
  const name = given?.text().replace(/^mut\s+/, "");
  if (name !== undefined && namesSecret(name)) return name;
  if (name !== undefined && !neutral.test(name)) return undefined;
  const made = ancestor(call, "function_item")?.field("name")?.text() ?? "";
  const isMaking = wordsOf(made).some((word) =>
    /^(?:generate|gen|create|make|new|random|build|issue|mint)$/.test(word),
  );
  return namesSecret(made) && (isMaking || wordsOf(made).length <= 2) ? made : undefined;
}

export const rustExamples: readonly Example[] = [
  {
    language: "rust",
    bad: "use rand::{Rng, SeedableRng, rngs::SmallRng};\n\npub fn generate_session_token() -> String {\n    let mut rng = SmallRng::from_entropy();\n    (0..32).map(|_| rng.gen_range(b'a'..=b'z') as char).collect()\n}\n",
    good: "use rand::{Rng, SeedableRng, rngs::{OsRng, SmallRng, StdRng}};\n\npub fn generate_session_token() -> String {\n    let mut rng = OsRng;\n    (0..32).map(|_| rng.gen_range(b'a'..=b'z') as char).collect()\n}\n\npub fn generate_boundary() -> u64 {\n    fastrand::u64(..)\n}\n\npub fn jitter() -> u64 {\n    SmallRng::from_entropy().gen()\n}\n\n#[test]\nfn token_is_long() {\n    let token = StdRng::seed_from_u64(1).gen::<u64>();\n    assert!(token > 0);\n}\n",
  },
  {
    language: "rust",
    bad: "pub fn invite() -> Invite {\n    let reset_token = fastrand::u128(..).to_string();\n    Invite { reset_token }\n}\n",
    good: "pub fn invite() -> Invite {\n    let reset_token = uuid::Uuid::new_v4().to_string();\n    let delay = fastrand::u64(..100);\n    let lock_token = fastrand::u64(..);\n    Invite { reset_token, delay, lock_token }\n}\n",
  },
];
