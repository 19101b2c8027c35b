/** The work tree around a folder, and the commits that are named to it. */
import { UserError } from "../../model/errors.js";
import { askGit, emptyVariable } from "../ask-git.js";
import { type Place, toText } from "../place.js";

/** Git's plumbing never runs what a repository's configuration names for files of the work tree. */
export interface Repository {
  readonly ask: (args: readonly string[], input?: string) => Promise<Buffer | undefined>;
  /** Where git is asked. */
  readonly root: Place;
  /** The way from the topmost folder to the one git is asked in, with a slash at the end, one character a byte. */
  readonly prefix: string;
}

export interface Commit {
  readonly hash: string;
  /** For people: `1a2b3c4, where HEAD left origin/main`. */
  readonly name: string;
}

/** Undefined where the folder lies in no work tree, or git is missing. */
export async function enterRepository(root: Place, signal?: AbortSignal): Promise<Repository | undefined> {
  const cwd = toText(root);
  if (cwd === undefined) return undefined;
  const ask = async (args: readonly string[], input?: string): Promise<Buffer | undefined> =>
    (await askGit(cwd, args, signal, input))?.stdout;
  const answer = await ask(["rev-parse", "--is-inside-work-tree", "--show-prefix"]);
  const [isInside, prefix = ""] = answer?.toString("latin1").split("\n") ?? [];
  if (isInside !== "true") return undefined;
  const off = switchedOff(await ask(["config", "-z", "--name-only", "--get-regexp", "^filter[.]"]));
  return { ask: (args, input) => ask([...off, ...args], input), root, prefix };
}

/**
 * Options that take away every filter the configuration names. A file as young as the index is compared by what it
 * holds (git's Documentation/technical/racy-git.txt), and what it holds goes through the filter, which is a command.
 */
export function switchedOff(names: Buffer | undefined): readonly string[] {
  const all = (names?.toString("utf8") ?? "").split("\0");
  const filters = all.flatMap(
    (name) => /^(filter[.][^]*)[.](?:clean|process|required)$/.exec(name)?.[1] ?? [],
  );
  return [...new Set(filters)].flatMap((filter) =>
    ["clean", "process", "required"].flatMap((key) => emptied(`${filter}.${key}`)),
  );
}

/** After `-c` a name ends at the first equals sign, and a filter's own name may hold one. */
function emptied(name: string): readonly string[] {
  return name.includes("=") ? [`--config-env=${name}=${emptyVariable}`] : ["-c", `${name}=`];
}

/**
 * The commit at which HEAD and what the name means parted. `main` may be known as `origin/main` only.
 * @throws UserError unknown-commit, no-common-commit
 */
export async function partingOf(repository: Repository, ref: string): Promise<Commit> {
  const hash = (await commitOf(repository, ref)) ?? (await commitOf(repository, `origin/${ref}`));
  const isShallow = (await lineOf(repository, ["rev-parse", "--is-shallow-repository"])) === "true";
  const details = { ref, ...(isShallow ? { isShallow: 1 } : {}) };
  if (!hash) throw new UserError("unknown-commit", details);
  const common = await lineOf(repository, ["merge-base", "HEAD", hash]);
  if (!common) throw new UserError("no-common-commit", details);
  return { hash: common, name: `${common.slice(0, 7)}, where HEAD left ${named(ref, common)}` };
}

/** A hash in full says no more than its beginning. */
function named(ref: string, common: string): string {
  if (ref === common) return "the base";
  return /^[0-9a-f]{40,}$/.test(ref) ? ref.slice(0, 7) : ref;
}

/** Null in a repository without a commit. */
export async function lastCommit(repository: Repository): Promise<Commit | null> {
  const hash = await commitOf(repository, "HEAD");
  return hash ? { hash, name: `${hash.slice(0, 7)}, the last commit` } : null;
}

/** The tree without files, by the hash of the repository's own kind. @throws Error when git does not answer */
export async function emptyTree(repository: Repository): Promise<string> {
  const hash = await lineOf(repository, ["hash-object", "-t", "tree", "--stdin"]);
  if (!hash) throw new Error("git did not name the empty tree");
  return hash;
}

function commitOf(repository: Repository, ref: string): Promise<string | undefined> {
  return lineOf(repository, ["rev-parse", "--verify", "-q", "--end-of-options", `${ref}^{commit}`]);
}

async function lineOf({ ask }: Repository, args: readonly string[]): Promise<string | undefined> {
  return (await ask(args))?.toString("utf8").replace(/\n[^]*$/, "") || undefined;
}
