/** Reads the files of folders of pages; a file's name is its id. */
import { readFile, readdir } from "node:fs/promises";
import { UserError } from "../model/errors.js";

/** A folder of pages, and how its files are named in errors. */
export interface PageFolder {
  readonly url: URL;
  readonly shownAs: string;
  /** What counts instead of what lies there. */
  readonly pages?: readonly { readonly name: string; readonly text: string }[];
}

export interface PageText {
  readonly id: string;
  readonly file: string;
  readonly text: string;
}

/**
 * All pages of the folders, folder by folder and in the order of their names; a folder that is not there is empty.
 * @param ending of the files that are pages: `.md`
 * @throws UserError duplicate-id
 */
export async function readFolders(
  folders: readonly PageFolder[],
  ending: string,
): Promise<readonly PageText[]> {
  const pages = (await Promise.all(folders.map((folder) => readFolder(folder, ending)))).flat();
  refuseDuplicates(pages);
  return pages;
}

async function readFolder({ url, shownAs, pages }: PageFolder, ending: string): Promise<readonly PageText[]> {
  if (pages)
    return pages.map(({ name, text }) => ({ id: name.slice(0, -ending.length), file: shownAs + name, text }));
  const names = await readdir(url).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
    throw error;
  });
  return Promise.all(
    names
      .filter((name) => name.endsWith(ending) && name !== "README.md")
      .sort()
      .map(async (name) => ({
        id: name.slice(0, -ending.length),
        file: shownAs + name,
        text: await readFile(new URL(encodeURIComponent(name), url), "utf8"),
      })),
  );
}

function refuseDuplicates(pages: readonly PageText[]): void {
  const seen = new Map<string, string>();
  for (const { id, file } of pages) {
    const other = seen.get(id);
    if (other !== undefined) throw new UserError("duplicate-id", { file, id, other });
    seen.set(id, file);
  }
}
