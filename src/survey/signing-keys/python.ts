/** Keys in calls of Python. */
import type { SgNode } from "@ast-grep/napi";
import type { Outline } from "../../model/outline.js";
import type { PythonTree } from "../../model/tree.js";
import { spanOf } from "../../syntax/nodes.js";
import { positionalArguments } from "../../syntax/python/ask.js";
import type { KeyLiteral } from "./literal.js";

const keyArguments: readonly (readonly [callee: RegExp, index: number])[] = [
  [/^(?:jwt|jose\.jwt)\.(?:encode|decode)$/, 1],
  [/^hmac\.(?:new|digest)$/, 0],
  [/(?:^|\.)(?:URLSafe(?:Timed)?Serializer|TimestampSigner|Fernet)$/, 0],
];

export function pythonKeys(tree: PythonTree, outline: Outline): readonly KeyLiteral[] {
  return outline.calls.flatMap(({ callee, origin, span }, i) => {
    const index = keyArguments.find(([pattern]) => pattern.test(origin ?? callee))?.[1];
    // The outline lists the calls in the order of the nodes.
    const call = index === undefined ? undefined : tree.nodes("call")[i];
    if (index === undefined || !call || spanOf(call).start !== span.start) return [];
    return literalKey(valueOf(tree, positionalArguments(call)[index]), callee);
  });
}

/** The argument, or what the name is given by the only assignment to it in this file. */
function valueOf(tree: PythonTree, node: SgNode | undefined): SgNode | undefined {
  if (node?.kind() !== "identifier") return node;
  const name = node.text();
  const named = tree.nodes("assignment").filter((each) => each.field("left")?.text() === name);
  const [only] = named;
  return named.length === 1 ? (only?.field("right") ?? undefined) : undefined;
}

function literalKey(node: SgNode | undefined, callee: string): readonly KeyLiteral[] {
  const content =
    node?.kind() === "string" ? node.children().filter((part) => part.kind() === "string_content") : [];
  const [only] = content;
  return only && content.length === 1 ? [{ callee, value: only.text(), ...spanOf(only) }] : [];
}
