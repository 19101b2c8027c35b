/** Fields of a Go struct that every method touches only between `Lock` and a deferred `Unlock`. */
import type { FunctionFact } from "../../model/outline.js";
import type { Example, Matcher, Subject } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { GoTree } from "../../model/tree.js";
import { codeOf } from "../../syntax/code-text.js";
import { functionsAround } from "../../syntax/surroundings.js";

export const go: Matcher<"go"> = function* (subject) {
  if (!/\bsync\.(?:RW)?Mutex\b/.test(subject.source.text)) return;
  const text = codeOf(subject);
  for (const struct of structsIn(text)) {
    const guarded = struct.fields.map((field) => guardedField(subject, struct, field)).find(Boolean);
    if (!guarded) continue;
    const { field, at, methods } = guarded;
    yield {
      at,
      issue: `${allOf(methods)} methods of \`${struct.name}\` that touch \`${field}\` hold \`${struct.lock}\`, and give it back by \`defer\`.`,
    };
    return;
  }
};

/** "Both", or "All 3". */
export function allOf(count: number): string {
  return count === 2 ? "Both" : `All ${String(count)}`;
}

interface Struct {
  readonly name: string;
  readonly lock: string;
  readonly fields: readonly string[];
  readonly span: Span;
}

function structsIn(text: string): readonly Struct[] {
  return [...text.matchAll(/\btype (\w+) struct \{\n([\s\S]*?)\n\}/g)].flatMap((match) => {
    const [all, name = "", body = ""] = match;
    const locks = [...body.matchAll(/^\t(\w+)\s+sync\.(?:RW)?Mutex\b/gm)];
    const [lock] = locks;
    if (!lock?.[1] || locks.length > 1) return [];
    // Channels, functions and atomics need no lock.
    const fields = [...body.matchAll(/^\t(\w+)\s+(?!chan\b|func\b|sync\.|atomic\.)\S/gm)].map(
      ([, field]) => field ?? "",
    );
    return { name, lock: lock[1], fields, span: { start: match.index, end: match.index + all.length } };
  });
}

interface Guarded {
  readonly field: string;
  /** From where the first method that writes takes the lock to where it is handed to `defer`. */
  readonly at: Span;
  readonly methods: number;
}

const fewestMethods = 2;

/** Undefined unless every mention of the field, in the whole package, is seen to be guarded. */
function guardedField(subject: Subject<GoTree>, struct: Struct, field: string): Guarded | undefined {
  const { source, outline, survey } = subject;
  const folder = source.path.slice(0, source.path.lastIndexOf("/") + 1);
  for (const [path, file] of survey.files) {
    const isOther = path !== source.path && !file.source.isTest && path.startsWith(folder);
    if (isOther && !path.slice(folder.length).includes("/") && file.outline.mentions.has(field))
      return undefined;
  }
  const text = codeOf(subject);
  const methods = new Map<FunctionFact, Span>();
  let written: Span | undefined;
  for (const offset of outline.mentions.get(field) ?? []) {
    if (offset >= struct.span.start && offset < struct.span.end) continue;
    const holder = functionsAround(outline, offset).at(-1);
    if (holder && isConstruction(holder, text.slice(offset + field.length))) continue;
    const taken =
      holder?.className === struct.name ? lockBefore(text, holder, { offset, lock: struct.lock }) : undefined;
    if (!holder || !taken || text[offset - 1] !== ".") return undefined;
    methods.set(holder, taken.at);
    if (!taken.isRead && isWrite(text, offset, field)) written ??= taken.at;
  }
  return written && methods.size >= fewestMethods ? { field, at: written, methods: methods.size } : undefined;
}

/** Nobody else has the value before `New…` returns it. */
function isConstruction({ name, className }: FunctionFact, rest: string): boolean {
  return className === null && (/^[nN]ew/.test(name) || /^\s*:\s/.test(rest));
}

function lockBefore(
  text: string,
  { bodySpan }: FunctionFact,
  { offset, lock }: { readonly offset: number; readonly lock: string },
): { readonly at: Span; readonly isRead: boolean } | undefined {
  const before = text.slice(bodySpan.start, offset);
  const taken = new RegExp(
    `\\b\\w+\\.${lock}\\.(R?)Lock\\(\\)\\s+defer \\w+\\.${lock}\\.R?Unlock\\(\\)`,
  ).exec(before);
  // What a goroutine does later, it does without the lock.
  if (!taken || /\bgo func\(|\.R?Unlock\(\)/.test(before.slice(taken.index + taken[0].length)))
    return undefined;
  const start = bodySpan.start + taken.index;
  return { at: { start, end: start + taken[0].length }, isRead: taken[1] === "R" };
}

function isWrite(text: string, offset: number, field: string): boolean {
  const after = text.slice(offset + field.length, offset + field.length + 120);
  const before = text.slice(Math.max(0, offset - 30), offset);
  return (
    /^(?:\[[^\]\n]*\])?(?:\.\w+)*\s*(?:[-+|&]?=(?!=)|\+\+|--)/.test(after) || /\bdelete\(\w+\.$/.test(before)
  );
}

const struct =
  'package store\n\nimport "sync"\n\ntype Store struct {\n\tmu    sync.Mutex\n\tnames map[string]string\n}\n\nfunc New() *Store {\n\treturn &Store{names: map[string]string{}}\n}\n\nfunc (s *Store) Put(id, name string) {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\ts.names[id] = name\n}\n\n';

export const goExamples: readonly Example[] = [
  {
    language: "go",
    bad: `${struct}func (s *Store) Get(id string) string {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\treturn s.names[id]\n}\n`,
    good: `${struct}func (s *Store) Get(id string) string {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\treturn s.names[id]\n}\n\nfunc (s *Store) Size() int {\n\treturn len(s.names)\n}\n`,
  },
  {
    language: "go",
    bad: `${struct}func (s *Store) Size() int {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\treturn len(s.names)\n}\n`,
    good: `${struct}func (s *Store) Clear() {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\tgo func() { s.names = nil }()\n}\n`,
  },
];
