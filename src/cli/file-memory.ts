/** Opens the memory of single files for a review, where it is known what code is running. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { hash } from "../lib/hash.js";
import type { ChangeScope } from "../model/change.js";
import { type FileMemory, openFileMemory } from "../store/file-memory.js";
import { filesPlace, storePlace } from "./cache-command.js";
import type { World } from "./world.js";

/** What is reviewed together, as it was asked for. */
export interface Scope {
  readonly paths: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** The review of a change looks at other files, and in two states. */
  readonly change?: ChangeScope;
}

/** Packages that look at files: another version may find other things. */
const lookers = [
  "@ast-grep/lang-elixir",
  "@ast-grep/lang-go",
  "@ast-grep/lang-java",
  "@ast-grep/lang-python",
  "@ast-grep/lang-rust",
  "@ast-grep/napi",
  "@secretlint/core",
  "@secretlint/secretlint-rule-preset-recommend",
  "@ts-morph/common",
  "scslre",
] as const;

/** Undefined where no build has a name, as in development, and where the machine has no folder for it. */
export async function fileMemoryFor(
  { paths, include = [], exclude = [], change }: Scope,
  world: World,
  warn: (line: string) => void,
): Promise<FileMemory | undefined> {
  const place = storePlace(world);
  if (place === null || world.build === undefined) return undefined;
  const kind = change === undefined ? [] : ["change"];
  const versions = await Promise.all(lookers.map(versionOf));
  return openFileMemory({
    place: filesPlace(place),
    scope: hash(JSON.stringify([world.cwd, paths, include, exclude, ...kind]), 64),
    maker: hash(JSON.stringify([world.build, process.version, process.platform, process.arch, versions]), 64),
    warn,
    now: () => Date.now(),
  });
}

const load = createRequire(import.meta.url);

/** The text of the package's package.json; empty for a package that is not there, as grammars may be. */
async function versionOf(name: string): Promise<string> {
  for (const folder of load.resolve.paths(name) ?? []) {
    const text = await readFile(`${folder}/${name}/package.json`, "utf8").catch(() => "");
    if (text !== "") return text;
  }
  return "";
}
