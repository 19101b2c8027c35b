/** STEP 1 for a change: what there is after it, and what the files it touches were before. */
import { resolve } from "node:path";
import type { ChangeScope, ChangedFile } from "../../model/change.js";
import type { Language } from "../../model/language.js";
import type { Gathered, Source } from "../../model/source.js";
import { withoutSlash } from "../../lib/paths.js";
import { decode } from "../decode.js";
import { realDisk } from "../disk.js";
import { type GatherRequest, gather } from "../gather.js";
import { findInputs, pathOf, rootOf } from "../inputs.js";
import { LanguagePicker } from "../pick-language.js";
import { LARGEST_FILE } from "../find-files.js";
import { skipByName } from "../skip-by-name.js";
import { skipByContent } from "../skip-by-content.js";
import type { Difference, Touched } from "./difference.js";
import { changeFromPatch } from "./from-patch.js";
import { findMoves } from "./find-moves.js";
import type { KeptRun } from "./kept-lines.js";
import { type LineChanges, compareLines } from "./line-map.js";
import { changeWithGit } from "./with-git.js";

export interface GatheredChange {
  /** Everything below the paths, as it is after the change. */
  readonly gathered: Gathered;
  /** The touched files as they were, under their names then. */
  readonly before: readonly Source[];
  /** Touched files that the paths hold, deleted ones included. */
  readonly files: readonly ChangedFile[];
  /** Of each of them the lines that the change left alone. */
  readonly kept: ReadonlyMap<string, readonly KeptRun[]>;
  /** How many touched files lie elsewhere. */
  readonly outside: number;
  readonly from: string;
  readonly to: string;
  readonly commit: string | null;
  /** Files that lie here otherwise than they were reviewed. */
  readonly altered: ReadonlySet<string>;
}

/**
 * @throws UserError path-missing, not-a-pattern-match, and what `changeWithGit` and `changeFromPatch` throw;
 * the signal's reason when it is aborted
 */
export async function gatherChange(request: GatherRequest, scope: ChangeScope): Promise<GatheredChange> {
  const { gathered, difference } = await gatherAfter(request, scope);
  const inputs = await findInputs(difference.disk, request.cwd, request.paths);
  const root = rootOf(inputs, resolve(request.cwd));
  const named = inputs.map((input) => pathOf(root, input, input.place));
  const isNamed = (path: string): boolean =>
    named.some((input) => (input === "." ? !path.startsWith("../") : `${path}/`.startsWith(`${input}/`)));
  return {
    ...difference,
    ...measure(difference, { gathered, isNamed, languages: request.languages }),
    gathered,
  };
}

interface After {
  readonly gathered: Gathered;
  readonly difference: Difference;
}

/** A file staged and then edited counts as it was staged. */
async function gatherAfter(request: GatherRequest, scope: ChangeScope): Promise<After> {
  if (scope.kind === "diff") {
    const gathered = await gather(request);
    const lying = new Map(gathered.sources.map(({ path, text }) => [path, text]));
    return { gathered, difference: changeFromPatch(scope.text, scope.name, (path) => lying.get(path)) };
  }
  // What git has stored may lie here no more; whether a path means anything is asked again of what counts.
  const inputs = await findInputs(realDisk, request.cwd, request.paths).catch(() => []);
  const root = rootOf(inputs, resolve(request.cwd));
  const difference = await changeWithGit(root, scope, request.signal);
  return { gathered: await gather(request, difference.disk), difference };
}

/** Undefined for what would not have been reviewed. */
function toSource(picker: LanguagePicker, path: string, content: Buffer | string): Source | undefined {
  if (skipByName(path) || content.length > LARGEST_FILE) return undefined;
  const decoded = typeof content === "string" ? { text: content } : decode(content);
  if ("binary" in decoded || skipByContent(path, decoded.text)) return undefined;
  return { path, text: decoded.text, ...picker.pick(path, path, decoded.text) };
}

type Measured = Pick<GatheredChange, "before" | "files" | "kept" | "outside">;

interface State {
  readonly gathered: Gathered;
  /** Whether the given paths hold a file that is gone. */
  readonly isNamed: (path: string) => boolean;
  readonly languages: readonly Language[];
}

function measure({ touched }: Difference, { gathered, isNamed, languages }: State): Measured {
  const picker = new LanguagePicker(languages);
  const now = new Map(gathered.sources.map(({ path, text }) => [path, text]));
  const isHeld = holding(gathered);
  const within = touched.filter(
    ({ path, status }) => isHeld(path) || (status === "deleted" && isNamed(path)),
  );
  const measured = findMoves(within, (path) => now.get(path)).flatMap((file) => {
    const text = now.get(file.path);
    const lines = text === undefined ? noLines : compareLines(textBefore(file), text);
    return isUntouched(file, text, lines) ? [] : { file, lines };
  });
  return {
    before: measured.flatMap(({ file }) => sourceBefore(file, picker) ?? []),
    files: measured.map(({ file, lines }) => describe(file, lines, gathered)),
    kept: new Map(measured.map(({ file, lines }) => [file.path, lines.kept])),
    outside: touched.length - within.length,
  };
}

const noLines: LineChanges = { written: [], shown: [], kept: [] };

/** Git names a submodule as it names a file; it is listed as the folder that it is. */
function holding({ sources, skipped, unreadable }: Gathered): (path: string) => boolean {
  const paths = new Set([...sources, ...skipped, ...unreadable].map(({ path }) => withoutSlash(path)));
  return (path) => paths.has(path);
}

/** Its mode, its date or its line ends changed, and nothing that anybody reads. */
function isUntouched({ path, before }: Touched, text: string | undefined, { shown }: LineChanges): boolean {
  return text !== undefined && before === path && shown.length === 0;
}

function sourceBefore({ path, before, contentBefore }: Touched, picker: LanguagePicker): Source | undefined {
  return contentBefore === null ? undefined : toSource(picker, before ?? path, contentBefore);
}

function describe(file: Touched, { written, shown }: LineChanges, gathered: Gathered): ChangedFile {
  const { path, before, status } = file;
  return { path, before, status, isBinary: isBinary(file, gathered), lines: [...written], shown: [...shown] };
}

function textBefore({ contentBefore }: Touched): string | null {
  if (contentBefore === null || typeof contentBefore === "string") return contentBefore;
  const decoded = decode(contentBefore);
  return "binary" in decoded ? null : decoded.text;
}

function isBinary({ path, contentBefore }: Touched, { skipped }: Gathered): boolean {
  const wasBinary = contentBefore instanceof Buffer && "binary" in decode(contentBefore);
  return wasBinary || skipped.some((file) => file.path === path && file.reason === "binary");
}
