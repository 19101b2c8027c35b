/** Reads what `git diff --raw -z -M` answers. */
import type { changeStatuses } from "../../model/change.js";

/** One file that differs; paths are one character a byte, relative to the work tree's topmost folder. */
export interface RawEntry {
  readonly status: (typeof changeStatuses)[number];
  readonly path: string;
  /** Its path before; null for a new file. */
  readonly before: string | null;
  /** Hash of its bytes before; null where it was none or no file. */
  readonly blobBefore: string | null;
  /** Hash of its bytes after; null where git has not stored them. */
  readonly blobAfter: string | null;
}

/** `:100644 100755 5716ca5 7e3e1b2 R087`, one record of the format in git's manual (diff-format). */
const record = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([ACDMRTU])\d*$/;

const statuses: Readonly<Record<string, RawEntry["status"]>> = {
  A: "added",
  C: "copied",
  D: "deleted",
  M: "modified",
  R: "renamed",
  T: "modified",
  U: "modified",
};

/** What differs. Submodules and links are never reviewed: they have no bytes here, and are told all the same. */
export function readRawDiff(stdout: Buffer): readonly RawEntry[] {
  const fields = stdout.toString("latin1").split("\0");
  const entries: RawEntry[] = [];
  for (let i = 0; i < fields.length;) {
    const match = record.exec(fields[i] ?? "");
    if (!match) break;
    const [, modeBefore = "", modeAfter = "", before = "", after = "", letter = ""] = match;
    const isPair = letter === "R" || letter === "C";
    const [first = "", second = ""] = [fields[i + 1], fields[i + 2]];
    i += isPair ? 3 : 2;
    const entry: RawEntry = {
      status: statuses[letter] ?? "modified",
      path: isPair ? second : first,
      before: letter === "A" ? null : first,
      blobBefore: isFile(modeBefore) ? stored(before) : null,
      blobAfter: isFile(modeAfter) ? stored(after) : null,
    };
    // Of a file that is being merged git says only that it is; where it has a version, a record of that follows.
    if (letter !== "U") entries.push(asItLies(entry, isFile(modeBefore), isFile(modeAfter)));
    else if (isFile(modeBefore)) entries.push(entry);
  }
  return entries;
}

/** A link that became a file is a new file, and the other way round. */
function asItLies(entry: RawEntry, wasFile: boolean, isFileNow: boolean): RawEntry {
  if (wasFile === isFileNow) return entry;
  return wasFile ? { ...entry, status: "deleted" } : { ...entry, status: "added", before: null };
}

function isFile(mode: string): boolean {
  return mode.startsWith("100");
}

function stored(hash: string): string | null {
  return /^0+$/.test(hash) ? null : hash;
}
