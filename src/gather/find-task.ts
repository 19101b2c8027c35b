/** The task of a comparison: the file that was named, or the one that lies beside the candidates. */
import { lstat, readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { UserError } from "../model/errors.js";
import { readDocument } from "./read-document.js";

export interface Separated {
  /** What is left to compare, as named. */
  readonly candidates: readonly string[];
  /** Null where there is none. */
  readonly task: TaskFile | null;
  /** Tasks that stood among the candidates and are not used. */
  readonly unused: readonly string[];
}

export interface TaskFile {
  /** As named, or relative to where the command ran. */
  readonly path: string;
  /** True where nobody named it as the task. */
  readonly isFound: boolean;
}

/** A file of this name is a task, also where a shell's `*` hands it over among the candidates. */
const taskName = /^(?:.*\.)?task\.md$/i;

export function isNamedLikeTask(path: string): boolean {
  return taskName.test(basename(path));
}

/**
 * Tells the task from the candidates. Where none is named it is one of those that were handed over, or `task.md` in the
 * one folder that holds all candidates, or `<folder>.task.md` beside that folder; no other place is looked at, and
 * nothing inside a candidate.
 * @param wanted the file that is named; false for none
 * @throws UserError several-tasks
 */
export async function separateTask(
  cwd: string,
  paths: readonly string[],
  wanted?: string | false,
): Promise<Separated> {
  const named = typeof wanted === "string" ? resolve(cwd, wanted) : null;
  const files = await Promise.all(paths.map((path) => isFile(resolve(cwd, path))));
  const handed = paths.filter(
    (path, i) => files[i] && (isNamedLikeTask(path) || resolve(cwd, path) === named),
  );
  const candidates = paths.filter((path) => !handed.includes(path));
  if (wanted === false) return { candidates, task: null, unused: handed };
  if (wanted !== undefined) {
    const unused = handed.filter((path) => resolve(cwd, path) !== named);
    return { candidates, task: { path: wanted, isFound: false }, unused };
  }
  const places = [...handed.map((path) => resolve(cwd, path)), ...(await besideAll(cwd, candidates))];
  const fitting = [...new Set(places)].map((place) => shown(cwd, place));
  if (fitting.length > 1) throw new UserError("several-tasks", { files: fitting.join(" and ") });
  const [path] = fitting;
  return { candidates, task: path === undefined ? null : { path, isFound: true }, unused: [] };
}

async function isFile(place: string): Promise<boolean> {
  return stat(place).then(
    (found) => !found.isDirectory(),
    () => false,
  );
}

async function besideAll(cwd: string, candidates: readonly string[]): Promise<readonly string[]> {
  const [folder, ...others] = new Set(candidates.map((path) => dirname(resolve(cwd, path))));
  if (folder === undefined || others.length > 0) return [];
  const names = await readdir(folder).catch(() => []);
  const inside = names.filter((name) => /^task\.md$/i.test(name)).map((name) => join(folder, name));
  const beside = basename(folder) === "" ? [] : [`${folder}.task.md`];
  const places = [...inside, ...beside];
  const files = await Promise.all(places.map(isFile));
  return places.filter((_, i) => files[i]);
}

function shown(cwd: string, place: string): string {
  return relative(cwd, place).split(sep).join("/");
}

/** In bytes; far more than anybody writes down as a task. */
const largest = 1_000_000;

/**
 * The text of a task. Of one that nobody named only a plain file of ordinary size is read: whoever packed the
 * candidates may have put a link there that leads anywhere.
 * @throws UserError path-missing, document-unreadable
 */
export async function readTaskFile(cwd: string, { path, isFound }: TaskFile): Promise<string> {
  if (isFound) {
    const found = await lstat(resolve(cwd, path));
    const problem = found.isSymbolicLink()
      ? "it is a symbolic link, and those are not followed"
      : found.isFile()
        ? found.size > largest && "it is larger than a megabyte"
        : "it is no plain file";
    if (problem) throw new UserError("document-unreadable", { path, problem, isFound: 1 });
  }
  return readDocument(cwd, path);
}
