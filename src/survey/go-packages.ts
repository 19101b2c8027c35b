/** Finds the folder that a Go import names, although `go.mod` is not among the sources. */
import { compareText } from "../lib/compare.js";
import { parentOf } from "../lib/paths.js";
import type { SurveyedFile } from "../model/survey.js";

/** Answers which reviewed files an import written in a file means; none when it leads outside or is not clear. */
export interface GoPackages {
  filesOf(module: string, from: string): readonly string[];
}

/** A folder and the import path that seems to stand for it. */
interface Root {
  readonly folder: string;
  readonly module: string;
}

interface VotedRoot extends Root {
  readonly votes: number;
}

export function findGoPackages(files: ReadonlyMap<string, SurveyedFile>): GoPackages {
  const folders = packageFolders(files);
  const roots = rankRoots(files, folders);
  return {
    filesOf(module, from) {
      const root = rootFor(roots, from);
      const inside = root && below(module, root.module);
      return inside === undefined ? [] : (folders.get(join(root?.folder ?? "", inside)) ?? []);
    },
  };
}

/** Go files by folder; nobody can import what tests declare. */
function packageFolders(files: ReadonlyMap<string, SurveyedFile>): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  for (const [path, { tree }] of files) {
    if (tree.family !== "go" || path.endsWith("_test.go")) continue;
    const folder = parentOf(path);
    folders.set(folder, [...(folders.get(folder) ?? []), path]);
  }
  return folders;
}

/** Every import that ends like a folder votes for what lies before the common end; the most voted first. */
function rankRoots(
  files: ReadonlyMap<string, SurveyedFile>,
  folders: ReadonlyMap<string, readonly string[]>,
): readonly VotedRoot[] {
  const byName = new Map<string, string[]>();
  for (const folder of folders.keys()) {
    const name = folder.slice(folder.lastIndexOf("/") + 1);
    byName.set(name, [...(byName.get(name) ?? []), folder]);
  }
  const votes = new Map<string, VotedRoot>();
  for (const module of importedPaths(files)) {
    for (const folder of byName.get(module.slice(module.lastIndexOf("/") + 1)) ?? []) {
      const root = withoutCommonEnd(folder, module);
      if (!root) continue;
      const key = `${root.folder} ${root.module}`;
      votes.set(key, { ...root, votes: (votes.get(key)?.votes ?? 0) + 1 });
    }
  }
  // One import that ends like some inner folder is most likely the package of another project.
  return [...votes.values()]
    .filter((root) => root.folder === "" || root.votes > 1)
    .sort(
      (a, b) => b.votes - a.votes || a.folder.length - b.folder.length || compareText(a.module, b.module),
    );
}

/** Import paths written in Go files, each once, without those of the standard library, which have no host name. */
function importedPaths(files: ReadonlyMap<string, SurveyedFile>): ReadonlySet<string> {
  const modules = [...files.values()]
    .filter(({ tree }) => tree.family === "go")
    .flatMap(({ outline }) => outline.imports.map(({ module }) => module));
  return new Set(modules.filter((module) => module.includes("/") && !standard.test(module)));
}

/** First parts of the paths of the standard library that have more than one part (pkg.go.dev/std). */
const standard =
  /^(?:archive|compress|container|crypto|database|debug|encoding|go|hash|html|image|index|internal|io|iter|log|math|mime|net|os|path|regexp|runtime|sync|testing|text|time|unicode|vendor)\//;

/** The longest common end is taken away from both; a module's path keeps at least one part. */
function withoutCommonEnd(folder: string, module: string): Root | undefined {
  const [inner, outer] = [folder.split("/"), module.split("/")];
  while (inner.length > 0 && outer.length > 0 && inner.at(-1) === outer.at(-1)) {
    inner.pop();
    outer.pop();
  }
  return outer.length === 0 ? undefined : { folder: inner.join("/"), module: outer.join("/") };
}

/** The root the file lies under; undefined when two of one folder have equally many votes. */
function rootFor(roots: readonly VotedRoot[], from: string): Root | undefined {
  const around = roots.filter(({ folder }) => folder === "" || from.startsWith(`${folder}/`));
  const [best, next] = around;
  const isTie = best && next && best.votes === next.votes && best.folder === next.folder;
  return isTie ? undefined : best;
}

/** What follows the module's path; empty for the module itself, undefined for another module. */
function below(module: string, root: string): string | undefined {
  if (module === root) return "";
  return module.startsWith(`${root}/`) ? module.slice(root.length + 1) : undefined;
}

function join(folder: string, inside: string): string {
  return [folder, inside].filter((part) => part !== "").join("/");
}
