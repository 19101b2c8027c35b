/** Real folders and real commands for the tests of this room; everything is removed after each test. */
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import type { TestRun } from "../../src/model/test-run.js";
import { type TrialOptions, runTests } from "../../src/trial/run-tests.js";

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export type Files = Readonly<Record<string, string>>;

/** A temporary folder with these files; a path that ends in "/" is an empty folder. */
export function project(files: Files = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "session-review-trial-")));
  made.push(folder);
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(path.endsWith("/") ? target : dirname(target), { recursive: true });
    if (!path.endsWith("/")) writeFileSync(target, text);
  }
  return folder;
}

export const never = new AbortController().signal;

/** Runs a command on the folder, with little patience. */
export function tryOut(
  command: string,
  folder: string,
  { limits, env = process.env, signal = never }: Partial<TrialOptions> = {},
): Promise<TestRun> {
  return runTests(command, folder, { limits: { milliseconds: 60_000, ...limits }, env, signal });
}

/** Folders that trials of this process or of others left in the temporary folder. */
export function rooms(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith("session-review-run-"));
}
