/** Finds a change with git: since a commit, the commits since, what is staged, or what is not committed. */
import { posix } from "node:path";
import type { ChangeScope } from "../../model/change.js";
import { plural } from "../../lib/text.js";
import { UserError } from "../../model/errors.js";
import { realDisk } from "../disk.js";
import { LARGEST_FILE } from "../find-files.js";
import { type Place, inside, showBytes } from "../place.js";
import { inPool } from "../pool.js";
import { type StoredContent, storedDisk } from "../stored-disk.js";
import { readBlobs } from "./blobs.js";
import { joinEntries } from "./join-entries.js";
import type { Difference, Touched } from "./difference.js";
import { type RawEntry, readRawDiff } from "./raw-diff.js";
import {
  type Commit,
  type Repository,
  emptyTree,
  enterRepository,
  lastCommit,
  partingOf,
} from "./repository.js";
import { type StoredFiles, contentsOf, filesOfCommit, filesOfIndex, placed, topOf } from "./stored-tree.js";

export type GitScope = Exclude<ChangeScope, { readonly kind: "diff" }>;

const options = {
  base: "--base",
  commits: "session-review pr",
  staged: "--staged",
  uncommitted: "--uncommitted",
} as const;

/** Between commits a submodule is another commit; what lies in its folder is a repository of its own, and not asked. */
const submodules = { stored: "--ignore-submodules=dirty", lying: "--ignore-submodules=all" } as const;

/** @throws UserError no-repository, unknown-commit, no-common-commit, history-unreadable */
export async function changeWithGit(root: Place, scope: GitScope, signal?: AbortSignal): Promise<Difference> {
  const repository = await enterRepository(root, signal);
  if (!repository)
    throw new UserError("no-repository", { option: options[scope.kind], folder: showBytes(root) });
  if (scope.kind === "staged") return stagedChange(repository, await lastCommit(repository));
  if (scope.kind === "commits") return committedChange(repository, await partingOf(repository, scope.ref));
  const start = scope.kind === "base" ? await partingOf(repository, scope.ref) : await lastCommit(repository);
  return workTreeChange(repository, start);
}

/** What git has stored counts, whatever lies on the disk beside it. */
async function stagedChange(repository: Repository, start: Commit | null): Promise<Difference> {
  const tree = start?.hash ?? (await emptyTree(repository));
  const altered = await entriesOf(repository, ["diff-files", submodules.lying]);
  const files = await filesOfIndex(repository);
  // What was announced with `git add -N` has a name in the index and nothing behind it.
  const announced = new Set(
    altered.flatMap(({ path, status }) =>
      status === "added" && files?.get(path)?.kind === "file" ? [path] : [],
    ),
  );
  const isStaged = (path: string): boolean => !announced.has(path);
  const cached = ["diff-index", "--cached", "-M", submodules.stored, tree, "--"];
  const entries = await entriesOf(repository, cached);
  return storedChange(repository, {
    ...{ start, to: "what is staged", altered },
    files: files && new Map([...files].filter(([path]) => isStaged(path))),
    entries: entries.filter(({ path }) => isStaged(path)),
  });
}

/** The commits since: neither what a person has not committed nor what a step before this one left or rewrote. */
async function committedChange(repository: Repository, start: Commit): Promise<Difference> {
  const head = await lastCommit(repository);
  if (!head) throw new UserError("no-common-commit", { ref: start.hash });
  return storedChange(repository, {
    ...{ start, to: head.name, files: await filesOfCommit(repository, head.hash) },
    entries: await entriesOf(repository, ["diff-tree", "-r", "-M", submodules.stored, start.hash, head.hash]),
    altered: await entriesOf(repository, ["diff-index", "--no-renames", submodules.lying, head.hash, "--"]),
  });
}

interface Stored {
  readonly start: Commit | null;
  readonly to: string;
  readonly files: StoredFiles | undefined;
  /** From the start to what is stored. */
  readonly entries: readonly RawEntry[];
  /** From what is stored to the work tree. */
  readonly altered: readonly RawEntry[];
}

async function storedChange(
  repository: Repository,
  { start, to, files, entries, altered }: Stored,
): Promise<Difference> {
  if (!files) throw new UserError("history-unreadable", { ref: to, problem: "git did not list its files" });
  // Of a file that is being merged git has three versions, and nobody has chosen one.
  const unlike = altered.filter(({ path, blobBefore }) => files.get(path)?.hash === blobBefore);
  const after = entries.flatMap(({ path, blobAfter }) =>
    blobAfter === null ? [] : [[path, blobAfter] as const],
  );
  const wanted = new Map([
    ...unlike.map(({ path, blobBefore }) => [path, blobBefore ?? ""] as const),
    ...after,
  ]);
  const contents = await contentsOf(repository, wanted);
  if ("missing" in contents) throw incomplete(contents.missing, wanted.size, to);
  const read = await reader(repository, entries, start);
  const show = shownFrom(repository);
  const top = await topOf(repository);
  return {
    from: start?.name ?? "nothing",
    to,
    commit: start?.hash ?? null,
    touched: entries.map((entry) => touchedBy(entry, show, read)),
    disk: storedDisk({ top, entries: placed(top, files), contents: placed(top, contents) }),
    altered: new Set(
      (
        await rewritten(
          unlike.map(({ path }) => path),
          { top, contents },
        )
      ).map(show),
    ),
  };
}

interface Kept {
  readonly top: Place;
  readonly contents: ReadonlyMap<string, StoredContent>;
}

/** Git goes by dates, which a copied checkout has new ones of. Line ends do not count. */
async function rewritten(paths: readonly string[], { top, contents }: Kept): Promise<readonly string[]> {
  const lying = await inPool(paths, (path) =>
    realDisk.read(inside(top, path), LARGEST_FILE + 1).catch(() => undefined),
  );
  return paths.filter((path, i) => {
    const [stored, now] = [contents.get(path)?.bytes, lying[i]];
    return !stored || !now || foldedEnds(stored) !== foldedEnds(now);
  });
}

/** One character a byte. */
function foldedEnds(text: Buffer): string {
  return text.toString("latin1").replace(/\r\n?/g, "\n");
}

/** The commits since, and what lies in the work tree beyond them, files that git does not track included. */
async function workTreeChange(repository: Repository, start: Commit | null): Promise<Difference> {
  const head = (await lastCommit(repository))?.hash ?? (await emptyTree(repository));
  const committed = start
    ? await entriesOf(repository, ["diff-tree", "-r", "-M", submodules.stored, start.hash, head])
    : [];
  // Without looking for renames, git compares dates and sizes only, and reads no file.
  const uncommitted = await entriesOf(repository, [
    "diff-index",
    "--no-renames",
    submodules.lying,
    head,
    "--",
  ]);
  const entries = joinEntries(committed, uncommitted, await untracked(repository));
  const read = await reader(repository, entries, start);
  const show = shownFrom(repository);
  return {
    from: start?.name ?? "nothing",
    to: "the work tree",
    commit: start?.hash ?? null,
    touched: entries.map((entry) => touchedBy(entry, show, read)),
    disk: realDisk,
    altered: new Set(),
  };
}

async function entriesOf(
  { ask }: Repository,
  [command = "", ...rest]: readonly string[],
): Promise<readonly RawEntry[]> {
  const answer = await ask([command, "--raw", "-z", "--no-abbrev", ...rest]);
  if (answer) return readRawDiff(answer);
  throw new UserError("history-unreadable", { ref: "HEAD", problem: `git ${command} failed` });
}

async function untracked({ ask, prefix }: Repository): Promise<readonly string[]> {
  const answer = await ask(["ls-files", "-z", "-o", "--exclude-standard"]);
  const names = answer?.toString("latin1").split("\0") ?? [];
  return names.filter((name) => name !== "").map((name) => prefix + name);
}

type Read = (hash: string | null) => Buffer | null;

/** @throws UserError history-unreadable where git does not have what a commit names, as in a partial clone */
async function reader(
  repository: Repository,
  entries: readonly RawEntry[],
  start: Commit | null,
): Promise<Read> {
  const hashes = [...new Set(entries.flatMap(({ blobBefore }) => blobBefore ?? []))];
  const blobs = await readBlobs(repository, hashes);
  const missing = hashes.filter((hash) => !blobs?.has(hash)).length;
  if (!blobs || missing > 0) throw incomplete(missing, hashes.length, start?.name ?? "the index");
  return (hash) => (hash === null ? null : (blobs.get(hash) ?? null));
}

function incomplete(missing: number, all: number, ref: string): UserError {
  const problem = `${missing} of ${plural(all, "file")} ${missing === 1 ? "is" : "are"} not in this clone`;
  return new UserError("history-unreadable", { ref, problem });
}

function touchedBy({ path, before, status, blobBefore }: RawEntry, show: Show, read: Read): Touched {
  return {
    path: show(path),
    before: before === null ? null : show(before),
    status,
    contentBefore: read(blobBefore),
  };
}

type Show = (path: string) => string;

function shownFrom({ prefix }: Repository): Show {
  return (path) => showBytes(posix.relative(`/${prefix}`, `/${path}`));
}
