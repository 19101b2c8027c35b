/** STEP 1. Reads the project into memory; the only room that does. Nothing of what it reads is ever executed. */
import { resolve } from "node:path";
import type { Language } from "../model/language.js";
import type { Gathered, SkippedFile, Source, UnreadableFile } from "../model/source.js";
import { decode } from "./decode.js";
import { type Disk, realDisk, reasonOf } from "./disk.js";
import { byPath, findFiles, type FoundFile, LARGEST_FILE, tooLarge } from "./find-files.js";
import { globMatcher } from "./ignore-rules.js";
import { findInputs, rootOf } from "./inputs.js";
import { LanguagePicker } from "./pick-language.js";
import { toPlace } from "./place.js";
import { inPool } from "./pool.js";
import { skipByContent } from "./skip-by-content.js";

export interface GatherRequest {
  readonly cwd: string;
  /** Files, folders and patterns, relative to cwd or absolute. */
  readonly paths: readonly string[];
  /** Globs in gitignore syntax, with braces, over the shown paths; only files that match one are considered. */
  readonly include?: readonly string[];
  /** Globs likewise; files that match one are listed as skipped. */
  readonly exclude?: readonly string[];
  readonly languages: readonly Language[];
  readonly signal?: AbortSignal;
}

type Read =
  { readonly source: Source } | { readonly skipped: SkippedFile } | { readonly unreadable: UnreadableFile };

async function read(disk: Disk, picker: LanguagePicker, file: FoundFile): Promise<Read> {
  const { path, place, below } = file;
  let bytes: Buffer;
  try {
    bytes = await disk.read(place, LARGEST_FILE + 1);
  } catch (error) {
    return { unreadable: { path, reason: reasonOf(error) } };
  }
  // It may have grown since it was looked at.
  if (bytes.length > LARGEST_FILE) return { skipped: { path, ...tooLarge(bytes.length) } };
  const decoded = decode(bytes);
  if ("binary" in decoded) return { skipped: { path, reason: "binary", proof: decoded.binary } };
  const skip = skipByContent(path, decoded.text);
  if (skip !== undefined) return { skipped: { path, ...skip } };
  return { source: { path, text: decoded.text, ...picker.pick(path, below, decoded.text) } };
}

/**
 * Finds and reads what the request names, sorted by path. What is not reviewed is listed with its reason, and
 * what cannot be read never stops the rest. Throws `path-missing` and `not-a-pattern-match` for paths that
 * name nothing, and the signal's reason when it is aborted.
 */
export async function gather(request: GatherRequest, disk: Disk = realDisk): Promise<Gathered> {
  const { cwd, paths, include = [], exclude = [], languages, signal } = request;
  signal?.throwIfAborted();
  const inputs = await findInputs(disk, cwd, paths);
  const root = rootOf(inputs, cwd);
  const included = globMatcher(include);
  const isIncluded = (path: string): boolean => include.length === 0 || included(path) !== undefined;
  const search = {
    disk,
    root,
    cwd: toPlace(resolve(cwd)),
    excludedBy: globMatcher(exclude),
    isIncluded,
    signal,
  };
  const found = await findFiles(search, inputs);
  const picker = new LanguagePicker(languages);
  const results = await inPool(found.files, (file) => read(disk, picker, file), signal);
  signal?.throwIfAborted();
  const skipped = results.flatMap((result) => ("skipped" in result ? [result.skipped] : []));
  const unreadable = results.flatMap((result) => ("unreadable" in result ? [result.unreadable] : []));
  return {
    sources: results.flatMap((result) => ("source" in result ? [result.source] : [])),
    skipped: [...found.skipped, ...skipped].sort(byPath),
    unreadable: [...found.unreadable, ...unreadable].sort(byPath),
  };
}
