/** The words in which every grammar's code is put before values are followed through it. */
import type { Span } from "../../model/source.js";

export type Constant = string | number | boolean | null;

/** An expression, with the place where it is written. */
export type Term = TermShape & { readonly span: Span };

type TermShape =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "member"; readonly of: Term; readonly name: string }
  /** `of[key]`; without a key, any item: what a loop runs over. */
  | { readonly kind: "item"; readonly of: Term; readonly key: Term | null }
  | {
      readonly kind: "call";
      readonly callee: Term;
      readonly given: readonly Given[];
      readonly isNew: boolean;
    }
  | { readonly kind: "fixed"; readonly value: Constant }
  /** Text put together from parts, in order. */
  | { readonly kind: "joined"; readonly parts: readonly Term[] }
  | {
      readonly kind: "operation";
      /** As in C, with `and`, `or`, `in` and `not in`. */
      readonly operator: string;
      readonly left: Term;
      readonly right: Term;
    }
  | { readonly kind: "not"; readonly of: Term }
  | { readonly kind: "choice"; readonly condition: Term; readonly yes: Term; readonly no: Term }
  | { readonly kind: "collection"; readonly entries: readonly Entry[]; readonly isRecord: boolean }
  | { readonly kind: "closure"; readonly code: Code }
  | { readonly kind: "typed"; readonly of: Term; readonly type: Type }
  /** Steps whose `give`s are its value. */
  | { readonly kind: "block"; readonly steps: readonly Step[] }
  /** The value may come from any of the parts. */
  | { readonly kind: "several"; readonly parts: readonly Term[] };

export interface Given {
  /** The keyword or option it is given under. */
  readonly name: string | null;
  readonly value: Term;
}

export interface Entry {
  readonly key: Term | null;
  readonly value: Term;
}

export interface Type {
  /** Dotted, as written, without type arguments and pointers: `http.Request`. */
  readonly name: string;
  /** Numbers, truth values and the like: nothing of a text survives in them. */
  readonly isPlain: boolean;
}

export interface Parameter {
  /** A name, or a pattern that takes a value apart. */
  readonly target: Term;
  readonly type: Type | null;
  /** Annotations as terms. */
  readonly decorators: readonly Term[];
  readonly preset: Term | null;
}

/** A function whose parts are read when they are asked for. */
export interface Code {
  readonly name: string;
  readonly className: string | null;
  readonly span: Span;
  readonly decorators: readonly Term[];
  /** The object a method belongs to, where the signature names it (Go). */
  readonly receiver: Parameter | null;
  readonly parameters: readonly Parameter[];
  readonly steps: readonly Step[];
  /** Nobody outside its module can call it. */
  readonly isPrivate?: boolean;
}

/** A statement. */
export type Step =
  | {
      readonly kind: "assign";
      readonly target: Term;
      readonly value: Term;
      /** `+=` and its like: what was there stays. */
      readonly isAdded: boolean;
      readonly type: Type | null;
    }
  | { readonly kind: "do"; readonly value: Term }
  /** The value of the block around, as a branch of Elixir or Rust has it. */
  | { readonly kind: "give"; readonly value: Term }
  | { readonly kind: "return"; readonly value: Term | null }
  /** Leaves the function without a value, or one round of the loop. */
  | { readonly kind: "leave"; readonly isLoop: boolean }
  | {
      readonly kind: "branch";
      readonly condition: Term;
      readonly yes: readonly Step[];
      readonly no: readonly Step[];
    }
  | { readonly kind: "switch"; readonly subject: Term | null; readonly cases: readonly Case[] }
  | { readonly kind: "loop"; readonly condition: Term | null; readonly steps: readonly Step[] }
  | {
      readonly kind: "try";
      readonly steps: readonly Step[];
      readonly handlers: readonly (readonly Step[])[];
      readonly last: readonly Step[];
    }
  | { readonly kind: "define"; readonly code: Code };

export interface Case {
  /** Empty for the case that takes what is left. */
  readonly tests: readonly Term[];
  /** Takes the subject apart. */
  readonly target: Term | null;
  readonly condition: Term | null;
  readonly steps: readonly Step[];
  /** Goes on into the next case. */
  readonly isOpen: boolean;
}

/** `a.b` for names and members; null for anything computed. */
export function pathOf(term: Term): string | null {
  if (term.kind === "name") return term.name;
  if (term.kind === "typed") return pathOf(term.of);
  if (term.kind !== "member") return null;
  const of = pathOf(term.of);
  return of === null ? null : `${of}.${term.name}`;
}

/** The same with calls as `()` and items left out, for matching by what things are called; null when it begins with anything else. */
export function writtenPath(term: Term): string | null {
  switch (term.kind) {
    case "name":
      return term.name;
    case "member": {
      const of = writtenPath(term.of);
      return of === null ? null : `${of}.${term.name}`;
    }
    case "call": {
      const callee = writtenPath(term.callee);
      return callee === null ? null : `${callee}()`;
    }
    case "typed":
    case "item":
      return writtenPath(term.of);
    default:
      return null;
  }
}

/** Shorthands that the readers of each grammar build terms with. */
export const build = {
  name: (name: string, span: Span): Term => ({ kind: "name", name, span }),
  member: (of: Term, name: string, span: Span): Term => ({ kind: "member", of, name, span }),
  item: (of: Term, key: Term | null, span: Span): Term => ({ kind: "item", of, key, span }),
  fixed: (value: Constant, span: Span): Term => ({ kind: "fixed", value, span }),
  joined: (parts: readonly Term[], span: Span): Term => ({ kind: "joined", parts, span }),
  several: (parts: readonly Term[], span: Span): Term => ({ kind: "several", parts, span }),
  call: (callee: Term, given: readonly Given[], span: Span): Term => ({
    kind: "call",
    callee,
    given,
    isNew: false,
    span,
  }),
  list: (parts: readonly Term[], span: Span): Term => ({
    kind: "collection",
    entries: parts.map((value) => ({ key: null, value })),
    isRecord: false,
    span,
  }),
} as const;

export function assign(target: Term, value: Term): Step {
  return { kind: "assign", target, value, isAdded: false, type: null };
}
