/** Reads the files that fix versions of packages: those among the reviewed ones, and those that lie above. */
import { resolve } from "node:path";
import { lockedBy } from "../lib/ecosystems.js";
import type { Gathered, LockFile } from "../model/source.js";
import { decode } from "./decode.js";
import { type Disk, realDisk } from "./disk.js";
import { findInputs, rootOf } from "./inputs.js";
import { type Place, folderOf, inside, isWithin, showBytes, wayTo } from "./place.js";

/** In bytes; the largest lock files of real projects have some megabytes. */
const mostBytes = 16 * 1024 * 1024;

/** More than a large monorepo has. */
const mostFiles = 200;

interface Reviewed {
  readonly cwd: string;
  readonly paths: readonly string[];
  readonly gathered: Pick<Gathered, "skipped" | "sources">;
}

/** Files that cannot be read are left out: then a claim about their packages stays open. Links are not followed. */
export async function findLocks(
  { cwd, paths, gathered }: Reviewed,
  disk: Disk = realDisk,
): Promise<readonly LockFile[]> {
  const inputs = await findInputs(disk, cwd, paths).catch(() => []);
  if (inputs.length === 0) return [];
  const root = rootOf(inputs, resolve(cwd));
  const left = gathered.skipped.filter(({ reason }) => reason === "lock file");
  const places = [
    ...left.map(({ path }) => inside(root, path)),
    ...(await lyingAbove(
      disk,
      root,
      inputs.map(({ shown }) => shown),
    )),
  ];
  const read = gathered.sources.filter(({ path }) => lockedBy(path) !== null);
  const known = new Set(read.map(({ path }) => path));
  const files: LockFile[] = read.map(({ path, text }) => ({ path, text }));
  for (const place of new Set(places)) {
    const path = showBytes(wayTo(root, place));
    if (known.has(path) || lockedBy(path) === null || files.length >= mostFiles) continue;
    const bytes = await disk.read(place, mostBytes + 1).catch(() => null); // a link, a folder, or gone
    const decoded = bytes && bytes.length <= mostBytes ? decode(bytes) : null;
    if (decoded && !("binary" in decoded)) files.push({ path, text: decoded.text });
  }
  return files;
}

/** In the folders from each input up to the root. */
async function lyingAbove(disk: Disk, root: Place, inputs: readonly Place[]): Promise<readonly Place[]> {
  const folders = new Set<Place>();
  for (const input of inputs) {
    for (let folder = input; isWithin(root, folder) && !folders.has(folder); folder = folderOf(folder)) {
      folders.add(folder);
      if (folder === root) break;
    }
  }
  const found = [...folders].map(async (folder) => {
    const names = await disk.list(folder).catch(() => []); // a named file has no names in it
    return names.filter((name) => lockedBy(name) !== null).map((name) => inside(folder, name));
  });
  return (await Promise.all(found)).flat();
}
