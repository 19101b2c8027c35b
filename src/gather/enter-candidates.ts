/** The folders that are compared: found, named, and those that cannot take part told apart with the reason. */
import { realpath, stat } from "node:fs/promises";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { UserError } from "../model/errors.js";

export interface Entrant {
  /** The last part of its path; more of it where others end the same. */
  readonly id: string;
  /** As named by the user. */
  readonly path: string;
  /** Folder its files are shown relative to, and what to look at in it. */
  readonly folder: string;
  readonly within: string;
  /** Why it cannot take part; null when it can. */
  readonly problem: string | null;
}

/**
 * Looks at each path. The same folder twice, and a folder that holds another candidate, take no part: code would be
 * counted twice.
 * @throws UserError too-few-candidates when fewer than two can take part; path-missing when one is not there
 */
export async function enterCandidates(cwd: string, paths: readonly string[]): Promise<readonly Entrant[]> {
  const found = await Promise.all(paths.map((path) => look(cwd, path)));
  const ids = namesFor(found.map(({ real }) => real));
  const entrants = found.map(({ path, real, isFile }, i): Entrant => ({
    id: ids[i] ?? path,
    path,
    folder: isFile ? dirname(real) : real,
    within: isFile ? basename(real) : ".",
    problem: problemOf(i, found),
  }));
  const able = entrants.filter(({ problem }) => problem === null);
  if (able.length < 2)
    throw new UserError("too-few-candidates", {
      count: able.length,
      problems: entrants
        .flatMap(({ path, problem }) => (problem === null ? [] : [`${path}: ${problem}`]))
        .join("; "),
    });
  return entrants;
}

interface Found {
  readonly path: string;
  readonly real: string;
  readonly isFile: boolean;
}

async function look(cwd: string, path: string): Promise<Found> {
  try {
    const real = await realpath(resolve(cwd, path));
    return { path, real, isFile: !(await stat(real)).isDirectory() };
  } catch (error) {
    throw new UserError("path-missing", { path }, { cause: error });
  }
}

function problemOf(index: number, found: readonly Found[]): string | null {
  const own = found[index];
  if (!own) return null;
  const twin = found.slice(0, index).find(({ real }) => real === own.real);
  if (twin) return `it is the same as ${twin.path}`;
  const inner = found.find(({ real }) => real.startsWith(`${own.real}${sep}`));
  return inner ? `it holds ${inner.path}, whose code would be counted twice` : null;
}

/** As many parts from the end of each path as tell it from the others; a path named again gets a number. */
function namesFor(paths: readonly string[]): readonly string[] {
  const parts = (path: string): readonly string[] => path.split(sep).filter((part) => part !== "");
  return paths.map((path, i) => {
    const own = parts(path);
    const others = [...new Set(paths)].filter((other) => other !== path).map(parts);
    const count = own.findIndex((_, last) =>
      others.every((other) => other.slice(-last - 1).join("/") !== own.slice(-last - 1).join("/")),
    );
    const name = count === -1 ? own.join("/") : own.slice(-count - 1).join("/");
    const before = paths.slice(0, i).filter((other) => other === path).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

/** A path as it is shown in the report: relative to where the command ran, forward slashes. */
export function shownPath(cwd: string, { folder, within }: Entrant): string {
  const path = relative(cwd, within === "." ? folder : resolve(folder, within));
  return path === "" ? "." : path.split(sep).join("/");
}
