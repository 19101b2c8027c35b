/** Reads a shelf of TypeScript files: the file name is the id, a sub-folder is the category. */
import { readdir } from "node:fs/promises";
import { UserError } from "../model/errors.js";

export interface ShelfEntry {
  readonly id: string;
  /** Path below the shelf, forward slashes. */
  readonly file: string;
  /** Sub-folder the file lies in; empty at the top. */
  readonly folder: string;
  readonly content: unknown;
}

const kebabCase = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/**
 * Imports every module of a shelf in path order.
 * @param shelf folder below src (or dist), with a slash at the end
 * @throws UserError broken-shelf-entry, duplicate-id
 */
export async function scanShelf(shelf: string): Promise<readonly ShelfEntry[]> {
  const root = new URL(`../${shelf}`, import.meta.url);
  const files = withoutParts(
    (await readdir(root, { recursive: true }))
      .map((file) => file.replaceAll("\\", "/"))
      .filter((file) => /\.[jt]s$/.test(file) && !file.endsWith(".d.ts"))
      .sort(),
  );
  const seen = new Map<string, string>();
  return Promise.all(
    files.map(async (file) => {
      const id = identify(shelf, file, seen);
      const module: unknown = await import(new URL(file, root).href);
      return {
        id,
        file,
        folder: file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "",
        content: defaultExport(shelf + file, module),
      };
    }),
  );
}

/** A folder named like the entry beside it (`sql-concatenation.ts`, `sql-concatenation/go.ts`) holds its parts. */
function withoutParts(files: readonly string[]): readonly string[] {
  const entries = new Set(files.map((file) => file.replace(/\.[jt]s$/, "")));
  return files.filter((file) => !entries.has(file.slice(0, Math.max(0, file.lastIndexOf("/")))));
}

function identify(shelf: string, file: string, seen: Map<string, string>): string {
  const id = file.replace(/^.*\//, "").replace(/\.[jt]s$/, "");
  const other = seen.get(id);
  if (other !== undefined)
    throw new UserError("duplicate-id", { file: shelf + file, id, other: shelf + other });
  if (!kebabCase.test(id))
    throw new UserError("broken-shelf-entry", { file: shelf + file, problem: "the name is not kebab-case" });
  seen.set(id, file);
  return id;
}

function defaultExport(file: string, module: unknown): unknown {
  if (typeof module === "object" && module !== null && "default" in module) return module.default;
  throw new UserError("broken-shelf-entry", { file, problem: "it has no default export" });
}
