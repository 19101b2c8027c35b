/** Lists the files of one folder, by git where it can, else by an own walk; both give the same shape. */
import { grouped } from "../lib/text.js";
import { readAttributes } from "./attributes.js";
import type { Disk } from "./disk.js";
import { type Input, isAskedFor, pathOf } from "./inputs.js";
import { type Ground, LeaveOut, type Verdict } from "./leave-out.js";
import { type GitListing, type Ignored, listIgnoredWithGit, listWithGit } from "./list-with-git.js";
import { folderOf, inside, isWithin, type Place } from "./place.js";
import type { Skip } from "./skip-by-name.js";
import { walk } from "./walk.js";

/** What all inputs of one run share. */
export interface Search {
  readonly disk: Disk;
  readonly root: Place;
  readonly cwd: Place;
  readonly excludedBy: (path: string) => string | undefined;
  readonly isIncluded: (path: string) => boolean;
  readonly signal: AbortSignal | undefined;
}

export interface Listing {
  readonly files: readonly Place[];
  /** Whole folders that were not entered. */
  readonly leftOut: readonly { readonly folder: Place; readonly skip: Skip }[];
  readonly unreadable: readonly { readonly place: Place; readonly reason: string }[];
  /** What the project's ignore files name; only filled when nothing else was met. */
  readonly ignored: readonly Ignored[];
  /** A listed file that is not on the disk was deleted in the work tree; the walk saw each file. */
  readonly isFromIndex: boolean;
  readonly leaveOut: LeaveOut;
  readonly markedGenerated: (place: Place) => Skip | undefined;
}

type Entries = Pick<Listing, "files" | "leftOut" | "unreadable" | "ignored">;

function withCount(skip: Skip, count: number): Skip {
  const files = count === 1 ? "1 file" : `${grouped(count)} files`;
  return { reason: skip.reason, proof: `${skip.proof} (${files})` };
}

/** Folds files below folders that are left out into one entry a folder. */
async function foldListing(places: readonly Place[], leaveOut: LeaveOut): Promise<Entries> {
  const files: Place[] = [];
  const folded = new Map<Exclude<Verdict, string>, number>();
  for (const place of places) {
    const verdict = await leaveOut.folder(folderOf(place));
    if (verdict === "entered") files.push(place);
    else if (verdict !== "gone") folded.set(verdict, (folded.get(verdict) ?? 0) + 1);
  }
  const leftOut = [...folded].map(([{ folder, skip }, count]) => ({ folder, skip: withCount(skip, count) }));
  return { files, leftOut, unreadable: [], ignored: [] };
}

function isNothing(entries: Entries): boolean {
  return entries.files.length + entries.leftOut.length + entries.unreadable.length === 0;
}

async function listByGit(
  git: GitListing,
  input: Input,
  leaveOut: LeaveOut,
  search: Search,
): Promise<Entries> {
  const { show } = leaveOut.ground;
  const places = git.places.filter((place) => isAskedFor(input, place) && search.isIncluded(show(place)));
  const entries = { ...(await foldListing(places, leaveOut)), unreadable: git.unopened };
  return isNothing(entries)
    ? { ...entries, ignored: await listIgnoredWithGit(input.place, search.signal) }
    : entries;
}

async function listByWalk(
  ground: Ground,
  input: Input,
  leaveOut: LeaveOut,
  search: Search,
): Promise<Entries> {
  const found = await walk(ground, leaveOut, search.signal);
  const entries = {
    ...found,
    files: found.files.filter((place) => isAskedFor(input, place)),
    leftOut: found.leftOut.filter(({ folder }) => isAskedFor(input, folder)),
  };
  return isNothing(entries) ? entries : { ...entries, ignored: [] };
}

/** Everything below a folder the user named. */
export async function listFolder(search: Search, input: Input): Promise<Listing> {
  const git = search.disk.files?.(input.place) ?? (await listWithGit(input.place, search.signal));
  search.signal?.throwIfAborted();
  const home = isWithin(search.cwd, input.place) ? search.cwd : input.place;
  const show = (place: Place): string => pathOf(search.root, input, place);
  const { disk, excludedBy } = search;
  const ground: Ground = { disk, folder: input.place, top: git?.top ?? home, show, excludedBy };
  const leaveOut = new LeaveOut(ground);
  const entries =
    git === undefined
      ? await listByWalk(ground, input, leaveOut, search)
      : await listByGit(git, input, leaveOut, search);
  return {
    ...entries,
    ignored: entries.ignored.filter(({ place }) => isAskedFor(input, place)),
    isFromIndex: git !== undefined,
    leaveOut,
    markedGenerated: await readAttributes(disk, ground.top, show(inside(ground.top, ".gitattributes"))),
  };
}
