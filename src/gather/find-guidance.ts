/** Finds what a repository says to those who work on it: the notes for agents that lie at its root. */
import { resolve } from "node:path";
import type { Source } from "../model/source.js";
import { decode } from "./decode.js";
import { type Disk, realDisk } from "./disk.js";
import { findInputs, rootOf } from "./inputs.js";
import { type Place, folderOf, inside, isWithin, sharedFolder, showBytes, wayTo } from "./place.js";

const names = ["AGENTS.md", "CLAUDE.md"];

/** Bytes that are read of one file; prompts take far less. */
const mostBytes = 64 * 1024;

/**
 * The notes of the folder that holds all that is reviewed, or of the nearest one above it up to the root that paths
 * are shown relative to. Two files that say the same are one. Links are not followed, as they may lead anywhere.
 * @returns none where a path names nothing: gathering will say so
 */
export async function findGuidance(
  { cwd, paths }: { readonly cwd: string; readonly paths: readonly string[] },
  disk: Disk = realDisk,
): Promise<readonly Source[]> {
  const inputs = await findInputs(disk, cwd, paths).catch(() => []);
  if (inputs.length === 0) return [];
  const root = rootOf(inputs, resolve(cwd));
  const holders = inputs.map(({ kind, shown }) => (kind === "folder" ? shown : folderOf(shown)));
  for (let folder = sharedFolder(holders); isWithin(root, folder); folder = folderOf(folder)) {
    const notes = await readNotes(disk, folder, root);
    if (notes.length > 0 || folder === root) return notes;
  }
  return [];
}

async function readNotes(disk: Disk, folder: Place, root: Place): Promise<readonly Source[]> {
  const notes: Source[] = [];
  for (const name of names) {
    const place = inside(folder, name);
    const bytes = await disk.read(place, mostBytes).catch(() => null); // not there, a link, or not ours to read
    const decoded = bytes && decode(bytes);
    if (!decoded || "binary" in decoded || decoded.text.trim() === "") continue;
    if (notes.some(({ text }) => text === decoded.text)) continue;
    notes.push({ path: showBytes(wayTo(root, place)), language: "text", text: decoded.text, isTest: false });
  }
  return notes;
}
