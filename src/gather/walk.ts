/** Lists a folder without git: nested .gitignore files hold, and links are never followed. */
import { reasonOf } from "./disk.js";
import { IgnoreFiles } from "./ignore-rules.js";
import type { Ground, LeaveOut } from "./leave-out.js";
import type { Ignored } from "./list-with-git.js";
import { inside, type Place } from "./place.js";
import type { Skip } from "./skip-by-name.js";

export interface Walked {
  readonly files: Place[];
  readonly leftOut: { readonly folder: Place; readonly skip: Skip }[];
  readonly unreadable: { readonly place: Place; readonly reason: string }[];
  /** What .gitignore files name; whole folders as one. */
  readonly ignored: Ignored[];
}

/** Sorts what a folder holds into the result; returns the folders to enter next. */
async function enter(
  folder: Place,
  leaveOut: LeaveOut,
  found: Walked,
  gitignore: IgnoreFiles,
): Promise<Place[]> {
  const { disk } = leaveOut.ground;
  const next: Place[] = [];
  for (const name of await disk.list(folder)) {
    if (name === ".git") continue;
    const place = inside(folder, name);
    const thing = await disk.look(place).catch(() => undefined);
    const isFolder = thing?.kind === "folder";
    if ((await gitignore.match(place, isFolder)) !== undefined) found.ignored.push({ place, isFolder });
    else if (!isFolder) found.files.push(place);
    else {
      const verdict = await leaveOut.folder(place);
      if (verdict === "entered") next.push(place);
      else if (verdict !== "gone") found.leftOut.push(verdict);
    }
  }
  return next;
}

/** Everything below the ground's folder. A folder that cannot be read is noted and the walk goes on. */
export async function walk(ground: Ground, leaveOut: LeaveOut, signal?: AbortSignal): Promise<Walked> {
  const found: Walked = { files: [], leftOut: [], unreadable: [], ignored: [] };
  const gitignore = new IgnoreFiles(".gitignore", ground.top, ground.disk);
  const waiting = [ground.folder];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    signal?.throwIfAborted();
    try {
      waiting.push(...(await enter(folder, leaveOut, found, gitignore)));
    } catch (error) {
      found.unreadable.push({ place: folder, reason: reasonOf(error) });
    }
  }
  return found;
}
