/** Chooses the framework pages that a project can have any use of: those of what its files import. */
import type { Framework } from "../model/framework.js";
import type { SurveyedFile } from "../model/survey.js";

/** Pages for the files' family whose packages some file imports, and those that need no import. */
export function pagesInUse(
  frameworks: readonly Framework[],
  files: readonly SurveyedFile[],
): readonly Framework[] {
  const families = new Set(files.map(({ tree }) => tree.family));
  const imported = new Set(
    files.flatMap(({ outline }) => outline.imports.map(({ module }) => moduleName(module))),
  );
  const modules = [...imported];
  const isImported = (name: string): boolean =>
    imported.has(name) || modules.some((module) => isBelow(module, name));
  return frameworks.filter(
    ({ family, packages }) =>
      families.has(family) &&
      (packages.length === 0 || packages.some((name) => isImported(moduleName(name)))),
  );
}

/** A module without what only says where the runtime looks for it. */
export function moduleName(specifier: string): string {
  return specifier.replace(/^(?:node|npm|jsr):/, "");
}

/** `lodash/template` is of lodash, `flask.views` of flask, `axum::extract` of axum. */
function isBelow(module: string, name: string): boolean {
  return module.startsWith(name) && /^(?:\/|\.|::)/.test(module.slice(name.length));
}
