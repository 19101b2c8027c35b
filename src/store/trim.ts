/** Keeps the store below its limit: what was unused for longest goes first. */
import type { Disk } from "./disk.js";
import { type StorePlace, type StoredFile, bytesOf, listStored } from "./folder.js";

export interface TrimOptions {
  readonly mostBytes: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A little more than needed goes at once, or every task after the limit would scan the folder again. */
const share = 0.9;

/** No write takes an hour: an older partial file was left behind by a process that was killed. */
const partialMilliseconds = 3_600_000;

/**
 * Removes leftovers, and entries until nine tenths of the limit are left when they are over it. Several processes may
 * trim at once: they choose the same entries, and one that is gone already counts as removed.
 * @returns bytes of the entries that stay
 */
export async function trim(place: StorePlace, { mostBytes, now }: TrimOptions, disk: Disk): Promise<number> {
  const { entries, partial } = await listStored(place, disk);
  for (const { path, usedAt } of partial) if (now - usedAt > partialMilliseconds) await disk.remove(path);
  let bytes = bytesOf(entries);
  if (bytes <= mostBytes) return bytes;
  for (const entry of entries) {
    if (bytes <= mostBytes * share) break;
    if (await removeUnused(entry, disk)) bytes -= entry.bytes;
  }
  return bytes;
}

/** An entry that was used since it was listed is no longer among the oldest; it stays. */
async function removeUnused({ path, usedAt }: StoredFile, disk: Disk): Promise<boolean> {
  const found = await disk.look(path);
  if (found && found.changedAt !== usedAt) return false;
  await disk.remove(path);
  return true;
}
