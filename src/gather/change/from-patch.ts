/** Finds a change in a diff that was handed in; the files must be as they are after it. */
import { type StructuredPatch, applyPatch, parsePatch, reversePatch } from "diff";
import { UserError } from "../../model/errors.js";
import { realDisk } from "../disk.js";
import type { Difference, Touched } from "./difference.js";

/** What is on the disk, by path as shown. */
export type TextOf = (path: string) => string | undefined;

/** @throws UserError diff-unreadable for text that is no diff, or one of another state of the files */
export function changeFromPatch(text: string, name: string, textOf: TextOf): Difference {
  const touched = parse(text, name).flatMap((patch) => touchedBy(patch, { name, textOf }) ?? []);
  return {
    from: "what it was",
    to: "the work tree",
    commit: null,
    touched,
    disk: realDisk,
    altered: new Set(),
  };
}

function parse(text: string, name: string): readonly StructuredPatch[] {
  const unreadable = (problem: string): UserError => new UserError("diff-unreadable", { name, problem });
  let patches: readonly StructuredPatch[];
  try {
    patches = parsePatch(text).filter(isAboutFile);
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error));
  }
  if (patches.length === 0 && text.trim() !== "") throw unreadable("it names no file");
  return patches;
}

function isAboutFile({ oldFileName, newFileName, hunks }: StructuredPatch): boolean {
  return (oldFileName ?? newFileName) !== undefined || hunks.length > 0;
}

interface Known {
  readonly name: string;
  readonly textOf: TextOf;
}

function touchedBy(patch: StructuredPatch, known: Known): Touched | undefined {
  const names = [patch.oldFileName, patch.newFileName].map(nameIn);
  const [old, now] = [names[0] ?? null, names[1] ?? null];
  if (now === null) return old === null ? undefined : deleted(patch, old);
  const path = shorten(now, known.textOf);
  const before = old === null || patch.isCreate ? null : pathBefore(old, now, path);
  const status =
    before === null ? "added" : patch.isCopy ? "copied" : before === path ? "modified" : "renamed";
  const text = known.textOf(path);
  const contentBefore = before === null || text === undefined ? null : undo(patch, text, { ...known, path });
  return { path, before, status, contentBefore };
}

/** Null for `/dev/null`, which stands where there is no file. */
function nameIn(name: string | undefined): string | null {
  return name === undefined || name === "/dev/null" ? null : name;
}

/** What a deleted file held stands in its hunks. */
function deleted({ hunks }: StructuredPatch, old: string): Touched {
  const lines = hunks.flatMap((hunk) => hunk.lines).filter((line) => line.startsWith("-"));
  const path = old.replace(/^a\//, "");
  return {
    path,
    before: path,
    status: "deleted",
    contentBefore: lines.map((line) => line.slice(1)).join("\n"),
  };
}

/** Diffs put `b/`, or a folder of the state after, before each name: the longest end that names a file is meant. */
function shorten(name: string, textOf: TextOf): string {
  for (let rest = name; ;) {
    if (textOf(rest) !== undefined) return rest;
    const slash = rest.indexOf("/");
    if (slash === -1) return name.replace(/^b\//, "");
    rest = rest.slice(slash + 1);
  }
}

/** As many folders are taken from the old name as from the new one. */
function pathBefore(old: string, now: string, path: string): string {
  const taken = now.split("/").length - path.split("/").length;
  return old.split("/").slice(taken).join("/");
}

function undo(
  patch: StructuredPatch,
  text: string,
  { name, path }: Known & { readonly path: string },
): string {
  const before = applyPatch(text, reversePatch(patch), { autoConvertLineEndings: true });
  if (before !== false) return before;
  const isBefore = applyPatch(text, patch) !== false;
  const problem = isBefore
    ? `${path} is as it was before the change`
    : `${path} has other lines than the diff says`;
  throw new UserError("diff-unreadable", { name, problem });
}
