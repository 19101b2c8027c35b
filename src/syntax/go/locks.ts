/** Follows a Go function's paths to see where it leaves with a lock it took. */
import type { SgNode } from "@ast-grep/napi";
import { calleeOf, functionKinds, namedChildren } from "./ask.js";
import { ancestor } from "../nodes.js";

/** Whether the lock is held at a point of the function; `maybe` where its paths disagree. */
type State = "free" | "held" | "maybe" | "unreachable";

export interface LockUse {
  /** As written: `s.mu`. */
  readonly lock: string;
  /** The statement that takes it. */
  readonly taken: SgNode;
  /** Where the function ends while the lock is certainly held: returns, or the function itself for its end. */
  readonly leaks: readonly SgNode[];
  /** True when the last end of the function is reached with the lock given back. */
  readonly isReleasedAtEnd: boolean;
  /** True when no way out of the function gives the lock back; it may do so for a while in between. */
  readonly isNeverReleased: boolean;
}

/** Every lock that the function takes itself; locks that it gives back before taking them are left out. */
export function locksTaken(holder: SgNode): readonly LockUse[] {
  const calls = ownCalls(holder);
  const uses: LockUse[] = [];
  for (const { callee, node } of calls) {
    const [, lock, read] = /^(.+)\.(R?)Lock$/.exec(callee) ?? [];
    if (lock === undefined || node.parent()?.kind() !== "expression_statement") continue;
    if (uses.some((use) => use.lock === lock && calleeOf(use.taken)?.endsWith(`.${read ?? ""}Lock`)))
      continue;
    const use = new Walk(lock, read ?? "").follow(holder, node);
    if (use) uses.push(use);
  }
  return uses;
}

interface OwnCall {
  readonly callee: string;
  readonly node: SgNode;
}

/** Calls of the function that are about locks by their name, without those of functions inside it. */
function ownCalls(holder: SgNode): readonly OwnCall[] {
  return holder
    .findAll({ rule: { kind: "call_expression", regex: "[lL]ock\\w*\\([^()]*\\)$" } })
    .flatMap((node) => {
      const callee = calleeOf(node);
      const isOwn = ancestor(node, ...functionKinds)?.id() === holder.id();
      return callee !== null && isOwn ? [{ callee, node }] : [];
    });
}

/** The walk gives up where the lock may change hands out of sight. */
class GivesUp extends Error {}

class Walk {
  readonly #lock: string;
  readonly #take: string;
  readonly #give: string;
  readonly #leaks: SgNode[] = [];
  /** Ends that some paths reach with the lock and some without. */
  readonly #unclear: SgNode[] = [];
  #wasTaken = false;
  #wasReleased = false;
  #isFreeAtSomeEnd = false;
  #isReleasedAtEnd = false;
  /** States at the `break`s of the statements being walked, innermost last. */
  readonly #breaks: State[][] = [];

  constructor(lock: string, read: string) {
    this.#lock = lock;
    this.#take = `${lock}.${read}Lock`;
    this.#give = `${lock}.${read}Unlock`;
  }

  follow(holder: SgNode, taken: SgNode): LockUse | undefined {
    const body = holder.field("body");
    if (!body || this.#isOutOfSight(holder)) return undefined;
    try {
      const end = this.#block(body, "free");
      this.#leave(end, holder);
    } catch (error) {
      if (error instanceof GivesUp) return undefined;
      throw error;
    }
    // What is taken under a condition and given back nowhere is still held at the end.
    const leaks = this.#wasReleased ? this.#leaks : [...this.#leaks, ...this.#unclear];
    return {
      lock: this.#lock,
      taken,
      leaks,
      isReleasedAtEnd: this.#isReleasedAtEnd,
      isNeverReleased: !this.#wasReleased || (leaks.length > 0 && !this.#isFreeAtSomeEnd),
    };
  }

  /** Deferred, handed to another function, or left to jumps that are not followed. */
  #isOutOfSight(holder: SgNode): boolean {
    const text = holder.text();
    if (/\bgoto\b|^\s*\w+:\s*$/m.test(text) && /\bgoto\b|\b(?:break|continue) \w+/.test(text)) return true;
    const inner = ["defer_statement", "go_statement", "func_literal"].flatMap((kind) =>
      holder.findAll({ rule: { kind } }).filter((node) => node.id() !== holder.id()),
    );
    if (inner.some((node) => this.#isGivenBackIn(node.text()))) return true;
    const own = new Set([
      this.#give,
      this.#give.replace("RUnlock", "Unlock"),
      this.#give.replace(".Unlock", ".RUnlock"),
    ]);
    // `saveUnlocked` says that its caller holds the lock, or that nobody does; it gives nothing back.
    return ownCalls(holder).some(
      ({ callee }) => /[uU]nlock(?!ed)/.test(callee) && !own.has(callee) && !/\.R?Unlock$/.test(callee),
    );
  }

  /** Of another lock, written in full, the text says nothing about this one. */
  #isGivenBackIn(text: string): boolean {
    const others = text.replace(/([\w.]+)\.R?Unlock\(\)/g, (call, lock: string) =>
      lock === this.#lock ? call : "",
    );
    return /[uU]nlock|[rR]elease/.test(others);
  }

  #leave(state: State, at: SgNode): void {
    if (state === "held") this.#leaks.push(at);
    if (state === "maybe") this.#unclear.push(at);
    if (this.#wasTaken && (state === "free" || state === "maybe")) this.#isFreeAtSomeEnd = true;
    if (state !== "unreachable") this.#isReleasedAtEnd = state === "free" && this.#wasReleased;
  }

  #block(block: SgNode, state: State): State {
    const lists = block.children().filter((child) => child.kind() === "statement_list");
    return lists.flatMap(namedChildren).reduce<State>((before, one) => this.#statement(one, before), state);
  }

  #statement(node: SgNode, state: State): State {
    if (state === "unreachable") return state;
    switch (node.kind()) {
      case "expression_statement":
        return this.#call(node, state);
      case "return_statement":
        this.#leave(state, node);
        return "unreachable";
      case "break_statement":
        this.#breaks.at(-1)?.push(state);
        return "unreachable";
      case "continue_statement":
        return "unreachable";
      case "block":
        return this.#block(node, state);
      case "labeled_statement":
        return namedChildren(node).reduce<State>((before, one) => this.#statement(one, before), state);
      case "if_statement":
        return this.#conditional(node, state);
      case "for_statement":
        return this.#loop(node, state);
      case "expression_switch_statement":
      case "type_switch_statement":
      case "select_statement":
        return this.#cases(node, state);
      default:
        return state;
    }
  }

  #call(statement: SgNode, state: State): State {
    const call = statement.child(0);
    const callee = call?.kind() === "call_expression" ? calleeOf(call) : null;
    if (callee === null) return state;
    if (callee === this.#take) {
      if (state !== "free") throw new GivesUp();
      this.#wasTaken = true;
      return "held";
    }
    if (callee === this.#give) {
      // Given back before it was taken here: the callers hold it.
      if (state === "free") throw new GivesUp();
      this.#wasReleased = true;
      return "free";
    }
    return ends.test(callee) ? "unreachable" : state;
  }

  #conditional(node: SgNode, state: State): State {
    const then = node.field("consequence");
    const otherwise = node.field("alternative");
    const afterThen = then ? this.#block(then, state) : state;
    return merge(afterThen, otherwise ? this.#statement(otherwise, state) : state);
  }

  #loop(node: SgNode, state: State): State {
    const body = node.field("body");
    const isEndless = namedChildren(node).length === 1;
    this.#breaks.push([]);
    const after = body ? this.#block(body, state) : state;
    const breaks = this.#breaks.pop() ?? [];
    const end = isEndless ? "unreachable" : merge(state, after);
    return breaks.reduce<State>(merge, end);
  }

  #cases(node: SgNode, state: State): State {
    const cases = node.children().filter((child) => /_case$/.test(String(child.kind())));
    const isComplete =
      node.kind() === "select_statement" || cases.some((one) => one.kind() === "default_case");
    this.#breaks.push([]);
    const ended = cases.map((one) => this.#block(one, state));
    const breaks = this.#breaks.pop() ?? [];
    return [...ended, ...breaks].reduce<State>(merge, isComplete ? "unreachable" : state);
  }
}

const ends = /^(?:panic|os\.Exit|log\.(?:Fatal|Panic)\w*|\w+\.(?:Fatal|FailNow|Skip)\w*|runtime\.Goexit)$/;

function merge(a: State, b: State): State {
  if (a === "unreachable") return b;
  if (b === "unreachable" || a === b) return a;
  return "maybe";
}
