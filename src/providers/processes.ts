/** Starts a command in a process group of its own, and ends it with everything that it started. */
import type { ChildProcess } from "node:child_process";

/** How a command ended. */
export interface Ended {
  readonly output: string;
  /** The end of what it said on its error stream. */
  readonly complaint: string;
  /** Its exit code; null where a signal ended it. */
  readonly code: number | null;
}

export interface Started {
  readonly argv: readonly string[];
  /** The folder it starts in. */
  readonly folder: string;
  readonly input: string;
  /** Called for each piece of output with all characters so far. */
  readonly onOutput: (characters: number) => void;
}

/** After a polite signal a command has this long before it is killed. */
const graceMs = 2_000;

/** Characters of the error stream that are kept. */
const longestComplaint = 4_000;

/** Commands that are running; when this process exits, they must not stay behind. */
const running = new Set<ChildProcess>();

/**
 * Runs a command without a shell, its input on stdin. When the signal fires, its group is asked to end and, after
 * two seconds, killed; the promise settles when the command itself is gone.
 * @throws the error of `spawn` where there is no such command
 */
export async function run(started: Started, signal: AbortSignal): Promise<Ended> {
  const { spawn } = await import("node:child_process");
  const { argv, folder, input, onOutput } = started;
  const [command = "", ...rest] = argv;
  const child = spawn(command, rest, {
    cwd: folder,
    detached: hasGroups(),
    stdio: "pipe",
    windowsHide: true,
  });
  const output: string[] = [];
  let characters = 0;
  let complaint = "";
  child.stdout.setEncoding("utf8").on("data", (piece: string) => {
    characters += piece.length;
    output.push(piece);
    onOutput(characters);
  });
  child.stderr.setEncoding("utf8").on("data", (piece: string) => {
    complaint = (complaint + piece).slice(-longestComplaint);
  });
  // A command may answer without having read everything; that is its own business.
  child.stdin.on("error", () => undefined).end(input);
  const code = await untilGone(child, signal);
  return { output: output.join(""), complaint, code };
}

async function untilGone(child: ChildProcess, signal: AbortSignal): Promise<number | null> {
  let kill: NodeJS.Timeout | undefined;
  const end = (): void => {
    endGroup(child, "SIGTERM");
    kill = setTimeout(() => endGroup(child, "SIGKILL"), graceMs);
    // Something it started may hold its output open for ever; from here on nobody reads it.
    child.once("exit", () => child.stdout?.destroy());
    child.once("exit", () => child.stderr?.destroy());
  };
  if (running.size === 0) process.on("exit", endAll);
  running.add(child);
  if (signal.aborted) end();
  else signal.addEventListener("abort", end, { once: true });
  try {
    return await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
  } finally {
    clearTimeout(kill);
    signal.removeEventListener("abort", end);
    if (signal.aborted) endGroup(child, "SIGKILL");
    running.delete(child);
    if (running.size === 0) process.off("exit", endAll);
  }
}

function endAll(): void {
  for (const child of running) endGroup(child, "SIGKILL");
}

/** Windows has no process groups; there the command alone is ended. */
function hasGroups(): boolean {
  return process.platform !== "win32";
}

/** A group lives as long as anything in it does, so its id belongs to nobody else meanwhile. */
function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (hasGroups()) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // it is gone already
  }
}
