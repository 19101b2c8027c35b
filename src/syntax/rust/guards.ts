/** Finds the guards of locks in a Rust file, and how long each is held. */
import type { SgNode } from "@ast-grep/napi";
import type { Span } from "../../model/source.js";
import type { RustTree } from "../../model/tree.js";
import { argumentsOf, enclosingBody, isInTest, methodOf, receiverOf } from "./ask.js";
import { spanOf } from "../nodes.js";

export interface HeldGuard {
  readonly name: string;
  /** What is locked: `self.sessions`. */
  readonly lock: string;
  readonly how: "lock" | "read" | "write";
  /** Awaited to get it, as the locks of tokio are. */
  readonly isAsync: boolean;
  readonly at: SgNode;
  /** From the statement that takes it to the end of its block, or to where it is dropped. */
  readonly alive: Span;
}

/** Guards bound to a name by `let`; the ones of temporary values end with their statement. */
export function heldGuards(tree: RustTree, text: string): readonly HeldGuard[] {
  if (!/\.\s*(?:lock|read|write)\s*\(\s*\)/.test(text)) return [];
  const hasBareLocks = text.includes("parking_lot");
  return tree.nodes("let_declaration").flatMap((declaration) => {
    const name = /^(?:mut\s+)?([a-z]\w*)$/.exec(declaration.field("pattern")?.text() ?? "")?.[1];
    const value = declaration.field("value");
    const block = declaration.parent();
    const lock = value ? lockIn(value, hasBareLocks) : undefined;
    if (name === undefined || !lock || block?.kind() !== "block" || isInTest(tree, declaration)) return [];
    const start = spanOf(declaration).end;
    const end = endOf(name, { start, end: spanOf(block).end }, text);
    return [{ ...lock, name, alive: { start, end } }];
  });
}

function endOf(name: string, { start, end }: Span, text: string): number {
  const dropped = new RegExp(`\\b(?:drop|mem::take)\\s*\\(\\s*${name}\\s*\\)`).exec(text.slice(start, end));
  return dropped ? start + dropped.index : end;
}

type Lock = Pick<HeldGuard, "lock" | "how" | "isAsync" | "at">;

/** `x.lock().await`, `x.lock().unwrap()`, and `x.lock()` where the locks give no `Result`. */
function lockIn(value: SgNode, hasBareLocks: boolean): Lock | undefined {
  if (value.kind() === "await_expression") {
    const awaited = value.child(0);
    return awaited ? lockCall(awaited, true) : undefined;
  }
  if (value.kind() !== "call_expression") return undefined;
  if (/^(?:unwrap|expect|unwrap_or_else)$/.test(methodOf(value) ?? "")) {
    const receiver = receiverOf(value);
    return receiver ? lockCall(receiver, false) : undefined;
  }
  return hasBareLocks ? lockCall(value, false) : undefined;
}

function lockCall(call: SgNode, isAsync: boolean): Lock | undefined {
  const how = call.kind() === "call_expression" ? methodOf(call) : null;
  if (how !== "lock" && how !== "read" && how !== "write") return undefined;
  if (argumentsOf(call).length > 0) return undefined;
  return { lock: receiverOf(call)?.text().replace(/\s+/g, "") ?? "", how, isAsync, at: call };
}

/** True when the node runs in the same function while the guard is held. */
export function isUnder(node: SgNode, { alive, at }: HeldGuard): boolean {
  const { start, end } = spanOf(node);
  return start >= alive.start && end <= alive.end && enclosingBody(node)?.id() === enclosingBody(at)?.id();
}
