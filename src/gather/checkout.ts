/** How a checkout relates to the commit that a pull request ends in: builders often check out a merge with its base. */
import { askGit } from "./ask-git.js";

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
    ...["diff-tree", "-r", "--name-only", "-z", "--no-renames"],
    ...["--end-of-options", head, "HEAD", "--"],
  ]);
  return {
    prefix,
    shifted: names === undefined ? null : new Set(names.split("\0").filter((name) => name !== "")),
    holdsHead: ancestry !== undefined,
  };
}

export interface Merge {
  /** What the builder says it checked out. */
  readonly commit: string | undefined;
  /** The commit that the pull request ends in. */
  readonly head: string;
}

/**
 * The state of the base that a builder merged the change into for this run; undefined where something else is checked
 * out, or a clone without its parents. The event may name an older one, and what others did since is not the change's.
 */
export async function mergedInto(cwd: string, { commit, head }: Merge): Promise<string | undefined> {
  const answer = await textOf(cwd, ["rev-list", "--parents", "-n", "1", "HEAD"]);
  const [here, first, second, ...others] = answer?.trim().split(" ") ?? [];
  return here === commit && second === head && others.length === 0 ? first : undefined;
}

export interface Branch {
  /** Host and repository that the branch must be of: `github.com/acme/shop`. */
  readonly repository: string;
  readonly name: string;
}

/**
 * The newest commit of a branch as this clone fetched it; undefined where its `origin` is another repository, as of a
 * fork, whose branches are its owner's, and where the branch has all that is checked out: then nothing parted.
 */
export async function fetchedTip(cwd: string, { repository, name }: Branch): Promise<string | undefined> {
  const url = (await textOf(cwd, ["config", "--get", "remote.origin.url"]))?.trim();
  if (url === undefined || repositoryIn(url) !== repository.toLowerCase()) return undefined;
  const ref = `refs/remotes/origin/${name}^{commit}`;
  const tip = (await textOf(cwd, ["rev-parse", "--verify", "-q", "--end-of-options", ref]))?.trim();
  const isMerged = tip !== undefined && (await askGit(cwd, ["merge-base", "--is-ancestor", "HEAD", tip]));
  return isMerged ? undefined : tip;
}

/** `https://github.com/acme/shop.git` and `git@github.com:acme/shop` as `github.com/acme/shop`. */
function repositoryIn(url: string): string | undefined {
  const match =
    /^(?:https?:\/\/(?:[^/@]*@)?|ssh:\/\/git@|git@)([^/]+?)[/:]([^/:]+\/[^/:]+?)(?:\.git)?\/?$/.exec(url);
  return match ? `${match[1]}/${match[2]}`.toLowerCase() : undefined;
}

async function textOf(cwd: string, args: readonly string[]): Promise<string | undefined> {
  return (await askGit(cwd, args))?.stdout.toString("utf8");
}
