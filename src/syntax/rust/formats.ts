/** Reads what a Rust text is put together from: `format!`, `+`, and the variable that holds one. */
import type { SgNode } from "@ast-grep/napi";
import { type Piece, type Supplier, isConstantName } from "../pieces.js";
import { argumentsOf, calleeOf, dottedName, methodOf, receiverOf } from "./ask.js";
import { ancestor, spanOf } from "../nodes.js";

/** The pieces of a text that an expression builds; nothing when it builds none. */
export function builtText(node: SgNode | undefined): readonly Piece[] {
  const plain = node && unwrapped(node);
  if (!plain) return [];
  switch (plain.kind()) {
    case "call_expression":
      return calleeOf(plain) === "format" ? formatPieces(plain) : [];
    case "binary_expression":
      return plain.field("operator")?.text() === "+" ? sumPieces(plain) : [];
    case "identifier":
      return builtText(valueOfLocal(plain.text(), plain));
    default:
      return [];
  }
}

/** What a string literal says, or null for anything else. */
export function literalText(node: SgNode | undefined): string | null {
  const plain = node && unwrapped(node);
  if (!plain || !/string_literal$/.test(String(plain.kind()))) return null;
  return /^b?r?#*"([^]*)"#*$/.exec(plain.text())?.[1] ?? null;
}

/** Without `&`, brackets and the calls that hand on the same text. */
function unwrapped(node: SgNode): SgNode {
  if (node.kind() === "reference_expression") {
    const value = node.field("value");
    return value ? unwrapped(value) : node;
  }
  const receiver = node.kind() === "call_expression" ? receiverOf(node) : null;
  const passes = /^(?:as_str|as_ref|to_string|to_owned|into|clone|trim|to_lowercase|to_uppercase)$/;
  return receiver && passes.test(methodOf(node) ?? "") ? unwrapped(receiver) : node;
}

/** What the last `let` of a name before the place stores. */
export function valueOfLocal(name: string, at: SgNode): SgNode | undefined {
  const before = spanOf(at).start;
  const found = ancestor(at, "function_item")
    ?.findAll({ rule: { kind: "let_declaration" } })
    .filter((node) => spanOf(node).end <= before)
    .findLast((node) => /^(?:mut\s+)?(\w+)$/.exec(node.field("pattern")?.text() ?? "")?.[1] === name);
  return found?.field("value") ?? undefined;
}

function sumPieces(node: SgNode): readonly Piece[] {
  const sides = [node.field("left"), node.field("right")];
  return sides.flatMap((side) => {
    if (!side) return [];
    const nested = builtText(side);
    return nested.length > 0 ? nested : pieceOf(side);
  });
}

/** `format!("{} {name} {0}", a, name = b)` in the order in which the text is written. */
function formatPieces(call: SgNode): readonly Piece[] {
  const [first, ...given] = argumentsOf(call);
  const text = literalText(first);
  if (!first || text === null) return [];
  const positional = given.filter((one) => one.kind() !== "assignment_expression");
  let next = 0;
  return text.split(/(?<!\{)(\{[^{}]*\})/).flatMap((part): readonly Piece[] => {
    const hole = /^\{([^{}:]*)(?::[^{}]*)?\}$/.exec(part);
    if (!hole) return part === "" ? [] : [part.replaceAll("{{", "{").replaceAll("}}", "}")];
    const name = hole[1] ?? "";
    if (name === "") return pieceOf(positional[next++]);
    if (/^\d+$/.test(name)) return pieceOf(positional[Number(name)]);
    const named = given.find((one) => one.field("left")?.text() === name)?.field("right");
    return named ? pieceOf(named) : namedPiece(name, first);
  });
}

function pieceOf(node: SgNode | undefined): readonly Piece[] {
  if (!node) return [];
  const literal = literalText(node);
  if (literal !== null) return [literal];
  const plain = unwrapped(node);
  const nested = builtText(plain);
  if (nested.length > 0) return nested;
  const text = plain.text().replace(/\s+/g, " ");
  const name = dottedName(plain);
  if (plain.kind() === "identifier") return namedPiece(text, plain);
  if (isHarmless(plain, name ?? text)) return [text.replace(/\W+/g, "_")];
  const root = /^&?(\w+)/.exec(text)?.[1] ?? "";
  if (plainType.test(parameterType(root, plain) ?? "")) return ["0"];
  return [{ text, ...supplierOf(root, plain) }];
}

/** Numbers, ids and dates carry no text of the sender; nor does what has been quoted. */
const plainType =
  /^&?(?:mut\s+)?(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool|Uuid|uuid::Uuid|DateTime<.*>|NaiveDate\w*|Duration|Instant|SocketAddr|IpAddr|Option<(?:[iu]\w+|Uuid)>|&?'static str)$/;
const harmlessCall =
  /(?:^|[._])(?:len|count|id|to_rfc3339|timestamp\w*|now|escape\w*|quote\w*|repeat|new_v[47]|join|placeholders?|encode)$/;

function isHarmless(node: SgNode, name: string): boolean {
  if (isConstantName(name.replaceAll("::", ".")) || /^[\d.]/.test(name)) return true;
  const kind = String(node.kind());
  if (kind === "call_expression") {
    const called = methodOf(node) ?? calleeOf(node)?.split(".").at(-1) ?? "";
    // Items that are put in quotes one by one are text, whatever joins them.
    return harmlessCall.test(called) && !/"'\{\w*\}'"/.test(node.text());
  }
  return /^(?:integer_literal|float_literal|if_expression|match_expression|self)$/.test(kind);
}

function namedPiece(name: string, at: SgNode): readonly Piece[] {
  if (isConstantName(name)) return [name];
  const local = valueOfLocal(name, at);
  if (local) {
    const nested = pieceOf(local);
    const value = nested.find((piece) => typeof piece !== "string");
    if (nested.length > 0 && !value) return nested;
    return [{ text: name, supplier: (value ?? own).supplier, isPublic: (value ?? own).isPublic }];
  }
  const type = parameterType(name, at);
  if (type === undefined) return [{ text: name, ...own }];
  return plainType.test(type) ? ["0"] : [{ text: name, ...supplierOf(name, at) }];
}

const own: { readonly supplier: Supplier; readonly isPublic: boolean } = {
  supplier: "program",
  isPublic: false,
};

function parameterType(name: string, at: SgNode): string | undefined {
  return parameterOf(name, at)?.field("type")?.text().replace(/\s+/g, " ");
}

function parameterOf(name: string, at: SgNode): SgNode | undefined {
  return ancestor(at, "function_item")
    ?.field("parameters")
    ?.children()
    .find((one) => new RegExp(`\\b${name}\\b`).test(one.field("pattern")?.text() ?? ""));
}

/** Extractors of axum, actix-web, warp and rocket hand over what a request says. */
const extractor =
  /^(?:\w+::)*(?:Query|Path|Form|Json|RawQuery|RawForm|TypedHeader|HeaderMap|Multipart|HttpRequest)\b/;

function supplierOf(root: string, at: SgNode): { readonly supplier: Supplier; readonly isPublic: boolean } {
  if (/^(?:env|config|settings|args|opts|options|cli)$/.test(root))
    return { supplier: "setting", isPublic: false };
  const parameter = parameterOf(root, at);
  if (!parameter) return own;
  const isRequest =
    extractor.test(parameter.field("type")?.text() ?? "") &&
    !/^&/.test(parameter.field("type")?.text() ?? "");
  const definition = ancestor(at, "function_item");
  const isPublic = definition?.children().some((child) => child.kind() === "visibility_modifier") ?? false;
  return { supplier: isRequest ? "request" : "caller", isPublic };
}
