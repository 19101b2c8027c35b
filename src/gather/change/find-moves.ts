/** Finds files that were moved in the work tree, where git knows only of one that is gone and one that is new. */
import type { Touched } from "./difference.js";
import { decode } from "../decode.js";

/** From this share of common lines on, a new file is a deleted one under another name; git's own limit for `-M`. */
const leastShare = 0.5;

/** Below this many lines two files are alike by chance; then every line must be. */
const fewLines = 5;

/** A deleted and a new file that hold the same become one that was renamed. */
export function findMoves(
  touched: readonly Touched[],
  textNow: (path: string) => string | undefined,
): readonly Touched[] {
  const gone = touched.filter(({ status, contentBefore }) => status === "deleted" && contentBefore !== null);
  const moved = new Map<Touched, Touched>();
  for (const file of touched.filter(({ status }) => status === "added")) {
    const text = textNow(file.path);
    if (text === undefined) continue;
    const free = gone.filter((each) => ![...moved.values()].includes(each));
    const [best] = free
      .map((each) => ({ each, share: shareOf(textOf(each), text) }))
      .filter(({ share }) => share >= leastShare)
      .sort((a, b) => b.share - a.share);
    if (best) moved.set(file, best.each);
  }
  const taken = new Set(moved.values());
  return touched
    .filter((file) => !taken.has(file))
    .map((file) => {
      const from = moved.get(file);
      return from ? { ...from, path: file.path, before: from.path, status: "renamed" as const } : file;
    });
}

function textOf({ contentBefore }: Touched): string {
  if (contentBefore === null || typeof contentBefore === "string") return contentBefore ?? "";
  const decoded = decode(contentBefore);
  return "binary" in decoded ? "" : decoded.text;
}

/** Share of the longer text's lines that the other one has too, blank ones aside. */
function shareOf(before: string, now: string): number {
  const [a, b] = [linesOf(before), linesOf(now)];
  const longest = Math.max(a.length, b.length);
  if (longest === 0) return 0;
  const left = new Map<string, number>();
  for (const line of a) left.set(line, (left.get(line) ?? 0) + 1);
  let common = 0;
  for (const line of b) {
    const count = left.get(line) ?? 0;
    if (count > 0) common++;
    left.set(line, count - 1);
  }
  return longest < fewLines && common < longest ? 0 : common / longest;
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "");
}
