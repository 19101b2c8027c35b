/** Which version of the Go language a file is written in, by the module it belongs to and its own build line. */
import { parentOf } from "../../lib/paths.js";
import type { Survey } from "../../model/survey.js";

/** Go takes this version where `go.mod` names none (go.dev/ref/mod, "go directive"). */
const whereNoneIsNamed = 16;

/**
 * The minor version: 21 for Go 1.21. A build line of the file (`//go:build go1.22`) counts before the module's.
 * @returns null where no `go.mod` above the file was read
 */
export function goVersionOf(path: string, { files }: Pick<Survey, "files">): number | null {
  const own = /^\/\/go:build (?:[^\n]*[ (])?go1\.(\d+)\b/m.exec(headOf(files.get(path)?.source.text ?? ""));
  if (own?.[1]) return Number(own[1]);
  for (let folder = parentOf(path); ; folder = parentOf(folder)) {
    const module = files.get(folder === "" ? "go.mod" : `${folder}/go.mod`);
    if (module) return versionIn(module.source.text);
    if (folder === "") return null;
  }
}

/** Build lines stand before the package clause. */
function headOf(text: string): string {
  const end = text.search(/^package\s/m);
  return end === -1 ? "" : text.slice(0, end);
}

function versionIn(module: string): number {
  const [, major, minor] = /^go\s+(\d+)\.(\d+)/m.exec(module) ?? [];
  if (major === undefined) return whereNoneIsNamed;
  return major === "1" ? Number(minor) : Number.POSITIVE_INFINITY;
}
