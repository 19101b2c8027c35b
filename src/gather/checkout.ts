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
