/** Finds what a repository says to those who work on it: the notes for agents that lie at its root. */
import { resolve } from "node:path";
import type { Source } from "../model/source.js";
import { type Before, stateBefore, readAt } from "./before-change.js";
import { decode } from "./decode.js";
import { type Disk, realDisk } from "./disk.js";
import { findInputs, rootOf } from "./inputs.js";
import { type Place, folderOf, inside, isWithin, sharedFolder, showBytes, wayTo } from "./place.js";

const names = ["AGENTS.md", "CLAUDE.md"];

/** Bytes that are read of one file; prompts take far less. */
const mostBytes = 64 * 1024;

interface Where {
  readonly cwd: string;
  readonly paths: readonly string[];
  /** A commit to read them from, instead of the one the work tree's branch began at. */
  readonly ref?: string;
}

export interface FoundGuidance {
  readonly notes: readonly Source[];
  /** Where the work tree says otherwise than what was read, a sentence each. */
  readonly remarks: readonly string[];
}

const none: FoundGuidance = { notes: [], remarks: [] };

/**
 * The notes of the folder that holds all that is reviewed, or of the nearest one above it up to the root that paths
 * are shown relative to; in a repository as its base commit has them, since a change must not steer its own review. Two
 * files that say the same are one. Links are not followed, as they may lead anywhere.
 * @returns none where a path names nothing: gathering will say so
 */
export async function findGuidance(
  { cwd, paths, ref }: Where,
  disk: Disk = realDisk,
): Promise<FoundGuidance> {
  const inputs = await findInputs(disk, cwd, paths).catch(() => []);
  if (inputs.length === 0) return none;
  const root = rootOf(inputs, resolve(cwd));
  const holders = inputs.map(({ kind, shown }) => (kind === "folder" ? shown : folderOf(shown)));
  const remarks: string[] = [];
  for (let folder = sharedFolder(holders); isWithin(root, folder); folder = folderOf(folder)) {
    const real = await disk.resolve(folder).then(
      ({ place }) => place,
      () => folder,
    );
    const reader = new Reader(disk, root, await stateBefore(real, disk, ref));
    const notes = await reader.read(folder, real);
    remarks.push(...reader.remarks);
    if (notes.length > 0 || folder === root) return { notes, remarks };
  }
  return none;
}

class Reader {
  readonly remarks: string[] = [];

  constructor(
    private readonly disk: Disk,
    private readonly root: Place,
    private readonly before: Before,
  ) {}

  /** @param real the folder where git knows it, without links on the way */
  async read(folder: Place, real: Place): Promise<readonly Source[]> {
    const notes: Source[] = [];
    for (const name of names) {
      const path = showBytes(wayTo(this.root, inside(folder, name)));
      const text = await this.#textOf(inside(real, name), path);
      if (text === null || notes.some((note) => note.text === text)) continue;
      notes.push({ path, language: "text", text, isTest: false });
    }
    return notes;
  }

  async #textOf(place: Place, path: string): Promise<string | null> {
    // Not there, a link, or not ours to read.
    const lying = textIn(await this.disk.read(place, mostBytes).catch(() => null));
    if (this.before === "none") return lying;
    if (this.before === "unknown") {
      if (lying !== null)
        this.remarks.push(`${path} is not passed on: git cannot say what of it is committed`);
      return null;
    }
    const committed = textIn(await readAt(this.before, place, mostBytes));
    if (committed === null && lying !== null)
      this.remarks.push(`${path} is not passed on: ${this.before.name} does not have it`);
    else if (committed !== lying && committed !== null)
      this.remarks.push(
        `${path} is passed on as ${this.before.name} has it, not as it lies in the work tree`,
      );
    return committed;
  }
}

/** Line ends may differ between a commit and the work tree, and mean nothing. */
function textIn(bytes: Buffer | null): string | null {
  const decoded = bytes && decode(bytes);
  if (!decoded || "binary" in decoded || decoded.text.trim() === "") return null;
  return decoded.text.replaceAll("\r\n", "\n");
}
