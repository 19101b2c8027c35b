/** Writes results so that a reader gets all of them or a reason, never half in silence. */
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Writable } from "node:stream";
import { problemOf } from "../lib/problem.js";
import { disarm, visibleCode } from "../lib/visible.js";
import { UserError } from "../model/errors.js";
import type { LineTaker } from "./world.js";

/** Text that may hold names or lines of reviewed files: it can neither move a cursor nor command a CI runner. */
export function forTerminal(text: string): string {
  return disarm(visibleCode(text));
}

/**
 * The same stream for lines that a CI runner must not obey, whatever name or message is in them. Whoever writes to it need
 * not remember: each write begins a line.
 */
export function unheeded(stream: LineTaker): LineTaker {
  return { write: (text) => stream.write(disarm(text)) };
}

/**
 * Writes a text and waits until the system has taken it.
 * @throws UserError cannot-write, unless the reader closed the pipe, which is its right
 */
export async function writeStream(stream: Writable, text: string): Promise<void> {
  await new Promise<void>((done, fail) => {
    stream.write(text, (error?: NodeJS.ErrnoException | null) => {
      if (!error || error.code === "EPIPE") done();
      else
        fail(
          new UserError(
            "cannot-write",
            { file: "to standard output", problem: problemOf(error) },
            { cause: error },
          ),
        );
    });
  });
}

/**
 * Writes a file whole or not at all: beside its place first, then renamed into it.
 * @throws UserError cannot-write
 */
export async function writeWhole(path: string, cwd: string, text: string): Promise<void> {
  const target = resolve(cwd, path);
  const beside = `${target}.${process.pid}.partial`;
  try {
    await mkdir(dirname(target), { recursive: true });
    const kind = await kindOf(target);
    if (kind === "folder") throw Object.assign(new Error("it is a folder"), { code: "EISDIR" });
    if (kind === "device") {
      await writeFile(target, text);
      return;
    }
    await writeFile(beside, text);
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined); // the first error is the one to tell
    throw new UserError("cannot-write", { file: path, problem: problemOf(error) }, { cause: error });
  }
}

/** `/dev/stderr` and pipes cannot be renamed over. */
async function kindOf(path: string): Promise<"file" | "folder" | "device"> {
  const found = await stat(path).catch(() => null); // a file that is not there yet is an ordinary one
  if (found === null || found.isFile()) return "file";
  return found.isDirectory() ? "folder" : "device";
}
