/** Says what an error of the file system means, in words for the user. */

const known: ReadonlyMap<string, string> = new Map([
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "the disk quota is used up"],
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["EROFS", "the disk is read-only"],
  ["EISDIR", "it is a folder"],
  ["ELOOP", "it is a link"],
  ["ENOENT", "its folder is not there and cannot be made"],
  ["ENOTDIR", "part of its path is a file"],
  ["EEXIST", "part of its path is a file"],
]);

/** What a system error means; the error's own message where it is none of the usual ones. */
export function problemOf(error: unknown): string {
  return known.get(codeOf(error)) ?? (error instanceof Error ? error.message : String(error));
}

/** The system's short name of the error, such as `ENOENT`; empty when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
