/** Finds a change with git: since a commit, what is staged, or what is not committed. */
import { posix } from "node:path";
import type { ChangeScope } from "../../model/change.js";
import { UserError } from "../../model/errors.js";
import { type Place, showBytes } from "../place.js";
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

export type GitScope = Exclude<ChangeScope, { readonly kind: "diff" }>;

const options = { base: "--base", staged: "--staged", uncommitted: "--uncommitted" } as const;

/** @throws UserError no-repository, unknown-commit, no-common-commit, history-unreadable */
export async function changeWithGit(root: Place, scope: GitScope, signal?: AbortSignal): Promise<Difference> {
  const repository = await enterRepository(root, signal);
  if (!repository)
    throw new UserError("no-repository", { option: options[scope.kind], folder: showBytes(root) });
  const start = scope.kind === "base" ? await partingOf(repository, scope.ref) : await lastCommit(repository);
  return scope.kind === "staged" ? stagedChange(repository, start) : workTreeChange(repository, start);
}

/** What git has stored counts, whatever lies on the disk beside it. */
async function stagedChange(repository: Repository, start: Commit | null): Promise<Difference> {
  const tree = start?.hash ?? (await emptyTree(repository));
  const entries = await entriesOf(repository, ["diff-index", "--cached", "-M", tree, "--"]);
  const unstaged = await entriesOf(repository, ["diff-files"]);
  const read = await reader(repository, [...entries, ...unstaged], start);
  const show = shownFrom(repository);
  return {
    from: start?.name ?? "nothing",
    to: "what is staged",
    commit: start?.hash ?? null,
    touched: entries.map((entry) => touchedBy(entry, show, read)),
    instead: new Map(
      unstaged.flatMap(({ path, blobBefore }) => {
        const content = read(blobBefore);
        return content ? [[show(path), content]] : [];
      }),
    ),
    absent: new Set((await untracked(repository)).map(show)),
  };
}

/** The commits since, and what lies in the work tree beyond them, files that git does not track included. */
async function workTreeChange(repository: Repository, start: Commit | null): Promise<Difference> {
  const head = (await lastCommit(repository))?.hash ?? (await emptyTree(repository));
  const committed = start ? await entriesOf(repository, ["diff-tree", "-r", "-M", start.hash, head]) : [];
  // Without looking for renames, git compares dates and sizes only, and reads no file.
  const uncommitted = await entriesOf(repository, ["diff-index", "--no-renames", head, "--"]);
  const entries = joinEntries(committed, uncommitted, await untracked(repository));
  const read = await reader(repository, entries, start);
  const show = shownFrom(repository);
  return {
    from: start?.name ?? "nothing",
    to: "the work tree",
    commit: start?.hash ?? null,
    touched: entries.map((entry) => touchedBy(entry, show, read)),
    instead: new Map(),
    absent: new Set(),
  };
}

async function entriesOf(
  { ask }: Repository,
  [command = "", ...rest]: readonly string[],
): Promise<readonly RawEntry[]> {
  const answer = await ask([command, "--raw", "-z", "--no-abbrev", "--ignore-submodules=all", ...rest]);
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
  if (!blobs || missing > 0) {
    const problem = `${missing} of ${hashes.length} files are not in this clone`;
    throw new UserError("history-unreadable", { ref: start?.name ?? "the index", problem });
  }
  return (hash) => (hash === null ? null : (blobs.get(hash) ?? null));
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
