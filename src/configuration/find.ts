/** Finds a project's configuration; in the check of a pull request as the commit has it that the change began at. */
import { resolve } from "node:path";
import { partingCommit, readAt, stateBefore } from "../gather/before-change.js";
import { decode } from "../gather/decode.js";
import { type Disk, isAbsence, realDisk, reasonOf } from "../gather/disk.js";
import { type Place, inside, toPlace } from "../gather/place.js";
import { UserError } from "../model/errors.js";

export interface ConfigurationText {
  /** As it is shown: `.session-review/config.yml`. */
  readonly path: string;
  readonly text: string;
  /** The commit it was read from, for people; null for the work tree. */
  readonly commit: string | null;
}

export interface FoundConfiguration {
  readonly found: ConfigurationText | null;
  /** Where the work tree says otherwise than what was read, or nobody can tell, a sentence each. */
  readonly remarks: readonly string[];
  /** In the check of a pull request a name for the commit the change began at; git may not have it. */
  readonly before?: string;
}

/** The branch or commit that a change under check is to go into. */
export interface Target {
  /** For people: `main`. */
  readonly name: string;
  /** Names git may know it by, the best first. */
  readonly refs: readonly string[];
}

/** Names no commit, so that nothing is read where the right one is not here. */
const parted = "refs/session-review/none";

/** It lies beside where the command runs, as a project's own reviewers do. */
const names = ["config.yml", "config.yaml", "config.json"].map((name) => `.session-review/${name}`);

/** More is no configuration. */
const mostBytes = 64 * 1024;

type Read = (path: string) => Promise<Buffer | null>;

/**
 * @param target set in the check of a pull request, whose own version of the file then has no say
 * @throws UserError configuration-unreadable, two-configurations
 */
export async function findConfiguration(
  cwd: string,
  target: Target | null,
  disk: Disk = realDisk,
): Promise<FoundConfiguration> {
  const folder = toPlace(resolve(cwd));
  const lying = await theOne((path) => lyingAt(inside(folder, path), path, disk));
  if (!target) return { found: lying, remarks: [] };
  const real = await disk.resolve(folder).then(
    ({ place }) => place,
    () => folder,
  );
  const common = await partingCommit(real, target.refs);
  const before = await stateBefore(real, disk, common);
  if (before === "none") return { found: lying, remarks: [] };
  if (before === "unknown" || common === undefined)
    return { ...withoutCommit(lying, target), before: parted };
  const commit = `the commit that HEAD and ${target.name} have in common`;
  const committed = await theOne((path) => readAt(before, inside(real, path), mostBytes));
  const found = committed && { ...committed, commit };
  return { found, remarks: differences(lying, found, commit), before: common };
}

/** The file in the change must not count, and the one before it cannot be read: going on would drop a gate unseen. */
function withoutCommit(lying: ConfigurationText | null, { name }: Target): FoundConfiguration {
  if (!lying) {
    const remark = `git does not have the commit that HEAD and ${name} have in common, so a configuration that ${name} may have is not used`;
    return { found: null, remarks: [remark] };
  }
  const problem = `a pull request is reviewed by the configuration of ${name}, and git does not have the commit they have in common`;
  throw new UserError("configuration-unreadable", { file: lying.path, problem });
}

function differences(
  lying: ConfigurationText | null,
  found: ConfigurationText | null,
  commit: string,
): readonly string[] {
  if (!found) return lying ? [`${lying.path} is not used: ${commit} does not have it`] : [];
  if (found.text === lying?.text) return [];
  return [`${found.path} is used as ${commit} has it, not as it lies in the work tree`];
}

async function theOne(read: Read): Promise<ConfigurationText | null> {
  const texts: ConfigurationText[] = [];
  for (const path of names) {
    const bytes = await read(path);
    if (bytes !== null) texts.push({ path, text: textIn(bytes, path), commit: null });
  }
  const [first, second] = texts;
  if (first && second) throw new UserError("two-configurations", { file: first.path, other: second.path });
  return first ?? null;
}

async function lyingAt(place: Place, file: string, disk: Disk): Promise<Buffer | null> {
  try {
    return await disk.read(place, mostBytes + 1);
  } catch (error) {
    if (isAbsence(error)) return null;
    throw new UserError("configuration-unreadable", { file, problem: reasonOf(error) }, { cause: error });
  }
}

function textIn(bytes: Buffer, file: string): string {
  const unreadable = (problem: string): UserError =>
    new UserError("configuration-unreadable", { file, problem });
  if (bytes.length > mostBytes) throw unreadable("it is larger than 64 KB");
  const decoded = decode(bytes);
  if ("binary" in decoded) throw unreadable(`it is not text: ${decoded.binary}`);
  return decoded.text.replaceAll("\r\n", "\n");
}
