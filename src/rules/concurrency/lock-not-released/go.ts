/** Go: a `return` between `Lock` and `Unlock`. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Matcher, Subject } from "../../../model/rule.js";
import type { GoTree } from "../../../model/tree.js";
import { enclosingFunction } from "../../../syntax/go/ask.js";
import { callsWhere } from "../../../syntax/go/calls.js";
import { type LockUse, locksTaken } from "../../../syntax/go/locks.js";
import { spanOf } from "../../../syntax/nodes.js";

export const go: Matcher<"go"> = function* (subject) {
  const taken = callsWhere(subject, ({ callee }) => /\.R?Lock$/.test(callee));
  const holders = new Map(
    taken.flatMap(({ node }) => {
      const holder = enclosingFunction(node);
      return holder ? [[holder.id(), holder] as const] : [];
    }),
  );
  for (const holder of holders.values()) {
    const name = holder.field("name")?.text() ?? "";
    if (isAllDeferred(holder.text()) || handsOver(subject, holder, name)) continue;
    for (const use of locksTaken(holder)) {
      const hit = use.isReleasedAtEnd ? leftHeld(use) : keptAtEnd(subject, use);
      if (hit) yield hit;
    }
  }
};

/** Most functions defer the release next to taking the lock; their paths need no walk. */
function isAllDeferred(text: string): boolean {
  return [...text.matchAll(/([\w.]+)\.(R?)Lock\(\)/g)].every(([, lock = "", read = ""]) =>
    text.includes(`defer ${lock}.${read}Unlock()`),
  );
}

/** The name or the comment says that the lock stays taken. */
function handsOver({ source: { text } }: Subject<GoTree>, holder: SgNode, name: string): boolean {
  if (/lock|acquire|begin|enter|suspend|pause/i.test(name)) return true;
  const above = text.slice(Math.max(0, spanOf(holder).start - 600), spanOf(holder).start);
  const comment = /(?:^|\n)((?:[ \t]*\/\/[^\n]*\n)+)$/.exec(above)?.[1] ?? "";
  return keepsIt.test(comment.replace(/\bno locks? [^.\n]*/gi, ""));
}

/** `Returns with the lock held`, `the caller must unlock`; that a lock protects something is no such word. */
const keepsIt =
  /lock[^.]*\b(?:held|hold\w*|kept|keep\w*|return\w*|exit\w*|caller|releas\w*|acquire\w*)\b|\b(?:held|hold\w*|kept|keep\w*|return\w*|leav\w*|acquire\w*|take\w*|caller)\b[^.]*lock|unlock/i;

/** The last way out gives the lock back and another does not; a function whose last way out keeps it means to. */
function leftHeld({ lock, taken, leaks, isReleasedAtEnd }: LockUse): Hit | undefined {
  const [first, ...more] = leaks;
  if (!first || !isReleasedAtEnd) return undefined;
  const isReturn = first.kind() === "return_statement";
  return {
    at: isReturn ? spanOf(first) : spanOf(taken),
    also: [...(isReturn ? [spanOf(taken)] : []), ...more.map(spanOf)],
    issue: isReturn
      ? `This \`return\` leaves the function while \`${lock}\` is still locked.`
      : `The function ends while \`${lock}\` is still locked.`,
    recommendation: `Put \`defer ${lock}.Unlock()\` after \`${lock}.Lock()\`, or unlock before this return.`,
  };
}

/** Nobody gives back a lock that they did not take, so there is nobody whom it could have been handed to. */
function keptAtEnd(
  subject: Subject<GoTree>,
  { lock, taken, leaks, isNeverReleased }: LockUse,
): Hit | undefined {
  const field = lock.split(".").at(-1) ?? lock;
  // A function without a name of its own may be the one half of a pair: `accLock := func() { … }`.
  if (enclosingFunction(taken)?.kind() === "func_literal") return undefined;
  // A local lock came out of a map or went into one, where others find it.
  const holder = enclosingFunction(taken)?.text() ?? "";
  if (new RegExp(`(?<![\\w.])${lock}(?:, *\\w+)? *:?= `).test(holder)) return undefined;
  const owner = lock.slice(0, lock.lastIndexOf("."));
  const released = new RegExp(
    `[uU]nlock(?:ed)?\\(&?(?:[\\w.]*\\.)?(?:${field}|${owner.split(".").at(-1) ?? owner})\\b`,
  );
  if (leaks.length === 0 || released.test(subject.source.text)) return undefined;
  if (isGivenBackElsewhere(subject, { lock, field, isNeverReleased })) return undefined;
  return {
    at: spanOf(taken),
    issue: isNeverReleased
      ? `\`${lock}\` is locked here, and no way out of the function unlocks it.`
      : `\`${lock}\` is locked here, and the function's last way out leaves it locked.`,
    confidence: isNeverReleased ? 0.7 : 0.6,
  };
}

interface Kept {
  readonly lock: string;
  readonly field: string;
  readonly isNeverReleased: boolean;
}

/** In the file by the field's name; where one path gave it back, in the rest of the package by the lock as it is written. */
function isGivenBackElsewhere({ source, survey }: Subject<GoTree>, kept: Kept): boolean {
  const { lock, field, isNeverReleased } = kept;
  const takes = new RegExp(`\\b${field}\\.R?Lock\\(\\)`);
  return [...survey.files.values()].some((file) => {
    const { path, language, text } = file.source;
    const isSame = path === source.path;
    if (!isSame && (isNeverReleased || language !== "go" || folderOf(path) !== folderOf(source.path)))
      return false;
    const name = isSame ? `\\b${field}` : `(?<![\\w.])${lock.replaceAll(".", "\\.")}`;
    const gives = new RegExp(`${name}\\.R?Unlock\\b`);
    return file.outline.functions.some(({ name: called, bodySpan }) => {
      const body = text.slice(bodySpan.start, bodySpan.end);
      return called !== "<anonymous>" && gives.test(body) && !takes.test(body) && !hasPartner(text, called);
    });
  });
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** What `unlockAll` gives back is what `lockAll` took. */
function hasPartner(text: string, name: string): boolean {
  const partner = name.replace("Unlock", "Lock").replace("unlock", "lock");
  return partner !== name && new RegExp(`\\bfunc [^\\n]*\\b${partner}\\(`).test(text);
}

export const goExamples: readonly Example[] = [
  {
    language: "go",
    bad: "package store\n\nfunc (s *Store) Rename(id, name string) error {\n\ts.mu.Lock()\n\tsession, ok := s.sessions[id]\n\tif !ok {\n\t\treturn ErrMissing\n\t}\n\tsession.Name = name\n\ts.mu.Unlock()\n\treturn nil\n}\n",
    good: "package store\n\nfunc (s *Store) Rename(id, name string) error {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\tsession, ok := s.sessions[id]\n\tif !ok {\n\t\treturn ErrMissing\n\t}\n\tsession.Name = name\n\treturn nil\n}\n\nfunc (s *Store) Remove(id string) error {\n\ts.mu.Lock()\n\tif s.closed {\n\t\ts.mu.Unlock()\n\t\treturn ErrClosed\n\t}\n\tdelete(s.sessions, id)\n\ts.mu.Unlock()\n\treturn nil\n}\n\nfunc (s *Store) Take(id string) (*Session, error) {\n\tsession := s.find(id)\n\tsession.mu.Lock()\n\tif session.gone {\n\t\tsession.mu.Unlock()\n\t\treturn nil, ErrMissing\n\t}\n\treturn session, nil\n}\n\nfunc (s *Store) release(session *Session) { session.mu.Unlock() }\n",
  },
  {
    language: "go",
    bad: "package store\n\nfunc (s *Store) Drain(out chan<- Item) {\n\tfor {\n\t\ts.mu.RLock()\n\t\tif len(s.items) == 0 {\n\t\t\treturn\n\t\t}\n\t\titem := s.items[0]\n\t\ts.mu.RUnlock()\n\t\tif item.last {\n\t\t\treturn\n\t\t}\n\t\tout <- item\n\t}\n}\n",
    good: "package store\n\nfunc (s *Store) wait() {\n\ts.mu.Unlock()\n\ts.sleep()\n\ts.mu.Lock()\n}\n\nfunc (s *Store) Visit(safe bool) {\n\tif safe {\n\t\ts.mu.Lock()\n\t}\n\ts.visits++\n\tif safe {\n\t\ts.mu.Unlock()\n\t}\n}\n\nfunc (s *Store) Close() {\n\ts.mu.Lock()\n\tswitch {\n\tcase s.closed:\n\t\ts.mu.Unlock()\n\t\treturn\n\tdefault:\n\t\ts.closed = true\n\t}\n\ts.mu.Unlock()\n\tgo func() {\n\t\tfor range s.items {\n\t\t\treturn\n\t\t}\n\t}()\n}\n",
  },
  {
    language: "go",
    bad: "package store\n\nfunc (s *Store) Grow() error {\n\ts.mu.Lock()\n\ts.size++\n\treturn s.save()\n}\n\nfunc open(path string) error { return unlock(path) }\n",
    good: "package store\n\nfunc (s *Store) Grow() error {\n\ts.mu.Lock()\n\ts.size++\n\treturn s.save()\n}\n\nfunc (o *Owner) done() { unlock(o.s) }\n",
  },
  {
    language: "go",
    bad: "package store\n\n// Remove asks under the lock that protects the list.\nfunc (s *Store) Remove(id string) bool {\n\ts.mu.Lock()\n\tif s.find(id) {\n\t\ts.mu.Unlock()\n\t\ts.tell(id)\n\t\ts.mu.Lock()\n\t\treturn true\n\t}\n\tgo func() {\n\t\ts.log.mu.Lock()\n\t\ts.log.mu.Unlock()\n\t}()\n\treturn false\n}\n",
    good: "package store\n\n// Remove returns with the lock held.\nfunc (s *Store) Remove(id string) bool {\n\ts.mu.Lock()\n\tif s.find(id) {\n\t\ts.mu.Unlock()\n\t\ts.tell(id)\n\t\ts.mu.Lock()\n\t\treturn true\n\t}\n\treturn false\n}\n",
  },
  {
    language: "go",
    bad: "package store\n\nfunc (s *Store) Apply(alone bool) error {\n\tif alone {\n\t\ts.apply.Lock()\n\t}\n\treturn s.save()\n}\n",
    good: "package store\n\nfunc (s *Store) Apply(alone bool) error {\n\tif alone {\n\t\ts.apply.Lock()\n\t\tdefer s.apply.Unlock()\n\t}\n\treturn s.save()\n}\n",
  },
];
