/** Keys in calls of Java. */
import type { SgNode } from "@ast-grep/napi";
import type { Outline } from "../../model/outline.js";
import type { JavaTree } from "../../model/tree.js";
import { argumentsOf, hasModifier } from "../../syntax/java/ask.js";
import { callsWhere } from "../../syntax/java/calls.js";
import { declarationOf } from "../../syntax/java/declarations.js";
import { literalText } from "../../syntax/java/literals.js";
import { spanOf } from "../../syntax/nodes.js";
import type { KeyLiteral } from "./literal.js";

/** Argument that is the key, from the end: `signWith(key)`, `signWith(algorithm, key)`. */
const keyArguments: readonly (readonly [callee: RegExp, index: number])[] = [
  [/(?:^|\.)Algorithm\.HMAC(?:256|384|512)$/, -1],
  [/(?:^|\.)Keys\.hmacShaKeyFor$/, -1],
  [/\.(?:signWith|setSigningKey)$/, -1],
];

export function javaKeys(tree: JavaTree, outline: Outline): readonly KeyLiteral[] {
  return callsWhere({ tree, outline }, (call) => indexOf(call) !== undefined).flatMap(({ call, node }) => {
    const literal = literalOf(argumentsOf(node).at(indexOf(call) ?? -1));
    const value = literalText(literal);
    if (!literal || value === null) return [];
    const { start, end } = spanOf(literal);
    return [{ callee: call.callee, value, start: start + 1, end: end - 1 }];
  });
}

function indexOf({ callee }: Outline["calls"][number]): number | undefined {
  return keyArguments.find(([pattern]) => pattern.test(callee))?.[1];
}

/** The literal, also in `KEY.getBytes(…)`, or what a final variable of this file is given. */
function literalOf(node: SgNode | undefined, from: SgNode | undefined = node): SgNode | undefined {
  if (node?.kind() === "method_invocation" && node.field("name")?.text() === "getBytes")
    return literalOf(node.field("object") ?? undefined, from);
  if (node?.kind() !== "identifier" || !from) return node;
  const declared = declarationOf(node.text(), from);
  const isFixed = declared !== null && declared.kind !== "parameter" && hasModifier(declared.node, "final");
  const value = isFixed ? (declared.value ?? undefined) : undefined;
  return value?.kind() === "identifier" ? undefined : literalOf(value, from);
}
