/** Puts what the commits changed and what the work tree changed since together to one change. */
import type { RawEntry } from "./raw-diff.js";

/**
 * @param committed from the commit before to the last one
 * @param uncommitted from the last commit to the work tree
 * @param untracked files that git has never stored
 */
export function joinEntries(
  committed: readonly RawEntry[],
  uncommitted: readonly RawEntry[],
  untracked: readonly string[],
): readonly RawEntry[] {
  const joined = new Map(committed.map((entry) => [entry.path, entry]));
  for (const entry of uncommitted) {
    const earlier = joined.get(entry.path);
    joined.delete(entry.path);
    const both = earlier ? after(earlier, entry) : entry;
    if (both) joined.set(both.path, both);
  }
  for (const path of untracked) {
    const earlier = joined.get(path);
    joined.set(path, earlier?.before ? { ...earlier, path, status: "modified" } : added(path));
  }
  return [...joined.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** One change after the other; undefined where they undo each other. */
function after(first: RawEntry, second: RawEntry): RawEntry | undefined {
  if (second.status !== "deleted")
    return first.before === null ? first : { ...first, status: statusOf(first) };
  if (first.before === null || first.status === "copied") return undefined;
  return { ...first, path: first.before, status: "deleted", blobAfter: null };
}

/** A file that was deleted and is there again was changed. */
function statusOf({ status }: RawEntry): RawEntry["status"] {
  return status === "deleted" ? "modified" : status;
}

function added(path: string): RawEntry {
  return { status: "added", path, before: null, blobBefore: null, blobAfter: null };
}
