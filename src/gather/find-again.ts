/** Looks for files of an earlier review that are not among those reviewed now: still there, gone, or renamed. */
import { resolve } from "node:path";
import type { Whereabouts } from "../model/earlier.js";
import { type Disk, isAbsence, realDisk } from "./disk.js";
import { findRename } from "./git-renames.js";
import { globMatcher } from "./ignore-rules.js";
import { type Input, findInputs, rootOf } from "./inputs.js";
import { type Place, isWithin, toPlace, toText } from "./place.js";

export interface Search {
  readonly cwd: string;
  /** What was reviewed. */
  readonly paths: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** @param wanted paths as the review shows them @throws as `gather` for paths that name nothing */
export async function findAgain(
  search: Search,
  wanted: readonly string[],
  disk: Disk = realDisk,
): Promise<ReadonlyMap<string, Whereabouts>> {
  const found = new Map<string, Whereabouts>();
  if (wanted.length === 0) return found;
  const inputs = await findInputs(disk, search.cwd, search.paths);
  const root = toText(rootOf(inputs, search.cwd)) ?? search.cwd;
  const isChosen = chosenBy(search);
  for (const path of new Set(wanted)) {
    const place = toPlace(resolve(root, path));
    const exists = await lies(disk, place);
    const isInScope = isChosen(path) && inputs.some((input) => holds(input, place));
    const renamedTo = exists === false ? await findRename(root, path) : null;
    found.set(path, { exists, isInScope, renamedTo });
  }
  return found;
}

/** A pattern names files that are there; of one that is gone nobody can say whether it would have matched. */
function holds({ kind, shown, only }: Input, place: Place): boolean {
  return kind === "folder" && only === undefined && isWithin(shown, place);
}

function chosenBy({ include = [], exclude = [] }: Search): (path: string) => boolean {
  const [included, excluded] = [globMatcher(include), globMatcher(exclude)];
  return (path) => (include.length === 0 || included(path) !== undefined) && excluded(path) === undefined;
}

/** Null where the disk does not say. */
async function lies(disk: Disk, place: Place): Promise<boolean | null> {
  try {
    await disk.look(place);
    return true;
  } catch (error) {
    return isAbsence(error) ? false : null;
  }
}
