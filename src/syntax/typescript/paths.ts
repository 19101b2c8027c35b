/** What TypeScript and JavaScript paths say: test-file names, and the files an import may mean. */
import { ancestorsOf, joinPath, parentOf } from "../../lib/paths.js";

/** `store.test.ts`, `store.spec.js`, `store.e2e-spec.ts`, `store.cy.ts`. */
export function isEcmascriptTestPath(path: string): boolean {
  return /\.(?:test|tests|spec|e2e|e2e-spec|cy|bench|stories)\.[cm]?[jt]sx?$|[_-](?:spec|test)\.[cm]?[jt]sx?$/i.test(
    path,
  );
}

const endings = ["", ".ts", ".tsx", ".d.ts", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

/**
 * Paths an import specifier may mean, most likely first. Relative ones are exact up to the ending;
 * `@/x`, `~/x` and `src/x` are tried below every folder above the file, which is where aliases point in practice.
 */
export function ecmascriptImportCandidates(specifier: string, from: string): readonly string[] {
  const folder = parentOf(from);
  if (specifier.startsWith(".")) return withEndings(joinPath(folder, specifier));
  const alias = /^(?:[@~#]\/)(.+)$/.exec(specifier)?.[1] ?? (specifier.startsWith("src/") ? specifier : null);
  if (alias === null) return [];
  return ancestorsOf(from).flatMap((above) => [
    ...withEndings(joinPath(above, alias)),
    ...withEndings(joinPath(above, `src/${alias}`)),
  ]);
}

/** `./store.js` means `store.ts` where the sources are TypeScript. */
function withEndings(path: string): readonly string[] {
  if (path === "") return endings.slice(1).map((ending) => `index${ending}`);
  const bare = path.replace(/\.[cm]?jsx?$/, "");
  const stems = bare === path ? [path] : [path, bare];
  return stems.flatMap((stem) => [
    ...endings.map((ending) => stem + ending),
    ...endings.slice(1).map((ending) => `${stem}/index${ending}`),
  ]);
}
