/** Copies a folder whole, ignored files included, without following a link and without leaving anything behind. */
import { constants } from "node:fs";
import { chmod, copyFile, lstat, mkdir, readdir, readlink, symlink, utimes } from "node:fs/promises";
import { isAbsence } from "../gather/disk.js";
import { type Place, inside, nameOf, showBytes, toBytes, toPlace, wayTo } from "../gather/place.js";
import { inPool } from "../gather/pool.js";
import { problemOf } from "../lib/problem.js";
import { grouped } from "../lib/text.js";
import { retarget } from "./links.js";
import type { Limits } from "./limits.js";

export interface CopyRequest {
  readonly from: Place;
  /** Other names of the same folder, as links may use them. */
  readonly alsoCalled: readonly Place[];
  readonly to: Place;
  /** A folder that is never copied, because the copy lies in it. */
  readonly except: Place;
}

/** What the copy lacks, each with its reason. */
export interface Copied {
  readonly missing: readonly string[];
}

/** The folder is too large to be copied; the message says what it exceeds. */
export class TooLarge extends Error {}

interface Progress {
  bytes: number;
  entries: number;
  readonly missing: string[];
}

interface Copying {
  readonly request: CopyRequest;
  readonly limits: Pick<Limits, "copy" | "entries">;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/**
 * Copies files (as clones where the file system can), folders and links; modes and times are kept, as build tools go
 * by them. Sockets, pipes, devices and what may not be read are left out and named.
 * @throws TooLarge; the signal's reason; the system's error where the copy cannot be written
 */
export async function copyFolder(
  request: CopyRequest,
  limits: Pick<Limits, "copy" | "entries">,
  signal: AbortSignal,
): Promise<Copied> {
  const progress: Progress = { bytes: 0, entries: 0, missing: [] };
  const copying = { request, limits, signal, progress };
  let folders: readonly Place[] = [request.from];
  while (folders.length > 0) {
    const deeper = await inPool(folders, (folder) => copyEntries(folder, copying), signal);
    folders = deeper.flat();
  }
  return { missing: progress.missing };
}

/** Copies what lies directly in a folder; gives back the folders among it. */
async function copyEntries(folder: Place, copying: Copying): Promise<readonly Place[]> {
  const { request, progress, signal } = copying;
  const target = targetOf(folder, request);
  await mkdir(toBytes(target), { recursive: true });
  const { mode, names } = await readFolder(folder).catch((error: unknown) => {
    if (folder === request.from) throw error;
    progress.missing.push(`${shown(folder, request)}: ${problemOf(error)}`);
    return { mode: 0, names: [] };
  });
  const folders: Place[] = [];
  for (const name of names) {
    signal.throwIfAborted();
    const place = inside(folder, toPlace(name));
    if (isLeftBehind(place, request)) continue;
    count(copying, 0);
    if (await copyEntry(place, copying)) folders.push(place);
  }
  // Whoever made the copy must be able to fill it and to take it away again.
  await chmod(toBytes(target), mode | 0o700);
  return folders;
}

async function readFolder(
  folder: Place,
): Promise<{ readonly mode: number; readonly names: readonly Buffer[] }> {
  const { mode } = await lstat(toBytes(folder));
  return { mode, names: await readdir(toBytes(folder), { encoding: "buffer" }) };
}

/**
 * Git's settings stay behind: they can hold credentials and name a work tree elsewhere. So does the file that a linked
 * work tree has in place of `.git`, through which git would write into the original.
 */
function isLeftBehind(place: Place, { from, except }: CopyRequest): boolean {
  if (place === except) return true;
  const way = wayTo(from, place);
  return way === ".git/config" || way === ".git/config.worktree";
}

/** True for a folder, whose entries are to be copied next. */
async function copyEntry(place: Place, copying: Copying): Promise<boolean> {
  const { request, progress } = copying;
  const target = targetOf(place, request);
  try {
    const stats = await lstat(toBytes(place));
    if (stats.isDirectory()) return true;
    if (stats.isSymbolicLink()) await copyLink(place, target, request);
    else if (!stats.isFile()) progress.missing.push(`${shown(place, request)}: it is not a regular file`);
    else if (nameOf(place) !== ".git") {
      count(copying, stats.size);
      await copyFile(toBytes(place), toBytes(target), constants.COPYFILE_FICLONE);
      await utimes(toBytes(target), stats.atime, stats.mtime).catch(() => undefined); // a read-only file keeps today's
    }
  } catch (error) {
    if (error instanceof TooLarge || isFatal(error)) throw error;
    if (!isAbsence(error)) progress.missing.push(`${shown(place, request)}: ${problemOf(error)}`);
  }
  return false;
}

async function copyLink(place: Place, target: Place, request: CopyRequest): Promise<void> {
  const leadsTo = toPlace(await readlink(toBytes(place), { encoding: "buffer" }));
  await symlink(toBytes(retarget(leadsTo, place, request)), toBytes(target));
}

/** Nothing more can be written, so going on would only make a copy full of holes. */
function isFatal(error: unknown): boolean {
  return error instanceof Error && /^(?:ENOSPC|EDQUOT|EROFS|EMFILE|ENFILE)\b/.test(error.message);
}

function count({ progress, limits }: Copying, bytes: number): void {
  if (bytes === 0) progress.entries++;
  progress.bytes += bytes;
  if (progress.entries > limits.entries)
    throw new TooLarge(`it holds more than ${grouped(limits.entries)} files`);
  if (progress.bytes > limits.copy) {
    throw new TooLarge(`it holds more than ${grouped(Math.round(limits.copy / 1024 / 1024))} MiB`);
  }
}

function targetOf(place: Place, { from, to }: CopyRequest): Place {
  return place === from ? to : inside(to, wayTo(from, place));
}

function shown(place: Place, { from }: CopyRequest): string {
  return showBytes(wayTo(from, place));
}
