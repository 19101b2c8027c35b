/** What git has stored of all files together: those of a commit, or those that are staged. */
import { LARGEST_FILE } from "../find-files.js";
import { realDisk } from "../disk.js";
import { type Place, folderOf, inside, wayTo } from "../place.js";
import type { StoredContent, StoredEntry } from "../stored-disk.js";
import { readBlobs, sizesOf } from "./blobs.js";
import type { Repository } from "./repository.js";

/** By path from the topmost folder, one character a byte. */
export type StoredFiles = ReadonlyMap<string, StoredEntry>;

/** Undefined when git does not answer. */
export async function filesOfCommit({ ask }: Repository, commit: string): Promise<StoredFiles | undefined> {
  const answer = await ask(["ls-tree", "-r", "-z", "--full-tree", commit]);
  return answer && readEntries(answer, /^(?<mode>\d{6}) \w+ (?<hash>[0-9a-f]+)\t(?<path>[^]+)$/);
}

/** Of a file that is being merged what lies here counts, as nobody has staged it yet. Undefined when git does not answer. */
export async function filesOfIndex({ ask, prefix }: Repository): Promise<StoredFiles | undefined> {
  const top = prefix.replace(/[^/]+/g, "..");
  const answer = await ask(["ls-files", "-s", "-z", "--full-name", ...(top === "" ? [] : ["--", top])]);
  return answer && readEntries(answer, /^(?<mode>\d{6}) (?<hash>[0-9a-f]+) [0-3]\t(?<path>[^]+)$/);
}

function readEntries(stdout: Buffer, record: RegExp): StoredFiles {
  const files = new Map<string, StoredEntry>();
  for (const line of stdout.toString("latin1").split("\0")) {
    const { mode = "", hash = "", path = "" } = record.exec(line)?.groups ?? {};
    const kind = kinds[mode.slice(0, 3)];
    if (kind !== undefined) files.set(path, { kind, hash });
  }
  return files;
}

/** The types of git's index format: regular file, symbolic link, gitlink. */
const kinds: Readonly<Record<string, StoredEntry["kind"]>> = { 100: "file", 120: "link", 160: "submodule" };

/**
 * The work tree's topmost folder, as the disk names it: git may name it otherwise, and then nothing would lie in it.
 * @throws Error where git was asked in another folder than it says
 */
export async function topOf({ root, prefix }: Repository): Promise<Place> {
  const { place } = await realDisk.resolve(root);
  const folders = prefix.split("/").length - 1;
  const top = Array.from({ length: folders }).reduce<Place>(folderOf, place);
  if (wayTo(top, place) !== prefix.replace(/\/$/, "")) throw new Error(`git names ${prefix} for ${place}`);
  return top;
}

/** The contents of these files, or how many of them git does not have, as in a partial clone. */
export async function contentsOf(
  repository: Repository,
  files: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, StoredContent> | { readonly missing: number }> {
  const hashes = [...new Set(files.values())];
  const sizes = await sizesOf(repository, hashes);
  const small = hashes.filter((hash) => (sizes?.get(hash) ?? Infinity) <= LARGEST_FILE);
  const blobs = await readBlobs(repository, small);
  const missing = hashes.filter((hash) => !sizes?.has(hash)).length;
  if (!blobs || missing > 0) return { missing };
  return new Map(
    [...files].map(([path, hash]) => [path, { size: sizes?.get(hash) ?? 0, bytes: blobs.get(hash) }]),
  );
}

/** The same by where they lie. */
export function placed<Value>(top: Place, values: ReadonlyMap<string, Value>): ReadonlyMap<Place, Value> {
  return new Map([...values].map(([path, value]) => [inside(top, path), value]));
}
