/** A world for running commands inside the test: collecting streams, a temporary folder, no terminal unless asked. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Writable } from "node:stream";
import { main } from "../../src/cli/main.js";
import type { World } from "../../src/cli/world.js";

export type Files = Readonly<Record<string, string>>;

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Keeps what is written to it. */
export class Collected extends Writable {
  text = "";

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString("utf8");
    done();
  }
}

/** Runs a command line as `bin/session-review.js` would. */
export async function run(args: readonly string[], world: Pick<World, "cwd"> & Partial<World>): Promise<Ran> {
  const stdout = new Collected();
  const stderr = new Collected();
  const code = await main(args, {
    env: {},
    stdout,
    stderr,
    isTerminal: { stdout: false, stderr: false },
    columns: 80,
    interrupt: new AbortController().signal,
    ...world,
  });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** A temporary folder with these files; gone when the work is done. A path that ends in "/" is an empty folder. */
export async function inFolder<T>(files: Files, work: (cwd: string) => Promise<T>): Promise<T> {
  const cwd = await mkdtemp(join(tmpdir(), "session-review-cli-"));
  try {
    await writeFiles(cwd, files);
    return await work(cwd);
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

export async function writeFiles(cwd: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const target = join(cwd, path);
    await mkdir(path.endsWith("/") ? target : dirname(target), { recursive: true });
    if (!path.endsWith("/")) await writeFile(target, text);
  }
}

/** Paths of all files below a folder, sorted. */
export async function filesIn(cwd: string): Promise<readonly string[]> {
  const entries = await readdir(cwd, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(cwd.length + 1)).sort();
}
