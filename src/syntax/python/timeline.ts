/** Reads what a Python coroutine does to shared state around its awaits. */
import type { SgNode } from "@ast-grep/napi";
import type { FunctionFact, Outline } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { PythonTree } from "../../model/tree.js";
import {
  type Arm,
  type Check,
  type Look,
  type Pause,
  type Presence,
  type Timeline,
  type Write,
  checkOf,
  opposite,
} from "../interleaving.js";
import { calleeOf, dottedName, positionalArguments } from "./ask.js";
import { armOf, leaves } from "./branches.js";
import { ancestor, spanOf } from "../nodes.js";

/** Kinds that say something about state or time; each is one query for the whole file. */
const kinds = {
  ifs: ["if_statement", "elif_clause"],
  pauses: ["await", "with_statement", "for_statement"],
  writes: ["assignment", "augmented_assignment", "call"],
  reads: ["attribute", "subscript", "call", "comparison_operator"],
  loops: ["while_statement"],
  globals: ["global_statement"],
} as const;

export interface Coroutine {
  readonly fact: FunctionFact;
  readonly timeline: Timeline;
}

/** Timelines of the file's coroutines that await and write to `self` or to a global; the others have no story. */
export function coroutinesOf(
  { tree, outline }: { readonly tree: PythonTree; readonly outline: Outline },
  text: string,
): readonly Coroutine[] {
  const moduleNames = new Set(
    outline.definitions.flatMap((one) => (one.kind === "variable" && one.container === null ? one.name : [])),
  );
  return outline.functions.flatMap((fact) => {
    const body = text.slice(fact.bodySpan.start, fact.bodySpan.end);
    if (!fact.isAsync || !/\bawait\b/.test(body) || !/\b(?:self|cls)\.|\bglobal\b|\w\[[^\]]+\] *=/.test(body))
      return [];
    const inner = outline.functions.filter((other) => other !== fact && holds(fact.bodySpan, other.span));
    return { fact, timeline: new Reader(tree, { fact, inner, moduleNames }).read() };
  });
}

interface Scope {
  readonly fact: FunctionFact;
  readonly inner: readonly FunctionFact[];
  readonly moduleNames: ReadonlySet<string>;
}

interface Copy {
  readonly place: string;
  readonly at: Span;
}

class Reader {
  readonly #globals: ReadonlySet<string>;
  readonly #assignments: readonly SgNode[];
  readonly #locals: ReadonlySet<string>;
  readonly #copies = new Map<string, Copy>();

  constructor(
    readonly tree: PythonTree,
    readonly scope: Scope,
  ) {
    this.#globals = new Set(
      this.#own(kinds.globals).flatMap((node) => node.text().match(/\w+/g)?.slice(1) ?? []),
    );
    this.#assignments = this.#own(["assignment"]);
    this.#locals = new Set([
      ...scope.fact.parameters.map((parameter) => parameter.name),
      ...this.#assignments.flatMap((node) => {
        const left = node.field("left");
        return left?.kind() === "identifier" ? left.text() : [];
      }),
    ]);
    for (const node of [...this.#assignments, ...this.#own(["named_expression"])]) this.#readCopy(node);
  }

  read(): Timeline {
    const pauses = this.#own(kinds.pauses).filter(isPause);
    const writes =
      pauses.length === 0 ? [] : this.#own(kinds.writes).flatMap((node) => this.#write(node) ?? []);
    // Most coroutines write no shared state, or none they have looked at: the rest need not be asked for.
    const checks = writes.length === 0 ? [] : this.#own(kinds.ifs).flatMap((node) => this.#checks(node));
    const isLooked = writes.some(
      ({ place, basedOn }) => basedOn ?? checks.some((check) => check.place === place),
    );
    if (!isLooked) return { checks: [], pauses: [], writes: [], reads: [], endless: [] };
    const reads = this.#globals.size > 0 ? [...kinds.reads, "identifier"] : kinds.reads;
    return {
      checks,
      pauses: pauses.map((node) => this.#pause(node)),
      writes,
      reads: this.#own(reads).flatMap((node) => {
        const place = this.#placeRead(node);
        return place === null ? [] : { place, at: spanOf(node) };
      }),
      endless: this.#own(kinds.loops).map(spanOf),
    };
  }

  /** Nodes of these kinds in this function, not in one nested in it; in source order. */
  #own(wanted: readonly string[]): readonly SgNode[] {
    const { fact, inner } = this.scope;
    const found = wanted.flatMap((kind) => {
      const nodes = this.tree.nodes(kind);
      return nodes
        .slice(firstFrom(nodes, fact.bodySpan.start), firstFrom(nodes, fact.bodySpan.end))
        .filter((node) => inner.length === 0 || !isHeld(spanOf(node), inner));
    });
    if (wanted.length === 1) return found;
    // A node is asked where it stands by a call into the parser, so each is asked once.
    const placed = found.map((node) => ({ node, start: spanOf(node).start }));
    return placed.sort((a, b) => a.start - b.start).map(({ node }) => node);
  }

  #readCopy(node: SgNode): void {
    const name = node.field("left") ?? node.field("name");
    const value = node.field("right") ?? node.field("value");
    if (name?.kind() !== "identifier" || !value) return;
    const place = this.#placeRead(value);
    if (place !== null) this.#copies.set(name.text(), { place, at: spanOf(value) });
  }

  /** `self.x`, a global this function declares, or an entry of shared state. */
  #place(node: SgNode | null): string | null {
    if (!node) return null;
    const kind = node.kind();
    if (kind === "subscript") return this.#entry(node.field("value"), node.field("subscript"));
    const name = dottedName(node);
    if (name === null) return null;
    if (kind === "attribute") return /^(?:self|cls)\.\w+$/.test(name) ? name : null;
    return this.#globals.has(name) ? name : null;
  }

  #placeRead(node: SgNode): string | null {
    const kind = node.kind();
    if (kind === "comparison_operator") return this.#membership(node);
    if (kind !== "call") return this.#place(node);
    const callee = node.field("function");
    if (callee?.kind() !== "attribute" || callee.field("attribute")?.text() !== "get") return null;
    return this.#entry(callee.field("object"), positionalArguments(node)[0] ?? null);
  }

  /** `key in self.x`, `key not in self.x` */
  #membership(node: SgNode): string | null {
    const parts = node.children();
    if (parts.length !== 3 || !/^(?:not\s+)?in$/.test(parts[1]?.text() ?? "")) return null;
    return this.#entry(parts[2] ?? null, parts[0] ?? null);
  }

  #entry(container: SgNode | null, key: SgNode | null): string | null {
    if (!container || !key) return null;
    const name = dottedName(container);
    if (name === null) return null;
    const isShared =
      /^(?:self|cls)\.[\w.]+$/.test(name) || (this.scope.moduleNames.has(name) && !this.#locals.has(name));
    return isShared ? `${name}[${key.text()}]` : null;
  }

  #checks(node: SgNode): readonly Check[] {
    const consequence = node.field("consequence");
    const condition = node.field("condition");
    if (!consequence || !condition) return [];
    const alternative = node.kind() === "if_statement" ? node.field("alternative") : null;
    const otherwise = alternative ? [spanOf(alternative)] : [];
    const block = ancestor(node, "block");
    if (leaves(consequence) && block) otherwise.push({ start: spanOf(node).end, end: spanOf(block).end });
    return this.#looks(condition).map((look) => checkOf(look, [spanOf(consequence)], otherwise));
  }

  /** Places a condition depends on as a whole: `not self.x`, `self.x is None`, `key not in self.x`. */
  #looks(node: SgNode): readonly Look[] {
    const kind = String(node.kind());
    const direct = this.#placeRead(node);
    if (direct !== null) {
      const isAbsent = kind === "comparison_operator" && node.children()[1]?.text() !== "in";
      return [{ place: direct, at: spanOf(node), presence: isAbsent ? "absent" : "present" }];
    }
    if (kind === "identifier" || kind === "named_expression") {
      const copy = this.#copies.get((node.field("name") ?? node).text());
      return copy ? [{ ...copy, presence: "present" }] : [];
    }
    const isTransparent = [
      "not_operator",
      "boolean_operator",
      "comparison_operator",
      "parenthesized_expression",
    ];
    if (!isTransparent.includes(kind)) return [];
    const looks = node.children().flatMap((child) => (child.isNamed() ? this.#looks(child) : []));
    if (kind === "not_operator") return looks.map((look) => ({ ...look, presence: opposite(look.presence) }));
    return kind === "comparison_operator"
      ? looks.map((look) => ({ ...look, presence: compared(node) }))
      : looks;
  }

  #pause(node: SgNode): Pause {
    const arms: Arm[] = [];
    const stop = this.scope.fact.span.start;
    for (let inner = node, parent = node.parent(); parent; inner = parent, parent = parent.parent()) {
      if (inner.kind() === "function_definition" && spanOf(inner).start === stop) break;
      const arm = armOf(inner, parent);
      if (arm) arms.push(arm);
    }
    // Of `async with` and `async for` the head pauses; their bodies have pauses of their own.
    const { start, end } = spanOf(node);
    const body = node.field("body");
    return { at: { start, end: node.kind() === "await" || !body ? end : spanOf(body).start }, arms };
  }

  #write(node: SgNode): Write | undefined {
    if (node.kind() === "call") return this.#addition(node);
    const [left, right] = [node.field("left"), node.field("right")];
    const place = this.#place(left);
    if (place === null || !left || !right) return undefined;
    const isUpdate = node.kind() === "augmented_assignment";
    const basedOn = isUpdate ? spanOf(left) : this.#basis(place, right);
    const write = { ...stored(place, node, right), isUpdate };
    return basedOn ? { ...write, basedOn } : write;
  }

  /** `self.seen.add(key)` */
  #addition(call: SgNode): Write | undefined {
    if (!/^[\w.]+\.(?:add|append)$/.test(calleeOf(call) ?? "")) return undefined;
    const item = positionalArguments(call)[0];
    const place = this.#entry(call.field("function")?.field("object") ?? null, item ?? null);
    return place === null || !item ? undefined : stored(place, call, item);
  }

  /** Where the old value was read that an arithmetic in the new one starts from. */
  #basis(place: string, value: SgNode): Span | undefined {
    if (value.kind() === "await") return undefined;
    const parts = [value, ...value.children()].filter((part) => part.kind() === "binary_operator");
    for (const part of parts) {
      for (const side of [part.field("left"), part.field("right")]) {
        if (!side) continue;
        const copy = side.kind() === "identifier" ? this.#copies.get(side.text()) : undefined;
        if (copy?.place === place) return copy.at;
        if (this.#placeRead(side) === place) return spanOf(side);
      }
    }
    return undefined;
  }
}

function compared(comparison: SgNode): Presence {
  const match = /\bis\s+(not\s+)?None$/.exec(comparison.text());
  if (!match) return "either";
  return match[1] ? "present" : "absent";
}

function isPause(node: SgNode): boolean {
  return node.kind() === "await" || node.child(0)?.kind() === "async";
}

function stored(place: string, node: SgNode, value: SgNode): Write {
  const isReset = /^(?:None|False|0|""|'')$/.test(value.text());
  return { place, at: spanOf(node), value: spanOf(value), isReset, isUpdate: false };
}

/** Index of the first node that starts at or after the offset. */
function firstFrom(nodes: readonly SgNode[], offset: number): number {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const node = nodes[middle];
    if (node && node.range().start.index < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isHeld(span: Span, inner: readonly FunctionFact[]): boolean {
  return inner.some((other) => holds(other.span, span));
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
