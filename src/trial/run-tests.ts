/** Runs a command on a copy of a folder, within limits, and says what its tests did. */
import { resolve } from "node:path";
import { problemOf } from "../lib/problem.js";
import type { TestRun } from "../model/test-run.js";
import { TooLarge } from "./copy-folder.js";
import { listResultFiles, readWritten } from "./find-results.js";
import { furnish, runIn } from "./in-room.js";
import { type Limits, usualLimits } from "./limits.js";
import { concludeRun, notStarted, withNote } from "./outcome.js";
import { type Room, openRoom } from "./room.js";
import type { Ran } from "./run-command.js";

export interface TrialOptions {
  /** Those that differ from the usual ones. */
  readonly limits?: Partial<Limits>;
  /** Where the command is found and how it speaks; no key of it is passed on. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/**
 * Copies the folder, dependencies included, to a temporary one, runs the command line there with the system's shell, and
 * reads the results from files that it wrote (JUnit's XML) or from its output. Whatever happens is in the answer, and
 * the copy is removed. The copy keeps mishaps from the original; it is no wall against a command that names the original
 * or anything else of the machine in full.
 */
export async function runTests(command: string, folder: string, options: TrialOptions): Promise<TestRun> {
  const { signal } = options;
  if (signal.aborted) return notStarted(command, "interrupted", "it was not begun");
  const trial = { command, folder: resolve(folder), options };
  try {
    const room = await openRoom(trial.folder);
    const run = await tryIn(room, trial).catch((error: unknown) => failedToStart(trial, error));
    const problem = await room.clear();
    return problem === null
      ? run
      : withNote(run, `the copy in ${room.folder} could not be removed: ${problem}`);
  } catch (error) {
    return failedToStart(trial, error);
  }
}

function failedToStart({ command, options }: Asked, error: unknown): TestRun {
  if (options.signal.aborted) return notStarted(command, "interrupted", "the folder was not copied whole");
  return notStarted(command, "could not start", reasonFor(error));
}

interface Asked {
  readonly command: string;
  readonly folder: string;
  readonly options: TrialOptions;
}

async function tryIn(room: Room, { command, folder, options }: Asked): Promise<TestRun> {
  const { env, signal } = options;
  const limits = { ...usualLimits, ...options.limits };
  const trial = { folder, limits, env, signal };
  const furnished = await furnish(room, trial);
  const before = await listResultFiles(room.project);
  const ran = await runIn(furnished, command, trial);
  const written = await writtenBy(ran, room, before);
  return concludeRun({ command, ran, limits, missing: furnished.missing, written, places: room });
}

/** What a command left that was ended halfway says nothing about the rest of its tests. */
async function writtenBy(
  { ending }: Ran,
  { project }: Room,
  before: Awaited<ReturnType<typeof listResultFiles>>,
): ReturnType<typeof readWritten> {
  return ending === null ? readWritten(project, before) : { counts: null, broken: [] };
}

function reasonFor(error: unknown): string {
  if (error instanceof TooLarge) return `the folder cannot be copied: ${error.message}`;
  return `the folder cannot be copied: ${problemOf(error)}`;
}
