/** Finds the files of test results that a run wrote into its folder. */
import { readFile, readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { compareText } from "../lib/compare.js";
import { hash } from "../lib/hash.js";
import { type Counts, total } from "./counts.js";
import { longestDocument, looksLikeJunit, readJunit } from "./junit.js";

/** Paths of files with what tells whether they were written since. */
export type Leftovers = ReadonlyMap<string, string>;

/** Results do not lie here, and there is much here. */
const passedOver = new Set([
  "node_modules",
  ".git",
  ".venv",
  "venv",
  "vendor",
  "deps",
  ".tox",
  "__pycache__",
]);

const tellingNames =
  /^TEST-|junit|xunit|rspec|test[-_]?(?:results?|reports?|output)|^(?:results?|reports?)\b/i;
const tellingFolders =
  /^(?:test-?results?|test-?reports?|surefire-reports|failsafe-reports|reports?|junit)$/i;

const deepest = 10;
const mostFiles = 5_000;

/** Of all documents together. */
const mostCharacters = 4 * longestDocument;

/** Files that may be results, as they are now. */
export async function listResultFiles(folder: string): Promise<Leftovers> {
  const found = new Map<string, string>();
  await look(folder, { isTelling: false, depth: 0 }, found);
  return found;
}

interface Way {
  /** A folder on the way is called as folders of results are. */
  readonly isTelling: boolean;
  readonly depth: number;
}

async function look(folder: string, { isTelling, depth }: Way, found: Map<string, string>): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []); // the command may have removed it
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth < deepest && !passedOver.has(entry.name)) {
      const way = { isTelling: isTelling || tellingFolders.test(entry.name), depth: depth + 1 };
      await look(path, way, found);
    }
    const isResult = /\.xml$/i.test(entry.name) && (isTelling || tellingNames.test(entry.name));
    if (entry.isFile() && isResult && found.size < mostFiles) found.set(path, await stampOf(path));
  }
}

async function stampOf(path: string): Promise<string> {
  const stats = await stat(path, { bigint: true }).catch(() => null); // gone again
  return stats ? `${stats.mtimeNs} ${stats.size} ${stats.ino}` : "";
}

export interface Written {
  /** Null where no file with results was written. */
  readonly counts: Counts | null;
  /** Files that should hold results and could not be read, with the reason. */
  readonly broken: readonly string[];
}

/** Reads the result files that are new or were changed; the same document under two names counts once. */
export async function readWritten(folder: string, before: Leftovers): Promise<Written> {
  const now = await listResultFiles(folder);
  const written = [...now].filter(([path, stamp]) => before.get(path) !== stamp).map(([path]) => path);
  const counted = new Map<string, Counts>();
  const broken: string[] = [];
  let read = 0;
  for (const path of withoutCollections(written.sort(compareText))) {
    const text = read > mostCharacters ? null : await readDocument(path);
    const key = hash(text ?? "", 64);
    if (text === null) broken.push(`${relative(folder, path)}: there is too much of it`);
    if (text === null || counted.has(key) || !looksLikeJunit(text)) continue;
    read += text.length;
    try {
      counted.set(key, readJunit(text));
    } catch (error) {
      broken.push(`${relative(folder, path)}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { counts: total([...counted.values()]), broken };
}

/** Ant's collection repeats what the files beside it hold. */
function withoutCollections(paths: readonly string[]): readonly string[] {
  return paths.some((path) => /TEST-[^/\\]*\.xml$/.test(path))
    ? paths.filter((path) => !/TESTS-TestSuites\.xml$/.test(path))
    : paths;
}

async function readDocument(path: string): Promise<string | null> {
  const size = await stat(path).then(
    (stats) => stats.size,
    () => Number.POSITIVE_INFINITY, // gone again
  );
  return size > longestDocument ? null : readFile(path, "utf8").catch(() => null);
}
