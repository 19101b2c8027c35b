/** Packages of JavaScript whose every user is under review: only of those can anyone say that something is unused. */
import type { Survey, SurveyedFile } from "../model/survey.js";

export interface WholePackage {
  /** Folder of its package.json with a slash at the end; empty at the top. */
  readonly folder: string;
  /** Its own files that a parser of JavaScript took in, those of packages inside it left out. */
  readonly files: readonly SurveyedFile[];
}

/**
 * Applications, and private packages of a workspace that is reviewed from its top: a library has users that nobody
 * sees, and of a part of a project nobody knows who uses it.
 */
export function wholePackages({ files }: Survey): readonly WholePackage[] {
  if (!files.has("package.json")) return [];
  const folders = [...files.keys()].filter(isManifest).map((path) => path.slice(0, -"package.json".length));
  const ofFolder = new Map<string, SurveyedFile[]>(folders.map((folder) => [folder, []]));
  for (const [path, file] of files) {
    if (file.tree.family !== "typescript") continue;
    const home = folders.filter((folder) => path.startsWith(folder)).sort((a, b) => b.length - a.length)[0];
    ofFolder.get(home ?? "")?.push(file);
  }
  return [...ofFolder]
    .filter(([folder]) => hasNoOtherUsers(files.get(`${folder}package.json`)))
    .map(([folder, own]) => ({ folder, files: own }));
}

function isManifest(path: string): boolean {
  return path === "package.json" || path.endsWith("/package.json");
}

/** Published is what is not private and names what its users get. */
function hasNoOtherUsers(manifest: SurveyedFile | undefined): boolean {
  const read = parse(manifest?.source.text ?? "");
  if (read === null) return false;
  return (
    read["private"] === true || !["main", "module", "exports", "types", "bin"].some((key) => key in read)
  );
}

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
