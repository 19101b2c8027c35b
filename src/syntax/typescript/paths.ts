/** What TypeScript and JavaScript paths say: test-file names, and the files an import may mean. */
import { ancestorsOf, joinPath, parentOf } from "../../lib/paths.js";

/** `store.test.ts`, `store.spec.js`, `store.e2e-spec.ts`, `store.cy.ts`. */
export function isEcmascriptTestPath(path: string): boolean {
  return /\.(?:test|tests|spec|e2e|e2e-spec|cy|bench|stories)\.[cm]?[jt]sx?$|[_-](?:spec|test)\.[cm]?[jt]sx?$/i.test(
    path,
  );
}

const endings = ["", ".ts", ".tsx", ".d.ts", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

/** Paths of files an import specifier may mean, most likely first. */
export function ecmascriptImportCandidates(specifier: string, from: string): readonly string[] {
  return ecmascriptImportPaths(specifier, from).flatMap(withEndings);
}

/**
 * The same without endings. Relative ones are exact up to those; `@/x`, `~/x` and `src/x` are tried below every folder
 * above the file, which is where aliases point in practice.
 */
export function ecmascriptImportPaths(specifier: string, from: string): readonly string[] {
  if (specifier.startsWith(".")) return [joinPath(parentOf(from), specifier)];
  const alias = /^(?:[@~#]\/)(.+)$/.exec(specifier)?.[1] ?? (specifier.startsWith("src/") ? specifier : null);
  if (alias === null) return [];
  return ancestorsOf(from).flatMap((above) => [joinPath(above, alias), joinPath(above, `src/${alias}`)]);
}

/** A name of imports, with `*` for any part of it, and what it leads to. */
export interface Pattern {
  readonly name: string;
  readonly targets: readonly string[];
}

/** What the best pattern makes of the name: one that is the name itself, else the one with the longest start. */
export function matchPatterns(patterns: readonly Pattern[], name: string): readonly string[] {
  let best: { readonly targets: readonly string[]; readonly start: number; readonly part: string } | null =
    null;
  for (const { name: pattern, targets } of patterns) {
    if (pattern === name) return targets;
    const star = pattern.indexOf("*");
    if (star === -1 || !name.startsWith(pattern.slice(0, star))) continue; // nearly every pattern, for every import
    const [start = "", end = ""] = pattern.split("*", 2);
    if (!name.endsWith(end)) continue;
    const isLonger = name.length >= start.length + end.length && start.length > (best?.start ?? -1);
    if (isLonger)
      best = { targets, start: start.length, part: name.slice(start.length, name.length - end.length) };
  }
  if (!best) return [];
  const { targets, part } = best;
  return targets.map((target) => target.replace("*", () => part));
}

/** `./store.js` means `store.ts` where the sources are TypeScript. */
export function withEndings(path: string): readonly string[] {
  if (path === "") return endings.slice(1).map((ending) => `index${ending}`);
  const bare = path.replace(/\.[cm]?jsx?$/, "");
  const stems = bare === path ? [path] : [path, bare];
  return stems.flatMap((stem) => [
    ...endings.map((ending) => stem + ending),
    ...endings.slice(1).map((ending) => `${stem}/index${ending}`),
  ]);
}
