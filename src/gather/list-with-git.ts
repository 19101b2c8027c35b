/** Asks git which files below a folder are part of the project; nothing of the repository is executed. */
import { askGit } from "./ask-git.js";
import { inside, isWithin, type Place, toPlace, toText } from "./place.js";

/** What git said about a folder. */
export interface GitListing {
  /** The work tree's topmost folder. */
  readonly top: Place;
  readonly places: readonly Place[];
  /** Folders that git could not open, and why. */
  readonly unopened: readonly { readonly place: Place; readonly reason: string }[];
}

/** Something the project's ignore files name. */
export interface Ignored {
  readonly place: Place;
  readonly isFolder: boolean;
}

function names(stdout: Buffer): string[] {
  return stdout
    .toString("latin1")
    .split("\0")
    .filter((name) => name !== "");
}

function atEntry(folder: Place, name: string): Place {
  const way = name.replace(/\/$/, "");
  return way === "." || way === "" ? folder : inside(folder, way);
}

/** Folders in git's warnings `could not open directory 'a/b/': Permission denied`, with which it goes on. */
export function unopenedFolders(stderr: string): { name: string; reason: string }[] {
  const warnings = stderr.matchAll(/^warning: could not open directory '(.*?)\/?': (.*)$/gm);
  return [...warnings].map(([, name = "", reason = ""]) => ({ name, reason: reason.toLowerCase() }));
}

/** Tracked and untracked files below the folder that git does not ignore; undefined when git cannot tell. */
export async function listWithGit(folder: Place, signal?: AbortSignal): Promise<GitListing | undefined> {
  const cwd = toText(folder);
  if (cwd === undefined) return undefined;
  const topAnswer = await askGit(cwd, ["rev-parse", "--show-toplevel"], signal);
  const top = topAnswer && toPlace(topAnswer.stdout.subarray(0, -1));
  // A configured core.worktree can point anywhere; only a work tree around the folder says anything about it.
  if (top === undefined || !isWithin(top, folder)) return undefined;
  const listed = await askGit(cwd, ["ls-files", "-z", "-c", "-o", "--exclude-standard"], signal);
  if (listed === undefined) return undefined;
  const places = names(listed.stdout).map((name) => atEntry(folder, name));
  const unopened = unopenedFolders(listed.stderr).map(({ name, reason }) => ({
    place: atEntry(top, name),
    reason,
  }));
  return { top, places: [...new Set(places)].filter((place) => isWithin(folder, place)), unopened };
}

/** What git ignores below the folder, whole folders as one; the folder itself when git cannot say more. */
export async function listIgnoredWithGit(folder: Place, signal?: AbortSignal): Promise<readonly Ignored[]> {
  const args = ["ls-files", "-z", "-o", "-i", "--exclude-standard", "--directory"];
  const answer = await askGit(toText(folder) ?? "", args, signal);
  // Inside a folder that is ignored as a whole, git fails on --directory or answers "./".
  const found = answer === undefined ? ["./"] : names(answer.stdout);
  const below = found.filter((name) => name !== "./");
  const told = below.length > 0 ? below : found;
  return told.map((name) => ({ place: atEntry(folder, name), isFolder: name.endsWith("/") }));
}
