/** The processes that a command started, also those that left its group, as far as /proc shows them. */
import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { markName } from "./environment.js";

interface Seen {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** Clock ticks from the start of the machine to its own; with the pid it names a process for ever. */
  readonly started: number;
  /** It has ended, and its parent has not asked about it yet. */
  readonly isDead: boolean;
}

/** What a leader and its mark lead to: its group and session, their children, and whoever carries the mark. */
export class Family {
  readonly #known = new Map<number, number>();
  readonly #began: number;

  /** @param leader pid of a running child, which leads a group and a session of its own */
  constructor(
    private readonly leader: number,
    private readonly mark: string,
  ) {
    this.#began = readProcess(leader)?.started ?? Number.POSITIVE_INFINITY;
  }

  /** Pids of those that live; empty where there is no /proc. */
  members(): readonly number[] {
    const young = readProcesses().filter(({ started, isDead }) => !isDead && started >= this.#began);
    const found = new Map<number, number>();
    for (const one of young) if (this.#belongs(one)) found.set(one.pid, one.started);
    for (let size = -1; size !== found.size;) {
      size = found.size;
      for (const { pid, parent, started } of young) if (found.has(parent)) found.set(pid, started);
    }
    for (const [pid, started] of found) this.#known.set(pid, started);
    return [...found.keys()];
  }

  /** Sends a signal to the group and to every member outside of it; Windows can only end the whole tree. */
  signal(name: NodeJS.Signals): void {
    if (process.platform === "win32") {
      const kill = spawn("taskkill", ["/pid", String(this.leader), "/T", "/F"], { stdio: "ignore" });
      kill.on("error", () => undefined); // then there is no way to end it but its own
      return;
    }
    for (const pid of [-this.leader, ...this.members()]) {
      try {
        process.kill(pid, name);
      } catch {
        // it is gone already
      }
    }
  }

  #belongs({ pid, group, session, started }: Seen): boolean {
    if (group === this.leader || session === this.leader || this.#known.get(pid) === started) return true;
    return carries(pid, this.mark);
  }
}

/** Bytes of memory that the processes hold, as `VmRSS` in proc_pid_status(5) tells it in kB. */
export function memoryOf(pids: readonly number[]): number {
  const held = pids.map((pid) => Number(/^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0));
  return held.reduce((sum, kilobytes) => sum + kilobytes * 1024, 0);
}

function carries(pid: number, mark: string): boolean {
  return read(`/proc/${pid}/environ`).split("\0").includes(`${markName}=${mark}`);
}

function readProcesses(): readonly Seen[] {
  const pids = list("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => readProcess(Number(pid)) ?? []);
}

/** Fields of proc_pid_stat(5); the name, which may hold anything, stands in parentheses before them. */
function readProcess(pid: number): Seen | undefined {
  const text = read(`/proc/${pid}/stat`);
  const [state = "", ...fields] = text.slice(text.lastIndexOf(")") + 2).split(" ");
  if (state === "") return undefined;
  const [parent = 0, group = 0, session = 0] = fields.map(Number);
  return { pid, parent, group, session, started: Number(fields[18]), isDead: /^[ZXx]$/.test(state) };
}

/** What is gone, hidden or another user's reads as nothing. */
function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // there is no /proc on this system
  }
}
