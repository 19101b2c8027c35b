/** A project's own reviewers, rubrics and framework pages as they were where a pull request began: a change cannot bring its own reviewer. */
import { resolve } from "node:path";
import { namesAt, readAt, stateBefore } from "../gather/before-change.js";
import { decode } from "../gather/decode.js";
import { realDisk } from "../gather/disk.js";
import { inside, toLossyText, toPlace } from "../gather/place.js";

export interface PageText {
  /** `payments.md` */
  readonly name: string;
  readonly text: string;
}

export interface FoundPages {
  /** Null where there is no repository, so that the folder itself counts. */
  readonly pages: readonly PageText[] | null;
  /** What of the folder does not count, a sentence each. */
  readonly remarks: readonly string[];
}

/** A page is a few kilobytes. */
const mostBytes = 256 * 1024;

/**
 * @param folder as shown, with a slash at its end: `.session-review/reviewers/`
 * @param ref a name of the commit; where git does not have it, no page counts
 */
export async function pagesBefore(cwd: string, folder: string, ref: string): Promise<FoundPages> {
  const real = await realDisk.resolve(toPlace(resolve(cwd))).catch(() => null);
  if (!real) return { pages: null, remarks: [] };
  const place = toPlace(resolve(toLossyText(real.place), folder));
  const before = await stateBefore(real.place, realDisk, ref);
  if (before === "none") return { pages: null, remarks: [] };
  const lying = (await realDisk.list(place).catch(() => [])).filter(isPage);
  const committed = before === "unknown" ? [] : (await namesAt(before, place)).filter(isPage);
  const pages: PageText[] = [];
  const remarks: string[] = [];
  for (const name of [...new Set([...committed, ...lying])].sort()) {
    const at = inside(place, name);
    const old = before === "unknown" ? null : textIn(await readAt(before, at, mostBytes));
    const now = textIn(await realDisk.read(at, mostBytes).catch(() => null));
    if (old !== null) pages.push({ name: toLossyText(name), text: old });
    const shown = folder + toLossyText(name);
    if (old === null)
      remarks.push(`${shown} is not used: the commit this pull request began at does not have it`);
    else if (old !== now)
      remarks.push(`${shown} is used as the commit has it that this pull request began at`);
  }
  return { pages, remarks };
}

function isPage(name: string): boolean {
  return /\.(?:md|yml)$/.test(name) && name !== "README.md";
}

function textIn(bytes: Buffer | null): string | null {
  const decoded = bytes && decode(bytes);
  return decoded && "text" in decoded ? decoded.text.replaceAll("\r\n", "\n") : null;
}
