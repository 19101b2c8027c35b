/** The few things gathering asks of the disk, behind one interface so that a failing disk can be tried out. */
import type { Stats } from "node:fs";
import { constants } from "node:fs";
import { lstat, open, readdir, realpath, stat } from "node:fs/promises";
import type { GitListing } from "./list-with-git.js";
import { type Place, toBytes, toPlace } from "./place.js";

export type Kind = "file" | "folder" | "link" | "named pipe" | "socket" | "device";

/** What lies at a place; `size` is in bytes. */
export interface Thing {
  readonly kind: Kind;
  readonly size: number;
}

export interface Disk {
  /** What lies there, a link being a link. Rejects with the system's error. */
  look(place: Place): Promise<Thing>;
  /** Where the place leads when every link on the way is followed, and what lies there. */
  resolve(place: Place): Promise<Thing & { readonly place: Place }>;
  /** Names in a folder, one character a byte, sorted. */
  list(folder: Place): Promise<readonly string[]>;
  /** At most `limit` bytes of a regular file; never follows a link and never waits for a pipe. */
  read(place: Place, limit: number): Promise<Buffer>;
  /** All files below a folder, where the disk knows them without looking. */
  files?(folder: Place): GitListing | undefined;
}

function kindOf(stats: Stats): Kind {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "folder";
  if (stats.isSymbolicLink()) return "link";
  if (stats.isFIFO()) return "named pipe";
  return stats.isSocket() ? "socket" : "device";
}

// Between looking and opening, a file may have been replaced by a link or a pipe: the flags make opening such
// a thing harmless. Windows knows neither flag.
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

async function readBytes(place: Place, limit: number): Promise<Buffer> {
  const handle = await open(toBytes(place), OPEN_FLAGS);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw Object.assign(new Error("not a regular file"), { code: "EINVAL" });
    const buffer = Buffer.alloc(Math.min(limit, stats.size + 1));
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.subarray(0, length);
  } finally {
    await handle.close();
  }
}

/** The disk of this machine. */
export const realDisk: Disk = {
  async look(place) {
    const stats = await lstat(toBytes(place));
    return { kind: kindOf(stats), size: stats.size };
  },
  async resolve(place) {
    const real = await realpath(toBytes(place), { encoding: "buffer" });
    const stats = await stat(real);
    return { place: toPlace(real), kind: kindOf(stats), size: stats.size };
  },
  async list(folder) {
    const names = await readdir(toBytes(folder), { encoding: "buffer" });
    return names.map((name) => name.toString("latin1")).sort();
  },
  read: readBytes,
};

/** The system's short name of an error (`ENOENT`), or "" when it has none. */
export function codeOf(error: unknown): string {
  const isCoded = error instanceof Error && "code" in error && typeof error.code === "string";
  return isCoded ? String(error.code) : "";
}

/** True when the error says that nothing is there. */
export function isAbsence(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "ERR_INVALID_ARG_VALUE"].includes(codeOf(error));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "it disappeared while the files were being read",
  ENOTDIR: "a folder on the way to it disappeared while the files were being read",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EIO: "the disk reported an error",
  EINVAL: "it was replaced by something that is not a regular file",
  ELOOP: "it was replaced by a symbolic link",
  ENXIO: "it was replaced by something that is not a regular file",
  EISDIR: "it was replaced by a folder",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  EBUSY: "another program holds it",
  ENAMETOOLONG: "its path is too long for this system",
};

/** Why something could not be read, in words. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return REASONS[code] ?? (code === "" ? String(error) : `the system answered ${code}`);
}
