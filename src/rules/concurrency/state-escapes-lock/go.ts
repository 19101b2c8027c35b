/** Go: a map or slice of the struct, or an entry that the lock guards, returned as it is. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Matcher, Subject } from "../../../model/rule.js";
import type { GoTree } from "../../../model/tree.js";
import { enclosingFunction, namedChildren, receiverType } from "../../../syntax/go/ask.js";
import { receiverName } from "../../../syntax/go/bindings.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";
import { isCalled } from "../../../syntax/callers.js";

export const go: Matcher<"go"> = function* (subject) {
  if (!/\.R?Lock\(\)/.test(subject.source.text)) return;
  for (const method of subject.tree.nodes("method_declaration")) {
    const text = method.text();
    const receiver = receiverName(method);
    const lock = receiver && new RegExp(`\\b(${receiver}(?:\\.\\w+)?)\\.R?Lock\\(\\)`).exec(text)?.[1];
    if (!receiver || !lock || !mayHandOut(text, receiver, lock)) continue;
    const scope = { method, text, receiver, lock };
    for (const statement of method.findAll({ rule: { kind: "return_statement" } })) {
      const hit = examine(subject, scope, statement);
      if (hit) yield hit;
    }
  }
};

/** A cheap look at the text before the statements are asked. */
function mayHandOut(text: string, receiver: string, lock: string): boolean {
  if (!text.includes(`defer ${lock}.`)) return false;
  return new RegExp(`\\breturn ${receiver}\\.\\w+[,\\s]|\\w :?= ${receiver}\\.\\w+\\[`).test(text);
}

interface Scope {
  readonly method: SgNode;
  readonly text: string;
  /** Name of the receiver: `s`. */
  readonly receiver: string;
  /** As written: `s.mu`. */
  readonly lock: string;
}

function examine(subject: Subject<GoTree>, scope: Scope, statement: SgNode): Hit | undefined {
  if (enclosingFunction(statement)?.id() !== scope.method.id()) return undefined;
  const list = statement.child(1);
  const [value] = list ? namedChildren(list) : [];
  if (!value || !isHeldAt(scope, statement)) return undefined;
  return value.kind() === "identifier" ? entry(scope, value) : collection(subject, scope, value);
}

/** Deferred, or locked before and not yet unlocked in this text. */
function isHeldAt({ method, text, lock }: Scope, statement: SgNode): boolean {
  const before = text.slice(0, spanOf(statement).start - spanOf(method).start);
  const taken = Math.max(before.lastIndexOf(`${lock}.Lock()`), before.lastIndexOf(`${lock}.RLock()`));
  if (taken === -1) return false;
  const after = before.slice(taken);
  return (
    !new RegExp(`(?<!defer )${lock.replaceAll(".", "\\.")}\\.R?Unlock\\(\\)`).test(after) &&
    new RegExp(`defer ${lock.replaceAll(".", "\\.")}\\.R?Unlock\\(\\)`).test(after)
  );
}

/** `return s.sessions` */
function collection(
  subject: Subject<GoTree>,
  { receiver, method, lock }: Scope,
  value: SgNode,
): Hit | undefined {
  const [, field] = new RegExp(`^${receiver}\\.(\\w+)$`).exec(value.text()) ?? [];
  const type = field === undefined ? undefined : fieldType(subject.tree, receiverType(method), field);
  if (field === undefined || !type || !isChangedInPlace(subject.source.text, field, type)) return undefined;
  const isMap = type.startsWith("map[");
  return {
    at: spanOf(value),
    issue: `\`${method.field("name")?.text() ?? ""}\` returns \`${value.text()}\` itself: \`${lock}\` is released on return, and the caller goes on with the ${isMap ? "map" : "slice"} that others change under it.`,
    recommendation: isMap
      ? `Return maps.Clone(${value.text()}), made while the lock is held.`
      : `Return slices.Clone(${value.text()}), made while the lock is held.`,
    ...(isMap
      ? {
          // Without a caller the two that meet are not in sight.
          severity: isCalled(subject.survey, method.field("name")?.text() ?? "") ? "medium" : "low",
          scenario:
            "A caller ranges over the map while another goroutine writes to it under the lock: the runtime ends the program with `concurrent map iteration and map write`.",
        }
      : {}),
  };
}

/** Type of a field as the file declares it; undefined for anything but maps and slices. */
function fieldType(tree: GoTree, struct: string | null, field: string): string | undefined {
  for (const spec of tree.nodes("type_spec")) {
    if (spec.field("name")?.text() !== struct) continue;
    const declarations = spec.findAll({ rule: { kind: "field_declaration" } });
    const found = declarations.find((one) =>
      one.children().some((child) => child.kind() === "field_identifier" && child.text() === field),
    );
    const type = found?.field("type")?.text() ?? "";
    return /^(?:map\[|\[\])/.test(type) ? type : undefined;
  }
  return undefined;
}

/** A value that is only ever replaced as a whole may be handed out. */
function isChangedInPlace(text: string, field: string, type: string): boolean {
  const inMap = `\\.${field}\\[[^\\]]+\\] *(?:[-+]?=(?!=)|\\+\\+|--)|delete\\(\\w+\\.${field},|clear\\(\\w+\\.${field}\\)`;
  const inSlice = `\\.${field}\\[[^\\]:]+\\](?:\\.\\w+)? *(?:[-+]?=(?!=)|\\+\\+|--)|append\\(\\w+\\.${field}\\[:|\\.${field} = \\w+\\.${field}\\[:0\\]`;
  return new RegExp(type.startsWith("map[") ? inMap : inSlice).test(text);
}

/** `session := s.sessions[id]`, a field of it written under the lock, and `return session`. */
function entry({ method, text, receiver, lock }: Scope, value: SgNode): Hit | undefined {
  const name = value.text();
  const taken = new RegExp(`\\b${name}(?:, \\w+)? :?= ${receiver}\\.(\\w+)\\[`).exec(text);
  const written = new RegExp(`(?<![\\w.])${name}\\.(\\w+)(?: *[-+]?=(?!=)|\\+\\+|--)`).exec(text);
  if (!taken || !written || written.index < taken.index) return undefined;
  if (new RegExp(`\\b${name} = |\\b${name}\\.(?:\\w+\\.)?R?Lock\\(`).test(text.slice(written.index)))
    return undefined;
  const pointer = isPointer(method, taken[1] ?? "");
  if (!pointer) return undefined;
  return {
    at: spanOf(value),
    issue: `\`${method.field("name")?.text() ?? ""}\` writes \`${name}.${written[1] ?? ""}\` under \`${lock}\` and then hands out \`${name}\` itself: whoever got it before reads the field without the lock.`,
    recommendation: `Return a copy: \`copied := *${name}\` while the lock is held, and \`&copied\` or \`copied\` afterwards.`,
    confidence: 0.7,
  };
}

/** The entries of the field are shared by their address. */
function isPointer(method: SgNode, field: string): boolean {
  const file = ancestor(method, "source_file")?.text() ?? "";
  return new RegExp(`(?:^|\\n)\\s*${field}\\s+(?:map\\[[^\\]]+\\]|\\[\\])\\*\\w`).test(file);
}

const store =
  'package store\n\nimport "sync"\n\ntype Store struct {\n\tmu       sync.RWMutex\n\tsessions map[string]*Session\n\tnames    []string\n\tplain    map[string]Session\n}\n\nfunc (s *Store) Put(id string, session *Session) {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\ts.sessions[id] = session\n\ts.names = append(s.names, id)\n}\n\n';

export const goExamples: readonly Example[] = [
  {
    language: "go",
    bad: `${store}func (s *Store) All() map[string]*Session {\n\ts.mu.RLock()\n\tdefer s.mu.RUnlock()\n\treturn s.sessions\n}\n`,
    good: `${store}func (s *Store) All() map[string]*Session {\n\ts.mu.RLock()\n\tdefer s.mu.RUnlock()\n\treturn maps.Clone(s.sessions)\n}\n\nfunc (s *Store) Names() []string {\n\ts.mu.RLock()\n\tdefer s.mu.RUnlock()\n\treturn s.names\n}\n\nfunc (s *Store) Plain() map[string]Session {\n\ts.mu.RLock()\n\tdefer s.mu.RUnlock()\n\treturn s.plain\n}\n\nfunc (s *Store) SetPlain(plain map[string]Session) {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\ts.plain = plain\n}\n`,
  },
  {
    language: "go",
    bad: `${store}func (s *Store) Get(id string) (*Session, bool) {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\tsession, ok := s.sessions[id]\n\tif !ok {\n\t\treturn nil, false\n\t}\n\tsession.LastSeen = s.now()\n\treturn session, true\n}\n`,
    good: `${store}func (s *Store) Get(id string) (Session, bool) {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\tsession, ok := s.sessions[id]\n\tif !ok {\n\t\treturn Session{}, false\n\t}\n\tsession.LastSeen = s.now()\n\treturn *session, true\n}\n\nfunc (s *Store) Plain1(id string) Session {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\tsession := s.plain[id]\n\tsession.LastSeen = s.now()\n\treturn session\n}\n\nfunc (s *Store) Look(id string) *Session {\n\ts.mu.RLock()\n\tdefer s.mu.RUnlock()\n\tsession := s.sessions[id]\n\treturn session\n}\n`,
  },
];
