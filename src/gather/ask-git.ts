/** Puts questions to git; nothing of the repository is executed. */
import { execFile } from "node:child_process";

export interface Answer {
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
  // Looking at a signature starts the program that gpg.program names.
  ...["-c", "log.showSignature=false"],
  "--literal-pathspecs",
  "--no-pager",
];

/** Always there and empty, as the value of settings that are to be none. */
export const emptyVariable = "GIT_EMPTY_SETTING";

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
    [emptyVariable]: "",
    LC_ALL: "C",
  };
}

/**
 * Git's answer, or undefined when it is missing, fails or does not answer in time.
 * @param input what it reads from its standard input
 */
export function askGit(
  cwd: string,
  args: readonly string[],
  signal?: AbortSignal,
  input = "",
): Promise<Answer | undefined> {
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
    // Git that fails early closes its input; its exit code says so better than a broken pipe.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}
