/** The folder of a store: where it lies, whether it may be trusted, what is in it. */
import { join } from "node:path";
import { compareText } from "../lib/compare.js";
import type { Disk } from "./disk.js";
import type { TaskKey } from "./key.js";

/** Where a store lies and whose it must be. */
export interface StorePlace {
  /** Absolute path of the program's own cache folder. */
  readonly folder: string;
  /** User id it must belong to; null where the system knows none. */
  readonly owner: number | null;
  /** Folder of the entries in it: `tasks` when absent, or `files` for what is known of single files. */
  readonly kind?: "tasks" | "files";
}

export interface StoredFile {
  readonly path: string;
  readonly bytes: number;
  /** When it was kept or last used, milliseconds since 1970. */
  readonly usedAt: number;
}

export interface StoredFiles {
  /** Least recently used first. */
  readonly entries: readonly StoredFile[];
  /** Files being written now, or left behind by a process that was killed while it wrote. */
  readonly partial: readonly StoredFile[];
}

/** Entries of one kind lie in a folder of their own. */
export function entriesFolder({ folder, kind = "tasks" }: StorePlace): string {
  return join(folder, kind);
}

export function entryPath(place: StorePlace, key: TaskKey): string {
  return join(entriesFolder(place), `${key}.json`);
}

/** A name nobody else uses, in the same folder: a rename between folders might cross disks. */
export function partialPath(place: StorePlace, key: TaskKey, random: string): string {
  return join(entriesFolder(place), `.${key}.${random}.partial`);
}

const entryName = /^[0-9a-f]{64}\.json$/;
const partialName = /^\.[0-9a-f]{64}\.[0-9a-f]+\.partial$/;

const root = 0;

/**
 * Why entries in the place cannot be believed, or null. A checksum keeps out damage, not malice: whoever may write to
 * the folder can plant an answer that says "nothing found".
 */
export async function whyDistrusted(place: StorePlace, disk: Disk): Promise<string | null> {
  const isStranger = (owner: number): boolean => place.owner !== null && ![root, place.owner].includes(owner);
  const outer = await disk.look(place.folder);
  if (outer && isStranger(outer.owner)) return "it belongs to another user";
  const inner = await disk.look(entriesFolder(place));
  if (!inner) return null;
  const name = place.kind ?? "tasks";
  if (inner.kind !== "folder") return `"${name}" in it is not a folder`;
  if (isStranger(inner.owner)) return `"${name}" in it belongs to another user`;
  return place.owner !== null && inner.isOpenToOthers ? `other users may write to "${name}" in it` : null;
}

/** The store's own files; whatever else lies there is neither counted nor touched. */
export async function listStored(place: StorePlace, disk: Disk): Promise<StoredFiles> {
  const names = await disk.list(entriesFolder(place));
  const [entries, partial] = await Promise.all(
    [entryName, partialName].map(async (pattern) =>
      lookAtAll(
        place,
        names.filter((name) => pattern.test(name)),
        disk,
      ),
    ),
  );
  return { entries: entries ?? [], partial: partial ?? [] };
}

async function lookAtAll(
  place: StorePlace,
  names: readonly string[],
  disk: Disk,
): Promise<readonly StoredFile[]> {
  const files: StoredFile[] = [];
  for (const name of names) {
    const path = join(entriesFolder(place), name);
    const found = await disk.look(path); // one at a time: thousands at once would crowd out the run's own reading
    if (found?.kind === "file") files.push({ path, bytes: found.bytes, usedAt: found.changedAt });
  }
  return files.sort((a, b) => a.usedAt - b.usedAt || compareText(a.path, b.path));
}

export function bytesOf(files: readonly StoredFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
