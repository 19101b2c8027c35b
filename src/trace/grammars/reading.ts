/** Questions that the readers of every grammar ask of its nodes. */
import type { SgNode } from "@ast-grep/napi";
import { spanOf } from "../../syntax/nodes.js";
import { type Term, build } from "./terms.js";

/** Children that mean something: no punctuation and no comments. */
export function partsOf(node: SgNode): readonly SgNode[] {
  return node.children().filter((child) => child.isNamed() && !String(child.kind()).includes("comment"));
}

/** Stands for what was not understood, and holds nothing. */
export function unknownTerm(node: SgNode): Term {
  return build.several([], spanOf(node));
}

/** Reads its value at the first question and keeps it. */
export function lazy<T>(read: () => T): () => T {
  let held: { readonly value: T } | undefined;
  return () => (held ??= { value: read() }).value;
}

/** `a.b.c` as a chain of members. */
export function dottedTerm(dotted: string, node: SgNode): Term {
  const span = spanOf(node);
  const [first = "", ...rest] = dotted.split(".");
  return rest.reduce<Term>((of, name) => build.member(of, name, span), build.name(first, span));
}
