/** Finds the files to read: everything the inputs hold, less what is left out for its place, name or size. */
import type { SkippedFile, UnreadableFile } from "../model/source.js";
import { isAbsence, reasonOf, type Thing } from "./disk.js";
import { danglingLink, type Input, pathOf } from "./inputs.js";
import { LINK_SKIP } from "./leave-out.js";
import { listFolder, type Listing, type Search } from "./list-folder.js";
import { inside, isWithin, nameOf, type Place, showBytes, wayTo } from "./place.js";
import { inPool } from "./pool.js";
import { type Skip, skipByName } from "./skip-by-name.js";

/** 1 MiB. What people write by hand is far smaller; what is larger is data or machine output. In bytes. */
export const LARGEST_FILE = 1_048_576;

export interface FoundFile {
  readonly place: Place;
  /** As shown. */
  readonly path: string;
  /** The path below the folder the user named; of a named file its name. */
  readonly below: string;
}

/** What became of one file that was met; "outside" when the request or the work tree does not have it. */
type Outcome =
  | { readonly found: FoundFile }
  | { readonly skipped: SkippedFile }
  | { readonly unreadable: UnreadableFile }
  | "outside";

export interface Found {
  readonly files: readonly FoundFile[];
  readonly skipped: readonly SkippedFile[];
  readonly unreadable: readonly UnreadableFile[];
}

/** The reason for a file of that many bytes. */
export function tooLarge(size: number): Skip {
  const bytes = size.toLocaleString("en-US");
  return {
    reason: "too large",
    proof: `${bytes} bytes; the limit is ${LARGEST_FILE.toLocaleString("en-US")}`,
  };
}

/** Why the file is left out for its names or its size. A link's own name and its target's both count. */
function skipByNameOrSize(place: Place, path: string, size: number): Skip | undefined {
  const named = skipByName(showBytes(place)) ?? skipByName(path);
  return named ?? (size > LARGEST_FILE ? tooLarge(size) : undefined);
}

function skipByKind({ kind }: Thing): Skip | undefined {
  if (kind === "file" || kind === "folder") return undefined;
  return kind === "link" ? LINK_SKIP : { reason: "not a file", proof: `it is a ${kind}; it was not opened` };
}

async function findNamed(search: Search, input: Input): Promise<Outcome> {
  const path = pathOf(search.root, input, input.place);
  if (!search.isIncluded(path)) return "outside";
  try {
    const thing = await search.disk.look(input.place);
    const glob = search.excludedBy(path);
    const skip =
      skipByKind(thing) ??
      (glob === undefined ? undefined : { reason: "excluded" as const, proof: `--exclude ${glob}` }) ??
      skipByNameOrSize(input.place, path, thing.size);
    if (skip !== undefined) return { skipped: { path, ...skip } };
    return { found: { place: input.place, path, below: showBytes(nameOf(input.place)) } };
  } catch (error) {
    return { unreadable: { path, reason: reasonOf(error) } };
  }
}

/** Finding the files of one folder. */
class FolderSearch {
  constructor(
    readonly search: Search,
    readonly input: Input,
    readonly listing: Listing,
  ) {}

  show(place: Place): string {
    return pathOf(this.search.root, this.input, place);
  }

  async find(place: Place): Promise<Outcome> {
    const path = this.show(place);
    if (!this.search.isIncluded(path)) return "outside";
    try {
      const thing = await this.search.disk.look(place);
      if (thing.kind === "folder") return await this.repository(place);
      const skip = skipByKind(thing) ?? (await this.skipFile(place, path, thing.size));
      if (skip !== undefined) return { skipped: { path, ...skip } };
      return { found: { place, path, below: showBytes(wayTo(this.input.place, place)) } };
    } catch (error) {
      if (this.listing.isFromIndex && isAbsence(error)) return "outside";
      return { unreadable: { path, reason: reasonOf(error) } };
    }
  }

  async skipFile(place: Place, path: string, size: number): Promise<Skip | undefined> {
    return (
      (await this.listing.leaveOut.byRequest(place, false)) ??
      skipByNameOrSize(place, path, size) ??
      this.listing.markedGenerated(place)
    );
  }

  /** A folder where git listed a file: a submodule, or a file that was replaced by a folder. */
  async repository(place: Place): Promise<Outcome> {
    const path = `${this.show(place)}/`;
    const mark = await this.search.disk.look(inside(place, ".git")).catch(() => undefined);
    const isReplaced = this.listing.files.some((other) => other !== place && isWithin(place, other));
    if (mark === undefined && isReplaced) return "outside";
    const proof =
      mark === undefined
        ? "git records it as a submodule; its files are not here"
        : "it is a repository of its own: it holds .git";
    return { skipped: { path, reason: "submodule", proof } };
  }

  /** The entries that are not files: folders left out, unreadable ones, ignored ones. */
  others(): Outcome[] {
    const { leftOut, unreadable, ignored } = this.listing;
    return [
      ...leftOut.map(({ folder, skip }) => ({ skipped: { path: `${this.show(folder)}/`, ...skip } })),
      ...unreadable.map(({ place, reason }) => ({ unreadable: { path: `${this.show(place)}/`, reason } })),
      ...ignored.map(({ place, isFolder }) => ({
        skipped: {
          path: isFolder ? `${this.show(place)}/` : this.show(place),
          reason: "ignored" as const,
          proof: "the project's own ignore files name it; git check-ignore -v shows the line",
        },
      })),
    ];
  }
}

async function findInFolder(search: Search, input: Input): Promise<Outcome[]> {
  const folder = new FolderSearch(search, input, await listFolder(search, input));
  const files = await inPool(folder.listing.files, (place) => folder.find(place), search.signal);
  return [...files, ...folder.others()];
}

async function findOf(search: Search, input: Input): Promise<Outcome[]> {
  if (input.kind === "folder") return findInFolder(search, input);
  if (input.kind === "dangling link") return [{ skipped: danglingLink(search.root, input) }];
  return [await findNamed(search, input)];
}

/** Order of plain code units, the same on every machine. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** One entry a key, the first in the given order. */
function distinct<Entry>(entries: readonly Entry[], keyOf: (entry: Entry) => string): Entry[] {
  const kept = new Map<string, Entry>();
  for (const entry of entries) if (!kept.has(keyOf(entry))) kept.set(keyOf(entry), entry);
  return [...kept.values()];
}

/** The files of all inputs, each once, sorted by path; what is left out is listed beside them. */
export async function findFiles(search: Search, inputs: readonly Input[]): Promise<Found> {
  const outcomes: Exclude<Outcome, string>[] = [];
  for (const input of inputs) {
    for (const outcome of await findOf(search, input)) if (outcome !== "outside") outcomes.push(outcome);
  }
  const found = outcomes.flatMap((outcome) => ("found" in outcome ? [outcome.found] : []));
  const files = distinct(found.sort(byPath), ({ place }) => place);
  const reviewed = new Set(files.map(({ path }) => path));
  const skipped = outcomes.flatMap((outcome) => ("skipped" in outcome ? [outcome.skipped] : []));
  const unreadable = outcomes.flatMap((outcome) => ("unreadable" in outcome ? [outcome.unreadable] : []));
  return {
    files,
    // A named file is reviewed even where its folder's listing leaves it out.
    skipped: distinct(skipped.sort(byPath), ({ path }) => path).filter(({ path }) => !reviewed.has(path)),
    unreadable: distinct(unreadable.sort(byPath), ({ path }) => path),
  };
}
