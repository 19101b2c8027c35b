/** The built program, run as users run it: in a process of its own. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Review, reviewSchema } from "../../src/model/review.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

export const bin = join(root, "bin/session-review.js");

/** Compiles src into dist when dist is missing or older. */
export async function build(): Promise<void> {
  const built = await stat(join(root, "dist/cli/main.js")).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0, // not built yet
  );
  if ((await newest(join(root, "src"))) <= built) return;
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the build failed:\n${stdout}`);
}

/** Milliseconds of the last change below a folder. */
async function newest(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const times = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).mtimeMs);
  return Math.max(0, ...(await Promise.all(times)));
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Start {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node itself, before the program. */
  readonly node?: readonly string[];
}

/** The environment without what a test runner or a CI machine sets about colours. */
export function plainEnv(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { PATH = "", HOME = "" } = process.env;
  return { PATH, HOME, ...more };
}

export function start(args: readonly string[], { cwd, env, node = [] }: Start): ChildProcess {
  return spawn(process.execPath, [...node, bin, ...args], {
    cwd,
    env: plainEnv(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
}

export async function runBin(args: readonly string[], options: Start): Promise<Ended> {
  return ended(start(args, options));
}

/** Runs a line of shell in which "$BIN" starts the program. */
export async function runShell(line: string, { cwd, env }: Start): Promise<Ended> {
  const child = spawn("bash", ["-c", line], {
    cwd,
    env: plainEnv({ ...env, NODE: process.execPath, BIN: bin }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  return ended(child);
}

export async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code, signal) => done({ code, signal, stdout, stderr }));
  });
}

/** Resolves when the program's stderr holds the text; rejects when it ends without. */
export async function said(child: ChildProcess, text: string): Promise<void> {
  let heard = "";
  await new Promise<void>((done, fail) => {
    child.stderr?.on("data", (chunk: Buffer | string) => {
      heard += chunk.toString();
      if (heard.includes(text)) done();
    });
    child.once("close", () => fail(new Error(`it ended without saying "${text}":\n${heard}`)));
  });
}

/** The report that a run was told to write with `-f json=out.json`. */
export async function readReview(cwd: string, { stderr }: Ended): Promise<Review> {
  const text = await readFile(join(cwd, "out.json"), "utf8").catch(() => {
    throw new Error(`no report: ${stderr}`);
  });
  return reviewSchema.parse(JSON.parse(text));
}
