/** The files a review looked at. */
import { grouped, plural } from "../lib/text.js";
import { groupBy } from "../lib/group.js";
import type { Coverage, Review } from "../model/review.js";
import { blocks, bullets, section } from "./document.js";
import { code, prose } from "./escape.js";
import { table } from "./table.js";
import { enumerate, reviewerTitles, sizeText } from "./wording.js";

export type CoveredFile = Coverage["files"][number];

/** More files than this are shown by folder. */
const mostFiles = 40;

/** Files that at least one reviewer looked at. */
export function reviewedFiles({ coverage }: Review): readonly CoveredFile[] {
  return coverage.files.filter(({ pairs }) =>
    pairs.some(({ status }) => status === "reviewed" || status === "reused"),
  );
}

export function filesSection(review: Review): string {
  const files = reviewedFiles(review);
  if (files.length === 0) return section("## Files reviewed", "None.");
  const list = files.length <= mostFiles ? fileList(files, review) : folderTable(files);
  return section("## Files reviewed", totals(files, review), list);
}

/** Counts of the reviewed files, and the languages of all that were met. */
function totals(files: readonly CoveredFile[], { facts, rules }: Review): string {
  const parsed = facts.languages.filter(({ isParsed }) => isParsed);
  const others = facts.languages.filter(({ isParsed }) => !isParsed);
  const whose = facts.files === files.length ? "" : ` of all ${grouped(facts.files)} files`;
  const lists = [
    parsed.map((language) => `${counted(language)}${howWellRead(language, rules)}`).join(", "),
    others.length === 0 ? "" : `by text rules only: ${others.map(counted).join(", ")}`,
  ];
  return `${sizeText(files)}. Languages${whose}: ${lists.filter((list) => list !== "").join("; ")}.`;
}

function counted({ title, files }: Review["facts"]["languages"][number]): string {
  return `${prose(title)} ${grouped(files)}`;
}

/** Fewer rules than this leave most of a language unseen, which its reader must know. */
const fewRules = 10;

function howWellRead({ id }: Review["facts"]["languages"][number], rules: Review["rules"]): string {
  if (!rules?.some(({ languages }) => languages !== undefined)) return "";
  const family = id === "javascript" ? "typescript" : id;
  const count = rules.filter(({ languages }) => languages?.includes(family)).length;
  return count < fewRules ? ` (parsed, but only ${plural(count, "rule")} for it so far)` : "";
}

function fileList(files: readonly CoveredFile[], review: Review): string {
  const titleOf = reviewerTitles(review);
  return bullets(
    files.map((file) => {
      const notes = [
        ...(file.depth === "text" ? ["no parser: text rules only"] : []),
        ...missing(file, titleOf),
      ];
      return `${code(file.path)}${notes.length === 0 ? "" : ` (${notes.join("; ")})`}`;
    }),
  );
}

function missing({ pairs }: CoveredFile, titleOf: (id: string) => string): readonly string[] {
  const failed = pairs.filter(({ status }) => status === "failed").flatMap(({ reviewers }) => reviewers);
  return failed.length === 0 ? [] : [`not by ${enumerate(failed.map((id) => prose(titleOf(id))))}`];
}

/** More folders than this push the findings off the first screen. */
const mostFolders = 12;

/** The largest folders, in the order of their lines when not all can be shown. */
function folderTable(files: readonly CoveredFile[]): string {
  const hasText = files.some(({ depth }) => depth === "text");
  const folders = [...foldersOf(files)];
  const shown = folders.length <= mostFolders ? folders : folders.sort(byLines).slice(0, mostFolders);
  const rows = shown.map(([folder, own]) => [
    code(folder === "" ? "./" : `${folder}/`),
    grouped(own.length),
    grouped(linesOf(own)),
    ...(hasText ? [grouped(own.filter(({ depth }) => depth === "text").length)] : []),
  ]);
  const more = folders.length - shown.length;
  return blocks(
    table(["Folder", "Files:", "Lines:", ...(hasText ? ["No parser, text rules only:"] : [])], rows),
    more > 0 ? `And ${plural(more, "smaller folder")}; the coverage section counts every file.` : "",
  );
}

type Folder = readonly [path: string, files: readonly CoveredFile[]];

function byLines([, a]: Folder, [, b]: Folder): number {
  return linesOf(b) - linesOf(a);
}

function linesOf(files: readonly CoveredFile[]): number {
  return files.reduce((sum, { lines }) => sum + lines, 0);
}

/** The deepest level of folders that still makes a list short enough to read. */
function foldersOf(files: readonly CoveredFile[]): ReadonlyMap<string, readonly CoveredFile[]> {
  const deepest = Math.max(...files.map(({ path }) => path.split("/").length - 1));
  for (let depth = deepest; depth > 1; depth--) {
    const folders = groupBy(files, ({ path }) => folderAt(path, depth));
    if (folders.size <= mostFiles) return folders;
  }
  return groupBy(files, ({ path }) => folderAt(path, 1));
}

function folderAt(path: string, depth: number): string {
  return path.split("/").slice(0, -1).slice(0, depth).join("/");
}
