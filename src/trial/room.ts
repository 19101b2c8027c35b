/** A temporary folder for one trial, and a guard that clears it away even when this process is killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { problemOf } from "../lib/problem.js";
import { markName } from "./environment.js";

export interface Room {
  readonly folder: string;
  /** The copy; called like the original, as some tools go by that name. */
  readonly project: string;
  readonly home: string;
  readonly temporary: string;
  readonly mark: string;
  /** Tells the guard which process group to end should this process die. */
  watchOver(group: number): void;
  /** Removes the folder with everything in it. @returns why something is left, or null */
  clear(): Promise<string | null>;
}

export async function openRoom(original: string): Promise<Room> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "session-review-run-")));
  const mark = randomUUID();
  const guard = startGuard(folder, mark);
  const [home, temporary] = [join(folder, "home"), join(folder, "tmp")];
  await mkdir(home);
  await mkdir(temporary);
  return {
    folder,
    project: join(folder, "copy", basename(original) || "project"),
    home,
    temporary,
    mark,
    watchOver: (group) => void guard?.stdin?.write(`${group}\n`),
    clear: async () => {
      const problem = await remove(folder).then(() => null, problemOf);
      guard?.kill("SIGKILL");
      return problem;
    },
  };
}

/**
 * Reads the number of a process group and then waits for the end of its input, which comes when the process at the
 * other end is gone, however it ended. `$1` is the folder, `$2` the mark of the trial's processes.
 */
const vigil = `
while read -r line; do group=$line; done
[ -n "$group" ] && kill -s KILL -- "-$group"
for file in $(grep -lsaF "${markName}=$2" /proc/[0-9]*/environ); do
  file=\${file#/proc/}; kill -s KILL "\${file%/environ}"
done
rm -rf -- "$1" || { chmod -R u+rwx -- "$1"; rm -rf -- "$1"; }
`;

function startGuard(folder: string, mark: string): ChildProcess | undefined {
  if (process.platform === "win32") return undefined;
  const guard = spawn("/bin/sh", ["-c", vigil, "sh", folder, mark], {
    cwd: "/",
    env: { PATH: process.env["PATH"] },
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.on("error", () => undefined); // without a shell the command will not start either
  guard.stdin.on("error", () => undefined);
  guard.unref();
  return guard;
}

/** A command may have taken its own rights to folders away. */
async function remove(folder: string): Promise<void> {
  const options = { recursive: true, force: true, maxRetries: 3 } as const;
  await rm(folder, options).catch(async () => {
    await openUp(folder);
    await rm(folder, options);
  });
}

async function openUp(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await openUp(join(folder, entry.name));
  }
}
