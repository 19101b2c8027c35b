/** Paths as reports show them: relative, forward slashes, no disk behind them. */

/** Folder of a path; empty for the root. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

/** Last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The folders above a path from the nearest to the root (the empty string). */
export function ancestorsOf(path: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = parentOf(path); folder !== ""; folder = parentOf(folder)) folders.push(folder);
  return [...folders, ""];
}

/** Joins and resolves `.` and `..`; steps above the root stay as they are. */
export function joinPath(folder: string, relative: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${relative}`.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}

/** A folder as what it is the name of: lists show it with a slash at its end. */
export function withoutSlash(path: string): string {
  return path.replace(/\/$/, "");
}
