/** Questions that the readers of every grammar ask of its nodes. */
import type { SgNode } from "@ast-grep/napi";
import type { Span } from "../../model/source.js";
import { type Term, build } from "./terms.js";

/** Where a node stands, asked of the parser at the first question: most terms are never shown. */
export function spanOf(node: SgNode): Span {
  return new NodeSpan(node);
}

class NodeSpan implements Span {
  readonly #node: SgNode;
  #range: ReturnType<SgNode["range"]> | undefined;

  constructor(node: SgNode) {
    this.#node = node;
  }

  get start(): number {
    return (this.#range ??= this.#node.range()).start.index;
  }

  get end(): number {
    return (this.#range ??= this.#node.range()).end.index;
  }
}

/** Children that mean something: no punctuation and no comments. */
export function partsOf(node: SgNode): readonly SgNode[] {
  return node.children().filter((child) => child.isNamed() && !String(child.kind()).includes("comment"));
}

/** Stands for what was not understood, and holds nothing. */
export function unknownTerm(node: SgNode): Term {
  return build.several([], spanOf(node));
}

/** `a.b.c` as a chain of members. */
export function dottedTerm(dotted: string, node: SgNode): Term {
  const span = spanOf(node);
  const [first = "", ...rest] = dotted.split(".");
  return rest.reduce<Term>((of, name) => build.member(of, name, span), build.name(first, span));
}
