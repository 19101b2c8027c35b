/** Fills a room with a copy of a folder and runs command lines in it. */
import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { toPlace } from "../gather/place.js";
import { copyFolder } from "./copy-folder.js";
import { environmentFor } from "./environment.js";
import type { Limits } from "./limits.js";
import type { Room } from "./room.js";
import { type Ran, runCommand } from "./run-command.js";

export interface Trial {
  readonly folder: string;
  readonly limits: Limits;
  /** Where commands are found and how they speak; no key of it is passed on. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** A room with a copy in it. */
export interface Furnished {
  readonly room: Room;
  /** The folder itself, without links. */
  readonly real: string;
  /** What the copy lacks. */
  readonly missing: readonly string[];
}

/** @throws TooLarge, the error of the disk, or the reason of the signal */
export async function furnish(room: Room, { folder, limits, signal }: Trial): Promise<Furnished> {
  const real = await realpath(folder);
  const request = {
    from: toPlace(real),
    alsoCalled: [toPlace(resolve(folder))],
    to: toPlace(room.project),
    except: toPlace(room.folder),
  };
  const { missing } = await copyFolder(request, limits, signal);
  return { room, real, missing };
}

/** Runs the command line in the copy. @throws the error of `spawn` where there is no shell */
export function runIn(
  { room, real }: Furnished,
  command: string,
  { env, limits, signal }: Trial,
): Promise<Ran> {
  return runCommand(
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
}
