/** How a checkout relates to the commit that a pull request ends in: builders often check out a merge with its base. */
import { posix } from "node:path";
import { askGit } from "./ask-git.js";
import { readBlobs } from "./change/blobs.js";
import { type Repository, enterRepository } from "./change/repository.js";
import { realDisk } from "./disk.js";
import { toPlace } from "./place.js";

export interface Checkout {
  /** From the repository's topmost folder to this one: `packages/shop/`, or nothing. */
  readonly prefix: string;
  /**
   * Files whose lines may differ from those of the commit, from the topmost folder; null where nobody can tell, since
   * git does not have the commit.
   */
  readonly shifted: ReadonlySet<string> | null;
  /** Whether what is checked out is the commit, or came from it: else the change is not here to be reviewed. */
  readonly holdsHead: boolean;
}

/** @param head the commit's full hash */
export async function checkoutOf(cwd: string, head: string): Promise<Checkout> {
  const prefix = (await textOf(cwd, ["rev-parse", "--show-prefix"]))?.replace(/\n$/, "") ?? "";
  const here = (await textOf(cwd, ["rev-parse", "HEAD"]))?.trim();
  if (here === head) return { prefix, shifted: new Set(), holdsHead: true };
  const ancestry = await askGit(cwd, ["merge-base", "--is-ancestor", head, "HEAD"]);
  const names = await textOf(cwd, [
    ...["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv"],
    ...["--end-of-options", head, "HEAD", "--"],
  ]);
  return {
    prefix,
    shifted: names === undefined ? null : new Set(names.split("\0").filter((name) => name !== "")),
    holdsHead: ancestry !== undefined,
  };
}

async function textOf(cwd: string, args: readonly string[]): Promise<string | undefined> {
  return (await askGit(cwd, args))?.stdout.toString("utf8");
}

/**
 * Which of these files lie on the disk in other lines than a commit has them, as after a formatter ran; line ends do not
 * count. A file that the commit does not have is among them, and all are where git does not answer.
 * @param paths from the repository's topmost folder
 */
export async function alteredSince(
  cwd: string,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  const repository = await enterRepository(toPlace(cwd));
  const stored = repository && (await storedAt(commit, paths, repository));
  const altered = new Set<string>();
  for (const path of paths) {
    const before = stored?.get(path);
    const now = before && (await onDisk(path, cwd, repository?.prefix ?? ""));
    if (!before || !now || foldedEnds(before) !== foldedEnds(now)) altered.add(path);
  }
  return altered;
}

async function storedAt(
  commit: string,
  paths: readonly string[],
  repository: Repository,
): Promise<ReadonlyMap<string, Buffer>> {
  // One name a line: one with a line feed in it cannot be asked for.
  const asked = paths.filter((path) => !path.includes("\n"));
  const input = asked.map((path) => `${commit}:${path}\n`).join("");
  const answer = await repository.ask(["cat-file", "--batch-check=%(objectname)"], input);
  const hashes = answer?.toString("utf8").split("\n") ?? [];
  const known = asked.map((path, i) => [path, hashes[i] ?? ""] as const);
  const found = known.filter(([, hash]) => /^[0-9a-f]{40,64}$/u.test(hash));
  const blobs = await readBlobs(repository, [...new Set(found.map(([, hash]) => hash))]);
  return new Map(
    found.flatMap(([path, hash]) => {
      const blob = blobs?.get(hash);
      return blob ? [[path, blob] as const] : [];
    }),
  );
}

async function onDisk(path: string, cwd: string, prefix: string): Promise<Buffer | undefined> {
  const place = toPlace(posix.join(toPlace(cwd), posix.relative(`/${prefix}`, "/"), path));
  return realDisk.read(place, Number.MAX_SAFE_INTEGER).catch(() => undefined);
}

/** One character a byte. */
function foldedEnds(text: Buffer): string {
  return text.toString("latin1").replace(/\r\n?/gu, "\n");
}
