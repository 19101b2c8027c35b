/** Which reviewed file imports which. */
import type { Language } from "../model/language.js";
import type { Import } from "../model/outline.js";
import type { SurveyedFile } from "../model/survey.js";
import { ImportLookup } from "../syntax/typescript/import-lookup.js";
import { findGoPackages } from "./go-packages.js";

/** Imported paths by importing path, in path order; specifiers that lead outside the review are left out. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

export function resolveImports(
  files: ReadonlyMap<string, SurveyedFile>,
  languages: readonly Language[],
): ImportGraph {
  const byId = new Map(languages.map((language) => [language.id, language]));
  const packages = findGoPackages(files);
  const lookup = new ImportLookup(files);
  return new Map(
    [...files].map(([path, file]) => {
      const language = byId.get(file.source.language);
      const found = importedModules(file).flatMap((target): readonly string[] => {
        if (file.tree.family === "go") return packages.filesOf(target, path);
        const candidate =
          file.tree.family === "typescript"
            ? lookup.find(target, path)
            : language?.importCandidates(target, path).find((one) => files.has(one));
        return candidate === undefined ? [] : [candidate];
      });
      return [path, [...new Set(found)].filter((target) => target !== path).sort()];
    }),
  );
}

/** `from .pkg import name` may mean a module `pkg/name` as well as a name in `pkg`. */
function importedModules(file: SurveyedFile): readonly string[] {
  return file.outline.imports.flatMap(({ module, names }) => {
    if (file.tree.family === "rust") return pathsOf(module, names);
    if (file.tree.family !== "python") return module;
    const separator = module.endsWith(".") ? "" : ".";
    return [
      ...names.filter((name) => name.imported !== "*").map((name) => module + separator + name.imported),
      module,
    ];
  });
}

/** `use crate::store` names a module as its last part, `use crate::store::Store` an item of one. */
function pathsOf(module: string, names: Import["names"]): readonly string[] {
  if (names.length === 0) return [module];
  return names.map(({ imported }) => (imported === "*" ? module : `${module}::${imported}`));
}
