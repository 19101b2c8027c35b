/** The few things the store does with a disk, each safe against links and half-written files. */
import { constants } from "node:fs";
import { lstat, lutimes, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "../lib/problem.js";

export interface Found {
  readonly kind: "file" | "folder" | "other";
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  readonly owner: number;
  /** Whether anybody but its owner may write to it. */
  readonly isOpenToOthers: boolean;
}

/** Every function rejects with the system's error, except where it says otherwise. */
export interface Disk {
  /** What stands there, links not followed; null when nothing does. */
  look(path: string): Promise<Found | null>;
  /** Names in a folder; none when it is not there. */
  list(folder: string): Promise<readonly string[]>;
  /** Text of an ordinary file; null when nothing is there. Rejects for links, pipes and files over the limit. */
  read(path: string, mostBytes: number): Promise<string | null>;
  /** Makes a file that must not exist yet, for its owner alone, and waits until the disk holds it. */
  create(path: string, text: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Nothing there is no error. */
  remove(path: string): Promise<void>;
  /** Makes a folder and those above it, for their owner alone. */
  makeFolder(path: string): Promise<void>;
  /** Sets when a file was last changed. */
  touch(path: string, milliseconds: number): Promise<void>;
}

const { O_CREAT, O_EXCL, O_RDONLY, O_WRONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
// Windows has neither flag; `undefined | x` is `x`. Without O_NONBLOCK a planted pipe would hold up the run.
const forReading = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;
const forCreating = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;

export const realDisk: Disk = {
  look,
  list: async (folder) => orWhenMissing(readdir(folder), []),
  read,
  create,
  rename: async (from, to) => {
    await rename(from, to);
    await flushFolder(to);
  },
  remove: async (path) => rm(path, { force: true }),
  makeFolder,
  touch: async (path, milliseconds) => lutimes(path, milliseconds / 1000, milliseconds / 1000),
};

async function look(path: string): Promise<Found | null> {
  const found = await orWhenMissing(lstat(path), null);
  if (found === null) return null;
  return {
    kind: found.isFile() ? "file" : found.isDirectory() ? "folder" : "other",
    bytes: found.size,
    changedAt: found.mtimeMs,
    owner: found.uid,
    isOpenToOthers: (found.mode & 0o022) !== 0,
  };
}

async function read(path: string, mostBytes: number): Promise<string | null> {
  const file = await orWhenMissing(open(path, forReading), null);
  if (file === null) return null;
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new Error("it is not an ordinary file");
    if (found.size > mostBytes) throw new Error("it is larger than any entry");
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

async function create(path: string, text: string): Promise<void> {
  const file = await open(path, forCreating, 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Node's own `recursive` goes round for ever where the system answers ENOENT for a folder whose parent exists: /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) !== "EEXIST") throw error;
  });
}

/** A power cut may undo a rename that the folder does not hold yet; systems that cannot flush a folder need not. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), O_RDONLY).catch(() => null);
  if (folder === null) return;
  await folder.sync().catch(() => undefined); // the entry is in place; at worst the task is done again
  await folder.close();
}

async function orWhenMissing<T, U>(work: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return otherwise;
    throw error;
  }
}
