/** What is in a store, and emptying it; for people, so trouble is an error here. */
import { problemOf } from "../lib/problem.js";
import { UserError } from "../model/errors.js";
import { type Disk, realDisk } from "./disk.js";
import { type StorePlace, bytesOf, listStored, whyDistrusted } from "./folder.js";

export interface StoreContents {
  readonly entries: number;
  /** Of the entries, in bytes. */
  readonly bytes: number;
  /** When the entry that was unused for longest was kept or used, milliseconds since 1970; null without entries. */
  readonly oldest: number | null;
}

/** @throws UserError store-unusable */
export async function inspectStore(place: StorePlace, disk: Disk = realDisk): Promise<StoreContents> {
  return orUnusable(place, async () => {
    await refuseDistrusted(place, disk);
    const { entries } = await listStored(place, disk);
    return { entries: entries.length, bytes: bytesOf(entries), oldest: entries[0]?.usedAt ?? null };
  });
}

/**
 * Removes the store's own files and nothing else. A run that is going on keeps its further tasks all the same.
 * @returns what was there
 * @throws UserError store-unusable
 */
export async function clearStore(place: StorePlace, disk: Disk = realDisk): Promise<StoreContents> {
  const before = await inspectStore(place, disk);
  return orUnusable(place, async () => {
    const { entries, partial } = await listStored(place, disk);
    for (const { path } of [...entries, ...partial]) await disk.remove(path);
    return before;
  });
}

async function refuseDistrusted(place: StorePlace, disk: Disk): Promise<void> {
  const problem = await whyDistrusted(place, disk);
  if (problem !== null) throw new Error(problem);
}

async function orUnusable<T>({ folder }: StorePlace, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new UserError("store-unusable", { place: folder, problem: problemOf(error) }, { cause: error });
  }
}
