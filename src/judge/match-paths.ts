/** Which file of this review a file of an earlier one is. */
import { groupBy } from "../lib/group.js";
import { nameOf } from "../lib/paths.js";
import type { EarlierFinding, Whereabouts } from "../model/earlier.js";
import { isTelling } from "./likeness.js";
import type { Texts } from "./texts.js";

/**
 * A review made from another folder names the same files otherwise. Where not one path is known here, the two folders
 * that make most of them equal are taken for each other; else every path means itself.
 */
export function alignPaths(earlier: readonly string[], later: readonly string[]): (path: string) => string {
  const known = new Set(later);
  if (earlier.some((path) => known.has(path))) return (path) => path;
  const byName = groupBy(later, nameOf);
  const votes = new Map<string, { readonly from: string; readonly to: string; count: number }>();
  for (const path of new Set(earlier)) {
    for (const other of byName.get(nameOf(path)) ?? []) {
      const pair = differingFolders(path, other);
      const key = `${pair.from}\u0000${pair.to}`;
      const vote = votes.get(key) ?? { ...pair, count: 0 };
      vote.count += 1;
      votes.set(key, vote);
    }
  }
  const [best] = [...votes.values()].sort((a, b) => b.count - a.count || b.from.length - a.from.length);
  if (!best) return (path) => path;
  return (path) => (path.startsWith(best.from) ? best.to + path.slice(best.from.length) : path);
}

/** What is left of two paths when the folders they end in alike are taken away. */
function differingFolders(a: string, b: string): { readonly from: string; readonly to: string } {
  const [ours, theirs] = [a.split("/"), b.split("/")];
  let shared = 1;
  while (shared < Math.min(ours.length, theirs.length) && ours.at(-1 - shared) === theirs.at(-1 - shared))
    shared += 1;
  const rest = (parts: readonly string[]): string =>
    parts
      .slice(0, parts.length - shared)
      .map((part) => `${part}/`)
      .join("");
  return { from: rest(ours), to: rest(theirs) };
}

export interface PathMatter {
  readonly findings: readonly EarlierFinding[];
  /** Files the earlier review looked at, named as here; null where nobody knows. */
  readonly filesBefore: ReadonlySet<string> | null;
  readonly aligned: (path: string) => string;
  readonly whereabouts: ReadonlyMap<string, Whereabouts>;
  readonly texts: Texts;
}

/**
 * New paths of files that are gone: what git says of them, else the one new file that holds most of the quotes from
 * the old. A quote counts only when it is telling, and a file only when it was not there before.
 */
export function findRenames(matter: PathMatter): ReadonlyMap<string, string> {
  const { findings, aligned, whereabouts, texts } = matter;
  const renames = new Map<string, string>();
  const lost = groupBy(
    findings.filter(({ place }) => !texts.has(aligned(place.path))),
    ({ place }) => aligned(place.path),
  );
  for (const [path, own] of lost) {
    const { renamedTo = null, exists } = whereabouts.get(path) ?? {};
    const found = renamedTo ?? (exists === false ? likeliest(path, own, matter) : null);
    if (found !== null) renames.set(path, found);
  }
  return renames;
}

function likeliest(
  path: string,
  own: readonly EarlierFinding[],
  { texts, filesBefore }: PathMatter,
): string | null {
  const counts = new Map<string, number>();
  for (const quote of new Set(own.map(({ place }) => place.quote).filter(isTelling))) {
    const files = new Set(texts.elsewhere(quote, path).map((place) => place.path));
    for (const file of files) if (!filesBefore?.has(file)) counts.set(file, (counts.get(file) ?? 0) + 1);
  }
  const ranked = [...counts].sort(
    ([a, most], [b, count]) =>
      count - most ||
      Number(nameOf(b) === nameOf(path)) - Number(nameOf(a) === nameOf(path)) ||
      (a < b ? -1 : 1),
  );
  return ranked[0]?.[0] ?? null;
}
