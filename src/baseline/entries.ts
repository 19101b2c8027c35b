/** What commands do to the entries of a baseline: pure, so that each can be tried without a disk. */
import type { Accepted, BaselineOutcome } from "../model/baseline.js";
import type { Finding } from "../model/finding.js";

/** What is said of a finding that is left as it is. */
export interface Words {
  readonly reason: string;
  readonly owner: string | null;
  /** `YYYY-MM-DD`, the last day. */
  readonly until: string;
}

export function entryOf(finding: Finding, { reason, owner, until }: Words): Accepted {
  const { id, rule = null, path, title } = finding;
  return { id, rule, path, title, reason: reason.trim(), owner, until };
}

/** What a review says about the entries, and what is to be said of findings that become one. */
export interface News {
  readonly findings: readonly Finding[];
  readonly moved: BaselineOutcome["moved"];
  /** Null where nothing new is accepted. */
  readonly words: Words | null;
}

export interface Updated {
  readonly entries: readonly Accepted[];
  readonly added: readonly Accepted[];
  /** Under the id and path that they have now. */
  readonly carried: readonly Accepted[];
}

/**
 * Entries of files with another name are carried along; what no entry speaks of becomes one. What is there already
 * keeps its reason, owner and day, a lapsed one too: a day that is over wants a decision, not another 180 days.
 */
export function updateEntries(entries: readonly Accepted[], { findings, moved, words }: News): Updated {
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const pairs = (moved ?? []).flatMap(({ entry, finding }) => {
    const now = byId.get(finding);
    return now ? [[entry.id, { ...entry, id: now.id, path: now.path }] as const] : [];
  });
  const carried = new Map(pairs);
  const kept = entries.map((entry) => carried.get(entry.id) ?? entry);
  const known = new Set(kept.map(({ id }) => id));
  const fresh = findings.filter(({ id }) => !known.has(id));
  const added = words ? fresh.map((finding) => entryOf(finding, words)) : [];
  return { entries: [...kept, ...added], added, carried: [...carried.values()] };
}
