/** Questions that rules and the outline ask of an Elixir tree, in which nearly everything is a call. */
import type { SgNode } from "@ast-grep/napi";
import type { Span } from "../../model/source.js";
import type { ElixirTree } from "../../model/tree.js";
import { Latest } from "../latest.js";
import { spanOf } from "../nodes.js";

export function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** A call node with what is called, as written: `def`, `Registry.lookup`, `:ets.new`. */
export interface WrittenCall {
  readonly node: SgNode;
  readonly target: string;
  readonly span: Span;
}

const written = new Latest<ElixirTree, readonly WrittenCall[]>();

/** All calls of a file in source order, definitions and directives among them. */
export function callsOf(tree: ElixirTree): readonly WrittenCall[] {
  return written.of(tree, () =>
    tree.nodes("call").map((node) => ({
      node,
      target: (node.field("target")?.text() ?? "").replace(/\s+/g, ""),
      span: spanOf(node),
    })),
  );
}

/** Arguments of a call without the block; the keywords at the end are one node of kind `keywords`. */
export function argumentsOf(call: SgNode): readonly SgNode[] {
  const list = call.children().find((child) => child.kind() === "arguments");
  return list ? namedChildren(list) : [];
}

/** The `do … end` of a call. */
export function doBlockOf(call: SgNode): SgNode | undefined {
  return call.children().find((child) => child.kind() === "do_block");
}

/** Value of a keyword argument: `:one_for_all` in `init(children, strategy: :one_for_all)`. */
export function keywordOf(call: SgNode, key: string): SgNode | undefined {
  const keywords = argumentsOf(call).find((argument) => argument.kind() === "keywords");
  const pair = keywords && namedChildren(keywords).find((child) => keyOf(child) === key);
  return pair && namedChildren(pair)[1];
}

/** Key of a `pair` node: `name` of `name: value`. */
export function keyOf(pair: SgNode): string | undefined {
  const key = pair.kind() === "pair" ? pair.child(0) : null;
  return key?.kind() === "keyword" ? key.text().replace(/:\s*$/, "") : undefined;
}

export function namedChildren(node: SgNode): readonly SgNode[] {
  return node.children().filter((child) => child.isNamed() && child.kind() !== "comment");
}

/** The call inside `@name value`, or undefined for anything else. */
export function attributeCall(node: SgNode): SgNode | undefined {
  if (node.kind() !== "unary_operator" || node.child(0)?.text() !== "@") return undefined;
  const call = node.child(1);
  return call?.kind() === "call" ? call : undefined;
}
