/** Which files fix the versions of packages, and whose packages a source file uses. */
import { nameOf } from "./paths.js";

/** Where packages of one kind come from. */
export type Ecosystem = "npm" | "PyPI" | "Go" | "Cargo" | "Hex";

const lockFiles: readonly (readonly [RegExp, Ecosystem])[] = [
  [/^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock)$/, "npm"],
  [/^(?:poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|requirements[\w.-]*\.txt)$/, "PyPI"],
  [/^go\.(?:mod|sum)$/, "Go"],
  [/^Cargo\.lock$/, "Cargo"],
  [/^mix\.lock$/, "Hex"],
];

const users: readonly (readonly [RegExp, Ecosystem])[] = [
  [/\.[cm]?[jt]sx?$|\.(?:vue|svelte)$|^package\.json$/, "npm"],
  [/\.pyi?$|^(?:pyproject\.toml|setup\.cfg|Pipfile)$/, "PyPI"],
  [/\.go$/, "Go"],
  [/\.rs$|^Cargo\.toml$/, "Cargo"],
  [/\.exs?$/, "Hex"],
];

/** Null for a file that fixes no versions, or of a kind that is not read. */
export function lockedBy(path: string): Ecosystem | null {
  return lockFiles.find(([name]) => name.test(nameOf(path)))?.[1] ?? null;
}

/** Null for a file that may use packages of any kind: a page, a script of a shell, a workflow. */
export function ecosystemOf(path: string): Ecosystem | null {
  return users.find(([name]) => name.test(nameOf(path)))?.[1] ?? lockedBy(path);
}
