/** Asks git where a file went that is gone from the work tree. */
import { relative, resolve, sep } from "node:path";
import { askGit } from "./ask-git.js";

/** A file renamed more often than this between two reviews is looked for by its content. */
const mostRenames = 5;

/** The path now, relative to the folder as the one asked about; null where git knows of no rename. */
export async function findRename(folder: string, path: string): Promise<string | null> {
  const top = (await textOf(folder, ["rev-parse", "--show-toplevel"]))?.replace(/\n$/, "");
  if (!top) return null;
  const start = toTop(top, resolve(folder, path));
  if (start === null) return null;
  let at = start;
  for (let i = 0; i < mostRenames; i++) {
    const next = await stepFrom(top, at);
    if (next === null) break;
    at = next;
  }
  return at === start ? null : relative(folder, resolve(top, at)).split(sep).join("/");
}

/** Staged and not committed yet, or by the last commit that took the file away. */
async function stepFrom(top: string, path: string): Promise<string | null> {
  // Looking at the work tree would run the filters, and the monitors of submodules, that a configuration names.
  const pending = await textOf(top, ["diff-index", "--cached", "--name-status", "-z", "-M", "HEAD"]);
  const renamed = targetIn(pending, path);
  if (renamed !== null) return renamed;
  const commit = await textOf(top, [
    "log",
    "-n",
    "1",
    "--format=%H",
    "--no-renames",
    "--diff-filter=D",
    "--",
    path,
  ]);
  if (!commit?.trim()) return null;
  const changes = await textOf(top, [
    "show",
    "-m",
    "--first-parent",
    "--format=",
    "--name-status",
    "-z",
    "-M",
    commit.trim(),
  ]);
  return targetIn(changes, path);
}

/** Records are a status and a path, or `R` with a score and two paths, each ended by a zero byte. */
function targetIn(changes: string | undefined, path: string): string | null {
  const fields = changes?.split("\u0000") ?? [];
  for (let i = 0; i < fields.length;) {
    const status = fields[i] ?? "";
    const isPair = /^[RC]\d*$/.test(status);
    if (status.startsWith("R") && fields[i + 1] === path) return fields[i + 2] ?? null;
    i += isPair ? 3 : 2;
  }
  return null;
}

function toTop(top: string, absolute: string): string | null {
  const way = relative(top, absolute).split(sep).join("/");
  return way === "" || way.startsWith("../") ? null : way;
}

async function textOf(cwd: string, args: readonly string[]): Promise<string | undefined> {
  return (await askGit(cwd, args))?.stdout.toString("utf8");
}
