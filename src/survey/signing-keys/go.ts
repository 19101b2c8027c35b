/** Keys in calls of Go. */
import type { SgNode } from "@ast-grep/napi";
import type { Outline } from "../../model/outline.js";
import type { GoTree } from "../../model/tree.js";
import { argumentsOf, callsWhere, literalText } from "../../syntax/go/calls.js";
import { spanOf } from "../../syntax/nodes.js";
import type { KeyLiteral } from "./literal.js";

/** Argument that is the key. */
const keyArguments: readonly (readonly [callee: RegExp, index: number])[] = [
  [/\.SignedString$/, 0],
  [/^crypto\/hmac\.New$/, 1],
  [/^github\.com\/gorilla\/(?:sessions\.NewCookieStore|securecookie\.New)$/, 0],
  [/^github\.com\/gin-contrib\/sessions\/(?:cookie|redis|memstore)\.NewStore$/, 0],
];

export function goKeys(tree: GoTree, outline: Outline): readonly KeyLiteral[] {
  return callsWhere({ tree, outline }, (call) => indexOf(call) !== undefined).flatMap(({ call, node }) => {
    const key = argumentsOf(node)[indexOf(call) ?? 0];
    const literal = literalOf(tree, key);
    const value = literalText(literal);
    if (!literal || value === null) return [];
    const { start, end } = spanOf(literal);
    return [{ callee: call.callee, value, start: start + 1, end: end - 1 }];
  });
}

function indexOf({ callee, origin }: Outline["calls"][number]): number | undefined {
  return keyArguments.find(([pattern]) => pattern.test(origin ?? callee))?.[1];
}

/** The literal in `[]byte("…")`, or what the only declaration of the name in this file gives it. */
function literalOf(tree: GoTree, node: SgNode | undefined): SgNode | undefined {
  if (node?.kind() === "type_conversion_expression")
    return literalOf(tree, node.field("operand") ?? undefined);
  if (node?.kind() !== "identifier") return node;
  const name = node.text();
  const values = [...tree.nodes("const_spec"), ...tree.nodes("var_spec")]
    .filter((spec) => spec.field("name")?.text() === name)
    .map((spec) => spec.field("value")?.child(0) ?? undefined);
  const [only] = values;
  return values.length === 1 && only?.kind() !== "identifier" ? literalOf(tree, only) : undefined;
}
