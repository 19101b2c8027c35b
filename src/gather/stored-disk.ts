/** A disk on which lies what git has stored, whatever a step or a person has made of the work tree since. */
import { type Disk, type Thing, realDisk } from "./disk.js";
import { type Place, folderOf, isWithin, nameOf } from "./place.js";

/** One file of a commit or of the index. A submodule is a folder whose files git keeps elsewhere. */
export interface StoredEntry {
  readonly kind: "file" | "link" | "submodule";
  readonly hash: string;
}

export interface StoredContent {
  /** In bytes. */
  readonly size: number;
  /** Undefined for more than anybody reads. */
  readonly bytes: Buffer | undefined;
}

/** All files that are part of a commit or staged. */
export interface StoredTree {
  /** The work tree's topmost folder. */
  readonly top: Place;
  readonly entries: ReadonlyMap<Place, StoredEntry>;
  /** Of files that may lie there otherwise; the others are read from the work tree. */
  readonly contents: ReadonlyMap<Place, StoredContent>;
}

/** Outside of the tree, and inside of submodules, it is the disk of this machine. */
export function storedDisk(tree: StoredTree): Disk {
  const { top, entries, contents } = tree;
  const folders = foldersOf(tree);
  const isElsewhere = (place: Place): boolean => !isWithin(top, place) || isInSubmodule(place, tree);

  const look = async (place: Place): Promise<Thing> => {
    if (isElsewhere(place)) return realDisk.look(place);
    const entry = entries.get(place);
    if (entry?.kind === "link") return { kind: "link", size: 0 };
    if (entry?.kind === "submodule" || folders.has(place)) return { kind: "folder", size: 0 };
    if (!entry) return lookThrough(place);
    const content = contents.get(place);
    return content ? { kind: "file", size: content.size } : realDisk.look(place);
  };
  /** Somebody may stand in a folder, or name a file, through a link that git knows nothing of. */
  const lookThrough = async (place: Place): Promise<Thing> => {
    const real = await realDisk.resolve(place).catch(() => undefined);
    if (!real || real.place === place) throw absence(place);
    return look(real.place);
  };
  return {
    look,
    async resolve(place) {
      // A step may have taken away what git has: then no link on the way can be followed.
      const real = await realDisk.resolve(place).catch(() => undefined);
      const at = real?.place ?? place;
      const thing = isElsewhere(at) && real ? real : await look(at);
      return { place: at, kind: thing.kind, size: thing.size };
    },
    async list(folder) {
      if (isElsewhere(folder)) return realDisk.list(folder);
      return [...(folders.get(folder) ?? [])].sort();
    },
    async read(place, limit) {
      const isStored = isElsewhere(place) || entries.get(place)?.kind === "file";
      if (!isStored) throw absence(place);
      return contents.get(place)?.bytes?.subarray(0, limit) ?? realDisk.read(place, limit);
    },
    files: (folder) =>
      isElsewhere(folder)
        ? undefined
        : { top, places: [...entries.keys()].filter((place) => isWithin(folder, place)), unopened: [] },
  };
}

/** Names of what lies directly in each folder. */
function foldersOf({ top, entries }: StoredTree): ReadonlyMap<Place, ReadonlySet<string>> {
  const folders = new Map<Place, Set<string>>([[top, new Set()]]);
  for (const place of entries.keys()) {
    for (let at = place; at !== top; at = folderOf(at)) {
      const folder = folderOf(at);
      const names = folders.get(folder) ?? new Set();
      folders.set(folder, names.add(nameOf(at)));
    }
  }
  return folders;
}

function isInSubmodule(place: Place, { top, entries }: StoredTree): boolean {
  for (let folder = folderOf(place); folder !== top && isWithin(top, folder); folder = folderOf(folder))
    if (entries.get(folder)?.kind === "submodule") return true;
  return false;
}

function absence(place: Place): Error {
  return Object.assign(new Error(`git has stored nothing at ${nameOf(place)}`), { code: "ENOENT" });
}
