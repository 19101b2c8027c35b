/** Asks git which files below a folder are part of the project; nothing of the repository is executed. */
import { execFile } from "node:child_process";
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

interface Answer {
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A pipe in place of an ignore file makes git wait for ever; a real listing of a million files takes seconds. */
const MILLISECONDS_TO_ANSWER = 60_000;

/**
 * The repository's own configuration may come from anyone: these switch off what it could make git start.
 * A bare repository hidden among the files must not be taken for the one that holds them.
 */
const SAFE_OPTIONS = [
  ...["-c", "core.fsmonitor=false"],
  ...["-c", "core.hooksPath=/dev/null"],
  ...["-c", "safe.bareRepository=explicit"],
  ...["-c", "core.quotePath=false"],
  "--literal-pathspecs",
  "--no-pager",
];

/**
 * The environment without git's variables, which could point it at another repository. An empty list of allowed
 * protocols and no lazy fetching: a partial clone must not start the transport its configuration names.
 */
function safeEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name));
  return {
    ...Object.fromEntries(kept),
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "",
    GIT_TERMINAL_PROMPT: "0",
    LC_ALL: "C",
  };
}

/** Git's answer, or undefined when it is missing, fails or does not answer in time. */
function askGit(cwd: string, args: readonly string[], signal?: AbortSignal): Promise<Answer | undefined> {
  const options = {
    cwd,
    env: safeEnvironment(),
    encoding: "buffer" as const,
    maxBuffer: Number.POSITIVE_INFINITY,
    timeout: MILLISECONDS_TO_ANSWER,
    killSignal: "SIGKILL" as const,
    windowsHide: true,
    ...(signal && { signal }),
  };
  return new Promise((settle) => {
    const child = execFile("git", [...SAFE_OPTIONS, ...args], options, (error, stdout, stderr) => {
      settle(error === null ? { stdout, stderr: stderr.toString("latin1") } : undefined);
    });
    child.stdin?.end();
  });
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
