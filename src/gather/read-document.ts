/** Reads a document that the user names: a task, a plan, a specification. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { UserError } from "../model/errors.js";
import { decode } from "./decode.js";

/** @throws UserError path-missing, document-unreadable */
export async function readDocument(cwd: string, path: string): Promise<string> {
  const bytes = await readFile(resolve(cwd, path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR")
      throw new UserError("path-missing", { path }, { cause: error });
    throw new UserError("document-unreadable", { path, problem: error.message }, { cause: error });
  });
  const decoded = decode(bytes);
  if ("text" in decoded) return decoded.text;
  throw new UserError("document-unreadable", { path, problem: `it is not text: ${decoded.binary}` });
}
