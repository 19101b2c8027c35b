/** Ignore files in gitignore syntax, nested as git nests them, and the globs of --include and --exclude. */
import ignore, { type Ignore } from "ignore";
import type { Disk } from "./disk.js";
import { folderOf, inside, isWithin, type Place, showBytes, wayTo } from "./place.js";

/** The pattern that decided, and where it stands. */
export interface Match {
  readonly file: Place;
  /** 1-based. */
  readonly line: number;
  readonly pattern: string;
}

/** Bytes of an ignore file that are looked at. */
export const LARGEST_IGNORE_FILE = 1_048_576;

/**
 * Wildcards allowed in one segment and `**` in one pattern. A pattern becomes a regular expression whose worst
 * case grows with the length of the name to the power of its wildcards, and the project may be hostile.
 */
const MOST_WILDCARDS = 4;

function isCheap(pattern: string): boolean {
  const segments = pattern.split("/");
  const folders = segments.filter((segment) => segment === "**").length;
  const stars = segments.map((segment) => segment.split("*").length - 1);
  return folders <= MOST_WILDCARDS && stars.every((count) => count <= MOST_WILDCARDS);
}

/** Patterns in gitignore syntax, each with a mark that comes back with the answer. */
export class Rules {
  readonly #rules = ignore({ ignorecase: false, allowRelativePaths: true });

  /** Adds a pattern unless it is so costly that a hostile project could stop the run with it. */
  add(pattern: string, mark: string | number): void {
    if (isCheap(pattern)) this.#rules.add({ pattern, mark: String(mark) });
  }

  /** Asks about a path relative to the rules' folder; a folder's path ends in a slash. */
  test(path: string): ReturnType<Ignore["test"]> {
    return this.#rules.test(path);
  }
}

/** Rules of a text in gitignore syntax; each carries its line number as its mark. */
function parseIgnoreFile(text: string): Rules {
  const rules = new Rules();
  for (const [index, pattern] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    rules.add(pattern, index + 1);
  }
  return rules;
}

/** Ignore files of one name, looked up in every folder from `top` down, each read once. */
export class IgnoreFiles {
  readonly #read = new Map<Place, Promise<Rules | undefined>>();

  constructor(
    readonly name: string,
    readonly top: Place,
    readonly disk: Disk,
  ) {}

  /** The pattern that ignores the path, if one does; the folders above it must not be ignored themselves. */
  async match(place: Place, isFolder: boolean): Promise<Match | undefined> {
    for (let folder = folderOf(place); isWithin(this.top, folder); folder = folderOf(folder)) {
      const rules = await this.#rulesOf(folder);
      const result = rules && judge(rules, showBytes(wayTo(folder, place)), isFolder);
      if (result?.ignored) {
        const { pattern = "", mark = "1" } = result.rule ?? {};
        return { file: inside(folder, this.name), line: Number(mark), pattern };
      }
      if (result?.unignored || folder === this.top) return undefined;
    }
    return undefined;
  }

  #rulesOf(folder: Place): Promise<Rules | undefined> {
    const known = this.#read.get(folder);
    if (known !== undefined) return known;
    const rules = this.disk.read(inside(folder, this.name), LARGEST_IGNORE_FILE).then(
      (bytes) => parseIgnoreFile(bytes.toString("utf8")),
      () => undefined,
    );
    this.#read.set(folder, rules);
    return rules;
  }
}

function judge(rules: Rules, way: string, isFolder: boolean): ReturnType<Ignore["test"]> | undefined {
  const parent = way.slice(0, way.lastIndexOf("/") + 1);
  // Nobody gets below an ignored folder unless a deeper ignore file took the folder back: then these rules,
  // which would ignore everything in it, have nothing to say.
  if (parent !== "" && rules.test(parent).ignored) return undefined;
  return rules.test(isFolder ? `${way}/` : way);
}

/** `a.{ts,tsx}` as `a.ts` and `a.tsx`, which gitignore syntax lacks; ripgrep's --glob reads them the same way. */
export function expandBraces(glob: string): readonly string[] {
  const group = /\{([^{}]*,[^{}]*)\}/.exec(glob);
  if (group === null) return [glob];
  const before = glob.slice(0, group.index);
  const after = glob.slice(group.index + group[0].length);
  return (group[1] ?? "").split(",").flatMap((choice) => expandBraces(before + choice + after));
}

/** Tells whether a path matches any of the globs, and which. */
export function globMatcher(globs: readonly string[]): (path: string) => string | undefined {
  const rules = new Rules();
  for (const glob of globs) {
    for (const pattern of expandBraces(glob.replace(/^\.\//, "/"))) rules.add(pattern, glob);
  }
  return (path) => rules.test(path).rule?.mark;
}
