/** Finds a project's baseline; in the review of a change as the commit has it that the change began at. */
import { resolve } from "node:path";
import { readAt, stateBefore } from "../gather/before-change.js";
import { decode } from "../gather/decode.js";
import { isAbsence, realDisk, reasonOf } from "../gather/disk.js";
import { isWithin, toLossyText, toPlace } from "../gather/place.js";
import type { Accepted } from "../model/baseline.js";
import { UserError } from "../model/errors.js";
import { readBaseline } from "./file.js";

/** It lies beside the configuration and the project's own reviewers. */
export const usualFile = ".session-review/baseline.yml";

export interface FoundBaseline {
  readonly file: string;
  /** False where there is no such file; then there are no entries either. */
  readonly isThere: boolean;
  readonly entries: readonly Accepted[];
  /** Entries of the change under review that the commit before it does not have. */
  readonly proposed: readonly Accepted[];
  /** What does not count, and why, a sentence each. */
  readonly remarks: readonly string[];
}

/** Ten thousand entries and more. */
const mostBytes = 8 * 1024 * 1024;

/**
 * @param ref in the review of a change, a name of the commit before it; its work tree then has no say
 * @throws UserError broken-baseline, baseline-unreadable
 */
export async function findBaseline(cwd: string, file = usualFile, ref?: string): Promise<FoundBaseline> {
  const lying = await lyingAt(cwd, file);
  return ref === undefined ? asItLies(file, lying) : committed(cwd, { name: file, ref, lying });
}

function asItLies(file: string, text: string | null): FoundBaseline {
  const entries = text === null ? [] : readBaseline(text, file);
  return { file, isThere: text !== null, entries, proposed: [], remarks: [] };
}

interface Lying {
  readonly name: string;
  readonly ref: string;
  readonly lying: string | null;
}

/** A change that accepts its own findings would review itself. */
async function committed(cwd: string, { name, ref, lying }: Lying): Promise<FoundBaseline> {
  const folder = await realDisk.resolve(toPlace(resolve(cwd))).then(
    ({ place }) => place,
    () => toPlace(resolve(cwd)),
  );
  const before = await stateBefore(folder, realDisk, ref);
  const place = toPlace(resolve(toLossyText(folder), name));
  // What lies outside of the repository, or where there is none, is no part of the change.
  if (before === "none" || (before !== "unknown" && !isWithin(before.top, place)))
    return asItLies(name, lying);
  const bytes = before === "unknown" ? null : await readAt(before, place, mostBytes);
  const entries = bytes === null ? [] : readBaseline(textIn(bytes, name), `${name} (before the change)`);
  const proposed = addedTo(entries, lying, name);
  const unknown =
    before === "unknown" && lying !== null
      ? [`${name} is not used: git does not have the commit that the change began at`]
      : [];
  return { file: name, isThere: bytes !== null, entries, proposed, remarks: unknown };
}

/** Only told, so a broken file of the change stops nothing. */
function addedTo(entries: readonly Accepted[], lying: string | null, name: string): readonly Accepted[] {
  if (lying === null) return [];
  const known = new Set(entries.map((entry) => JSON.stringify(entry)));
  try {
    return readBaseline(lying, name).filter((entry) => !known.has(JSON.stringify(entry)));
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

async function lyingAt(cwd: string, file: string): Promise<string | null> {
  try {
    return textIn(await realDisk.read(toPlace(resolve(cwd, file)), mostBytes + 1), file);
  } catch (error) {
    if (isAbsence(error)) return null;
    if (error instanceof UserError) throw error;
    throw new UserError("baseline-unreadable", { file, problem: reasonOf(error) }, { cause: error });
  }
}

function textIn(bytes: Buffer, file: string): string {
  const unreadable = (problem: string): UserError => new UserError("baseline-unreadable", { file, problem });
  if (bytes.length > mostBytes) throw unreadable("it is larger than 8 MB");
  const decoded = decode(bytes);
  if ("binary" in decoded) throw unreadable(`it is not text: ${decoded.binary}`);
  return decoded.text.replaceAll("\r\n", "\n");
}
