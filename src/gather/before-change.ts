/** Reads files as a commit has them, so that a change under review cannot decide how it is reviewed. */
import { type Answer, askGit } from "./ask-git.js";
import { type Disk, isAbsence } from "./disk.js";
import { type Place, folderOf, inside, isWithin, toPlace, toText, wayTo } from "./place.js";

/** What there is to go by for a folder: a commit, nothing (no repository, or none with a commit), or no answer. */
export type Before = Commit | "none" | "unknown";

export interface Commit {
  /** The work tree's topmost folder. */
  readonly top: Place;
  readonly hash: string;
  /** For people: `HEAD`, `the commit that HEAD and origin/main have in common`. */
  readonly name: string;
}

/**
 * The commit a change is measured against: where HEAD left the remote's default branch, as far as it is known here.
 * In a checkout that has nothing but the change, HEAD is all there is.
 * @param ref any name of a commit, instead of that
 */
export async function stateBefore(folder: Place, disk: Disk, ref?: string): Promise<Before> {
  const cwd = toText(folder);
  const top = cwd === undefined ? undefined : await lineOf(cwd, ["rev-parse", "--show-toplevel"]);
  if (cwd === undefined || top === undefined)
    return (await liesInRepository(folder, disk)) ? "unknown" : "none";
  if (!isWithin(toPlace(top), folder)) return "none";
  const commit = await chosenCommit(cwd, ref);
  if (commit) return { top: toPlace(top), ...commit };
  if (ref !== undefined) return "unknown";
  return (await lineOf(cwd, ["rev-list", "-n", "1", "--all"])) === undefined ? "none" : "unknown";
}

/**
 * The commit at which HEAD and the first of these names that git knows parted; undefined where there is none here,
 * as in a clone that holds only the newest commits.
 */
export async function partingCommit(folder: Place, refs: readonly string[]): Promise<string | undefined> {
  const cwd = toText(folder);
  if (cwd === undefined) return undefined;
  for (const ref of refs) {
    const hash = await lineOf(cwd, ["rev-parse", "--verify", "-q", "--end-of-options", `${ref}^{commit}`]);
    if (hash) return lineOf(cwd, ["merge-base", "HEAD", hash]);
  }
  return undefined;
}

async function chosenCommit(cwd: string, ref?: string): Promise<Pick<Commit, "hash" | "name"> | undefined> {
  if (ref === undefined) {
    const branch = await lineOf(cwd, [
      "rev-parse",
      "--abbrev-ref",
      "--verify",
      "-q",
      "refs/remotes/origin/HEAD",
    ]);
    const common = branch && (await lineOf(cwd, ["merge-base", "HEAD", "refs/remotes/origin/HEAD"]));
    if (common) return { hash: common, name: `the commit that HEAD and ${branch} have in common` };
  }
  const name = ref ?? "HEAD";
  const hash = await lineOf(cwd, ["rev-parse", "--verify", "-q", "--end-of-options", `${name}^{commit}`]);
  return hash ? { hash, name } : undefined;
}

/** The bytes of a regular file in the commit, at most that many; null where it has none there. */
export async function readAt({ top, hash }: Commit, place: Place, mostBytes: number): Promise<Buffer | null> {
  const cwd = toText(top);
  const way = toText(toPlace(wayTo(top, place)));
  if (cwd === undefined || way === undefined || !isWithin(top, place)) return null;
  const entry = await askGit(cwd, ["ls-tree", "-z", hash, "--", way]);
  // A link is kept as the text of where it leads, and that may be anywhere.
  const [, blob] = /^100\d{3} blob ([0-9a-f]+)\t/.exec(entry?.stdout.toString("latin1") ?? "") ?? [];
  if (blob === undefined) return null;
  const answer: Answer | undefined = await askGit(cwd, ["cat-file", "blob", blob]);
  return answer?.stdout.subarray(0, mostBytes) ?? null;
}

/** Names of what lies in a folder of the commit, one character a byte; none where it has no such folder. */
export async function namesAt({ top, hash }: Commit, folder: Place): Promise<readonly string[]> {
  const cwd = toText(top);
  const way = toText(toPlace(wayTo(top, folder)));
  if (cwd === undefined || way === undefined || !isWithin(top, folder)) return [];
  const answer = await askGit(cwd, ["ls-tree", "-z", "--name-only", hash, "--", `${way}/`]);
  const paths = answer?.stdout.toString("latin1").split("\0") ?? [];
  return paths.filter((path) => path !== "").map((path) => path.slice(path.lastIndexOf("/") + 1));
}

async function lineOf(cwd: string, args: readonly string[]): Promise<string | undefined> {
  const text = (await askGit(cwd, args))?.stdout.toString("utf8").replace(/\n$/, "");
  return text === "" ? undefined : text;
}

/** Git may be missing, or refuse a folder that belongs to another user. */
async function liesInRepository(folder: Place, disk: Disk): Promise<boolean> {
  for (let at = folder; ; at = folderOf(at)) {
    const isThere = await disk.look(inside(at, ".git")).then(
      () => true,
      (error: unknown) => !isAbsence(error),
    );
    if (isThere) return true;
    if (folderOf(at) === at) return false;
  }
}
