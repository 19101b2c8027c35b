/** Puts a baseline on the disk, whole or not at all. */
import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { problemOf } from "../lib/problem.js";
import type { Accepted } from "../model/baseline.js";
import { UserError } from "../model/errors.js";
import { writeBaseline } from "./file.js";

/** @throws UserError cannot-write */
export async function saveBaseline(cwd: string, file: string, entries: readonly Accepted[]): Promise<void> {
  const target = resolve(cwd, file);
  const beside = `${target}.${randomUUID()}.partial`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(beside, writeBaseline(entries));
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined); // the first error is the one to tell
    throw new UserError("cannot-write", { file, problem: problemOf(error) }, { cause: error });
  }
}
