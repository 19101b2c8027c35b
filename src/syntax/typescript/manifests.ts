/** Says where `#names` of package.json lead, and which file a package of the project itself begins with. */
import { settingOf } from "../../lib/json.js";
import { ancestorsOf, joinPath, nameOf, parentOf } from "../../lib/paths.js";
import { type Pattern, matchPatterns } from "./paths.js";
import type { Settings, Texts } from "./settings.js";

/** Folders a build writes to: what lies there was made from the sources. */
const built = /^(?:dist|build|lib|out)\/(?:(?:esm|cjs|src|types)\/)?/;

/** Settings that say which file a package begins with. */
const entries = ["source", "module", "main", "types"];

export class Manifests {
  /** Folders of packages by name; null where several bear it. */
  readonly #folders = new Map<string, string | null>();
  readonly #paths: string[] = [];

  constructor(
    files: Texts,
    private readonly settings: Settings,
  ) {
    for (const path of files.keys()) {
      if (nameOf(path) !== "package.json") continue;
      this.#paths.push(path);
      const name = settingOf(settings.of(path), "name");
      if (typeof name === "string") this.#folders.set(name, this.#folders.has(name) ? null : parentOf(path));
    }
  }

  /** Where the nearest package.json says that a name such as `#store` leads. */
  imported(specifier: string, from: string): readonly string[] {
    if (!specifier.startsWith("#")) return [];
    const folder = ancestorsOf(from).find((above) => this.settings.has(joinPath(above, "package.json")));
    if (folder === undefined) return [];
    const imports = settingOf(this.#manifest(folder), "imports");
    return matchPatterns(patternsIn(imports), specifier).flatMap((target) => sourcesOf(folder, target));
  }

  /** Where a package of the project leads, by its name and what follows it. */
  packaged(specifier: string): readonly string[] {
    const { folder, rest } = this.#split(specifier);
    if (folder === null) return [];
    const manifest = this.#manifest(folder);
    const exported = settingOf(manifest, "exports");
    const patterns = patternsIn(typeof exported === "string" ? { ".": exported } : exported);
    const flat = patterns.length === 0 ? textsIn(exported) : [];
    const named = rest === "" ? entries : [];
    const written = named.flatMap((name) => textsIn(settingOf(manifest, name)));
    const plain = rest === "" ? ["src/index", "index"] : [rest, `src/${rest}`];
    return [
      ...matchPatterns(patterns, rest === "" ? "." : `./${rest}`),
      ...flat,
      ...written,
      ...plain,
    ].flatMap((target) => sourcesOf(folder, target));
  }

  /** A path inside a package of the project, as settings name files of others. */
  inside(specifier: string): readonly string[] {
    const { folder, rest } = this.#split(specifier);
    return folder === null ? [] : [joinPath(folder, rest)];
  }

  /** What all of them say of names, in words. */
  standing(): string {
    const said = ["name", "exports", "imports", ...entries];
    const all = this.#paths.map((path) => [path, said.map((key) => settingOf(this.settings.of(path), key))]);
    return JSON.stringify(all);
  }

  #manifest(folder: string): unknown {
    return this.settings.of(joinPath(folder, "package.json"));
  }

  #split(specifier: string): { readonly folder: string | null; readonly rest: string } {
    const [name = ""] = /^(?:@[^/]+\/)?[^/]+/.exec(specifier) ?? [];
    return { folder: this.#folders.get(name) ?? null, rest: specifier.slice(name.length + 1) };
  }
}

/** Names that begin with a dot or a hash, each with what it may lead to under any condition. */
function patternsIn(value: unknown): readonly Pattern[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, targets]) =>
    /^[.#]/.test(name) ? [{ name, targets: textsIn(targets) }] : [],
  );
}

/** Every text in the value: `{ "import": { "types": "./a.d.ts", "default": "./a.js" } }`. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The file that is named, and the one it was made from. */
function sourcesOf(folder: string, target: string): readonly string[] {
  const path = joinPath("", target).replace(/\.d\.[cm]?ts$/, "");
  const paths = built.test(path) ? [path, path.replace(built, "src/"), path.replace(built, "")] : [path];
  return paths.map((each) => joinPath(folder, each));
}
