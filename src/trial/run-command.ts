/** Runs a command line in a process group of its own, within limits, and ends everything that it started. */
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import type { TestRun } from "../model/test-run.js";
import { Family, memoryOf } from "./family.js";
import type { Limits } from "./limits.js";
import { Output } from "./output.js";

export interface CommandLine {
  readonly command: string;
  /** The folder it starts in. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** A value in the environment by which its processes are known. */
  readonly mark: string;
  readonly limits: Limits;
  /** Called with the number of its process group. */
  readonly onStart: (group: number) => void;
}

/** Why a command was ended before it was done. */
export type Ending = Extract<
  TestRun["outcome"],
  "timed out" | "out of memory" | "too much output" | "too many processes" | "interrupted"
>;

export interface Ran {
  /** Null where the command ended by itself. */
  readonly ending: Ending | null;
  readonly exitCode: number | null;
  /** The signal that ended it, were it ours or not. */
  readonly endedBy: NodeJS.Signals | null;
  readonly output: Output;
}

/** After a polite signal a command has this long before it is killed. */
const graceMs = 2_000;

/** Memory and processes are looked at this often. */
const lookEveryMs = 200;

/** How long output may still come after everything was ended; only what escaped can hold the pipes open longer. */
const drainMs = 1_000;

/**
 * Runs the command with the system's shell and nothing on its stdin. What it started is ended with it.
 * @throws the error of `spawn` where there is no shell or no such folder
 */
export async function runCommand(line: CommandLine, signal: AbortSignal): Promise<Ran> {
  const output = new Output(line.limits.output);
  const child = start(line);
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const exited = exitOf(child);
  const { pid } = child;
  if (pid === undefined) return exited.then(() => Promise.reject(new Error("it did not start")));
  line.onStart(pid);
  beModest(pid);
  const watch = new Watch(new Family(pid, line.mark), line.limits);
  child.stdout?.on("data", (piece: Buffer) => watch.listen(() => output.addStdout(piece)));
  child.stderr?.on("data", (piece: Buffer) => watch.listen(() => output.addStderr(piece)));
  const interrupt = (): void => watch.end("interrupted");
  signal.addEventListener("abort", interrupt, { once: true });
  if (signal.aborted) interrupt();
  try {
    const [exitCode, endedBy] = await exited;
    await watch.finish();
    await Promise.race([closed, wait(drainMs)]);
    return { ending: watch.ending, exitCode, endedBy, output };
  } finally {
    signal.removeEventListener("abort", interrupt);
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

function start({ command, folder, env }: CommandLine): ChildProcess {
  const options = { cwd: folder, env: { ...env }, windowsHide: true } as const;
  const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
  return process.platform === "win32"
    ? spawn(command, { ...options, stdio, shell: true })
    : spawn("/bin/sh", ["-c", command], { ...options, stdio, detached: true });
}

function exitOf(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve([code, signal]));
  });
}

/** The watcher must get its turn, and where memory runs out the system should take the command first. */
function beModest(pid: number): void {
  try {
    setPriority(pid, 5);
    writeFileSync(`/proc/${pid}/oom_score_adj`, "1000");
  } catch {
    // it is a courtesy, and this system or this short command cannot take it
  }
}

/** Ends the command when it takes more than it may. */
class Watch {
  ending: Ending | null = null;
  readonly #look: NodeJS.Timeout;
  readonly #limit: NodeJS.Timeout;
  #kill: NodeJS.Timeout | undefined;

  constructor(
    private readonly family: Family,
    private readonly limits: Limits,
  ) {
    this.#look = setInterval(() => this.#lookAtFamily(), lookEveryMs);
    this.#limit = setTimeout(() => this.end("timed out"), limits.milliseconds);
  }

  /** @param hear takes output in; false when there is too much of it */
  listen(hear: () => boolean): void {
    if (!hear()) this.end("too much output");
  }

  /** Asks everything to end, and kills it a little later; the first reason counts. */
  end(ending: Ending): void {
    if (this.ending !== null) return;
    this.ending = ending;
    // What takes too much goes on taking while it tidies up.
    const isPolite = ending === "timed out" || ending === "interrupted";
    this.family.signal(isPolite ? "SIGTERM" : "SIGKILL");
    this.#kill = setTimeout(() => this.family.signal("SIGKILL"), graceMs);
  }

  /** Kills what outlived the command, until nothing is left or nothing helps. */
  async finish(): Promise<void> {
    clearInterval(this.#look);
    clearTimeout(this.#limit);
    clearTimeout(this.#kill);
    for (let round = 0; round < 20; round++) {
      this.family.signal("SIGKILL");
      if (this.family.members().length === 0) return;
      await wait(25);
    }
  }

  #lookAtFamily(): void {
    const members = this.family.members();
    if (members.length > this.limits.processes) this.end("too many processes");
    else if (memoryOf(members) > this.limits.memory) this.end("out of memory");
  }
}
