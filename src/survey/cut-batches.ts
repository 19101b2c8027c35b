/** Cuts the surveyed files into batches of related ones, the same way every time. */
import { compareText } from "../lib/compare.js";
import { parentOf } from "../lib/paths.js";
import type { Batch } from "../model/plan.js";
import { type Survey, filesInFocus } from "../model/survey.js";

/** A model reads a batch of this size with room for its answer; below the lower bound a batch takes on neighbours. */
export const batchTokens = { least: 8_000, most: 12_000 } as const;

/** Characters a token stands for on average in source code; close enough to plan with. */
const charactersPerToken = 3.5;

export function estimateTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/**
 * Files that import each other go together, then files of one folder; a file over the bound is a batch of its own.
 * Deterministic: seeds are taken in path order and neighbours in path order.
 */
export function cutBatches(survey: Survey): readonly Batch[] {
  const groups = joinSmall(relatedGroups(survey), survey);
  return groups.map((paths, i) => ({
    id: `batch-${i + 1}`,
    paths: [...paths].sort(),
    tokens: tokensOf(paths, survey),
  }));
}

function relatedGroups(survey: Survey): readonly string[][] {
  const taken = new Set<string>();
  const groups: string[][] = [];
  for (const seed of filesInFocus(survey).keys()) {
    if (taken.has(seed)) continue;
    groups.push(growGroup(seed, survey, taken));
  }
  return groups;
}

/** Breadth first along imports and importers until the next file would not fit. */
function growGroup(seed: string, survey: Survey, taken: Set<string>): string[] {
  const group: string[] = [];
  const queue = [seed];
  let tokens = 0;
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (taken.has(path)) continue;
    const size = tokensOf([path], survey);
    if (group.length > 0 && tokens + size > batchTokens.most) continue;
    taken.add(path);
    group.push(path);
    tokens += size;
    queue.push(...neighbours(path, survey).filter((next) => !taken.has(next)));
  }
  return group;
}

function neighbours(path: string, { index, focus }: Survey): readonly string[] {
  const all = new Set([...index.importsOf(path), ...index.importersOf(path)]);
  return [...all].filter((other) => focus?.has(other) ?? true).sort();
}

/** A small group joins the first batch that still wants files and has room; groups come folder by folder. */
function joinSmall(groups: readonly string[][], survey: Survey): readonly string[][] {
  const batches: { readonly paths: string[]; tokens: number }[] = [];
  for (const paths of byFolder(groups)) {
    const tokens = tokensOf(paths, survey);
    const open = batches.find(
      (batch) => batch.tokens < batchTokens.least && batch.tokens + tokens <= batchTokens.most,
    );
    if (open) {
      open.paths.push(...paths);
      open.tokens += tokens;
    } else {
      batches.push({ paths: [...paths], tokens });
    }
  }
  return batches.map((batch) => batch.paths);
}

function byFolder(groups: readonly string[][]): readonly string[][] {
  const folderOf = ([first = ""]: readonly string[]): string => parentOf(first);
  return [...groups].sort(
    (a, b) => compareText(folderOf(a), folderOf(b)) || compareText(a[0] ?? "", b[0] ?? ""),
  );
}

function tokensOf(paths: readonly string[], survey: Survey): number {
  return paths.reduce((sum, path) => sum + estimateTokens(survey.files.get(path)?.source.text ?? ""), 0);
}
