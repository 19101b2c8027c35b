/** What the user named: files, folders and patterns, each found on the disk or refused with a hint. */
import { posix, resolve } from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";
import { nearest } from "../lib/nearest.js";
import { UserError } from "../model/errors.js";
import type { SkippedFile } from "../model/source.js";
import { type Disk, isAbsence, type Thing } from "./disk.js";
import {
  folderOf,
  isWithin,
  type Place,
  sharedFolder,
  showBytes,
  toLossyText,
  toPlace,
  toText,
  wayTo,
} from "./place.js";

/** One file or folder to look at. */
export interface Input {
  readonly kind: "file" | "folder" | "dangling link";
  /** Where it lies when links in the named path are followed. */
  readonly place: Place;
  /** Where the user sees it: the path as named, made absolute. */
  readonly shown: Place;
  /** For a pattern: the files it matched and the folders on the way to them; other bytes than UTF-8 as U+FFFD. */
  readonly only?: ReadonlySet<string>;
}

async function lookOrUndefined(disk: Disk, place: Place): Promise<Thing | undefined> {
  try {
    return await disk.look(place);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    // It is there and cannot be looked at: reading it will say why.
    return { kind: "file", size: 0 };
  }
}

async function followLinks(disk: Disk, shown: Place, thing: Thing): Promise<Input> {
  try {
    const { place, kind } = await disk.resolve(shown);
    return { kind: kind === "folder" ? "folder" : "file", place, shown };
  } catch {
    return { kind: thing.kind === "link" ? "dangling link" : "file", place: shown, shown };
  }
}

async function missing(disk: Disk, path: string, shown: Place): Promise<UserError> {
  const siblings = await disk.list(folderOf(shown)).catch(() => []);
  const named = toPlace(posix.basename(path.replaceAll("\\", "/")));
  const found = nearest(showBytes(named), siblings.map(showBytes));
  if (found === undefined) return new UserError("path-missing", { path });
  const folder = path.slice(0, path.replace(/\/+$/, "").lastIndexOf("/") + 1);
  return new UserError("path-missing", { path, nearest: folder + found });
}

/** Splits a pattern into the folders before its first glob character and the rest. */
function splitPattern(pattern: string): { folder: string; rest: string } {
  const segments = pattern.split("/");
  const first = segments.findIndex((segment) => isDynamicPattern(segment) || /[\\*?[\]{}()!]/.test(segment));
  const folder = segments.slice(0, first).join("/");
  return {
    folder: folder === "" && pattern.startsWith("/") ? "/" : folder,
    rest: segments.slice(first).join("/"),
  };
}

function withFolders(paths: readonly string[]): ReadonlySet<string> {
  const all = new Set(paths);
  for (const path of paths) {
    for (
      let folder = posix.dirname(path);
      folder !== "." && !all.has(folder);
      folder = posix.dirname(folder)
    ) {
      all.add(folder);
    }
  }
  return all;
}

async function matchPattern(disk: Disk, cwd: string, pattern: string): Promise<Input> {
  const { folder, rest } = splitPattern(pattern);
  const shown = toPlace(resolve(cwd, folder));
  const real = await disk.resolve(shown).catch(() => undefined);
  const base = real && toText(real.place);
  const matched =
    base === undefined
      ? []
      : await glob(rest, {
          cwd: base,
          dot: true,
          followSymbolicLinks: false,
          ignore: pattern.includes("node_modules") ? ["**/.git/**"] : ["**/.git/**", "**/node_modules/**"],
        });
  if (real === undefined || matched.length === 0) {
    throw new UserError("not-a-pattern-match", { path: pattern });
  }
  return { kind: "folder", place: real.place, shown, only: withFolders(matched) };
}

async function findInput(disk: Disk, cwd: string, path: string): Promise<Input> {
  if (path === "") throw new UserError("path-missing", { path });
  const shown = toPlace(resolve(cwd, path));
  const thing = await lookOrUndefined(disk, shown);
  if (thing !== undefined) return followLinks(disk, shown, thing);
  if (isDynamicPattern(path)) return matchPattern(disk, cwd, path);
  throw await missing(disk, path, shown);
}

/** Finds what each path means. Throws `path-missing` or `not-a-pattern-match` for one that means nothing. */
export async function findInputs(disk: Disk, cwd: string, paths: readonly string[]): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const path of paths) inputs.push(await findInput(disk, cwd, path));
  return inputs;
}

/** The folder paths are shown relative to: cwd when it holds every input, else the deepest one that does. */
export function rootOf(inputs: readonly Input[], cwd: string): Place {
  const home = toPlace(resolve(cwd));
  if (inputs.every(({ shown }) => isWithin(home, shown))) return home;
  return sharedFolder(inputs.map(({ kind, shown }) => (kind === "folder" ? shown : folderOf(shown))));
}

/** How a place in the input is shown. */
export function pathOf(root: Place, input: Input, place: Place): string {
  const way = wayTo(input.place, place);
  const shown = way === "" ? input.shown : (posix.join(input.shown, way) as Place);
  return showBytes(wayTo(root, shown)) || ".";
}

/** True when the pattern of the input, if it has one, matched the place or something below it. */
export function isAskedFor(input: Input, place: Place): boolean {
  if (input.only === undefined || place === input.place) return true;
  return input.only.has(toLossyText(wayTo(input.place, place)));
}

/** The line for a named link that leads nowhere. */
export function danglingLink(root: Place, input: Input): SkippedFile {
  return { path: pathOf(root, input, input.place), reason: "symbolic link", proof: "it leads to nothing" };
}
