/** Runs a command on a copy of a folder, within limits, and says what its tests did. */
import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { toPlace } from "../gather/place.js";
import { problemOf } from "../lib/problem.js";
import type { TestRun } from "../model/test-run.js";
import { TooLarge, copyFolder } from "./copy-folder.js";
import { environmentFor } from "./environment.js";
import { listResultFiles, readWritten } from "./find-results.js";
import { type Limits, usualLimits } from "./limits.js";
import { concludeRun, notStarted, withNote } from "./outcome.js";
import { type Room, openRoom } from "./room.js";
import { type Ran, runCommand } from "./run-command.js";

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

function failedToStart({ command, options }: Trial, error: unknown): TestRun {
  if (options.signal.aborted) return notStarted(command, "interrupted", "the folder was not copied whole");
  return notStarted(command, "could not start", reasonFor(error));
}

interface Trial {
  readonly command: string;
  readonly folder: string;
  readonly options: TrialOptions;
}

async function tryIn(room: Room, { command, folder, options }: Trial): Promise<TestRun> {
  const { env, signal } = options;
  const limits = { ...usualLimits, ...options.limits };
  const real = await realpath(folder);
  const request = {
    from: toPlace(real),
    alsoCalled: [toPlace(folder)],
    to: toPlace(room.project),
    except: toPlace(room.folder),
  };
  const { missing } = await copyFolder(request, limits, signal);
  const before = await listResultFiles(room.project);
  const ran = await runCommand(
    {
      command,
      folder: room.project,
      env: environmentFor({ original: real, ...room }, env, existsSync),
      mark: room.mark,
      limits,
      onStart: (group) => room.watchOver(group),
    },
    signal,
  );
  const written = await writtenBy(ran, room, before);
  return concludeRun({ command, ran, limits, missing, written, places: room });
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
