/** Says where names of imports lead that are no paths: by tsconfig.json, and by `imports` and names in package.json. */
import { settingOf } from "../../lib/json.js";
import { ancestorsOf, joinPath, nameOf, parentOf } from "../../lib/paths.js";
import { Manifests } from "./manifests.js";
import { type Pattern, matchPatterns } from "./paths.js";
import { Settings, type Texts } from "./settings.js";

/** What a tsconfig.json and those it extends say. */
interface Mapping {
  readonly patterns: readonly Pattern[];
  /** Folder that names are looked up in; null where there is none. */
  readonly root: string | null;
}

const nothing: Mapping = { patterns: [], root: null };
const configName = /^[jt]sconfig(?:\.[\w-]+)?\.json$/;
/** Longer chains of `extends` go round. */
const longestChain = 8;

export class ImportAliases {
  readonly #settings: Settings;
  readonly #manifests: Manifests;
  /** Paths of configurations by folder, the plain name first. */
  readonly #configs = new Map<string, string[]>();
  readonly #mappings = new Map<string, Mapping>();
  readonly #names = new Map<string, ReadonlySet<string>>();

  /** @param files whatever is known of the project; its settings are found by their names */
  constructor(private readonly files: Texts) {
    this.#settings = new Settings(files);
    this.#manifests = new Manifests(files, this.#settings);
    for (const path of files.keys()) {
      if (!configName.test(nameOf(path))) continue;
      const folder = parentOf(path);
      const beside = this.#configs.get(folder) ?? [];
      this.#configs.set(
        folder,
        [...beside, path].sort((a, b) => a.length - b.length),
      );
    }
  }

  /** Paths, without endings, that an import in the file may mean by what the project says of the name, most likely first. */
  paths(specifier: string, from: string): readonly string[] {
    if (specifier.startsWith(".") || /^[\w-]+:/.test(specifier)) return [];
    return [
      ...this.#mapped(specifier, from),
      ...this.#manifests.imported(specifier, from),
      ...this.#manifests.packaged(specifier),
    ];
  }

  /** Whether the name may lead into the project, whichever files there are: it hangs on `standing` alone. */
  mayLead(specifier: string, from: string): boolean {
    if (specifier.startsWith(".") || /^[\w-]+:/.test(specifier)) return false;
    const { patterns, root } = this.#mappingFor(parentOf(from));
    const [first = ""] = specifier.split("/", 1);
    return (
      matchPatterns(patterns, specifier).length > 0 ||
      (root !== null && this.#namesIn(root).has(first)) ||
      this.#manifests.imported(specifier, from).length > 0 ||
      this.#manifests.packaged(specifier).length > 0
    );
  }

  /** What the settings say of names, in words: the same as long as `mayLead` answers the same. */
  standing(): string {
    const mappings = [...this.#configs.values()].flat().map((path) => [path, this.#read(path, 0)] as const);
    const roots = [...new Set(mappings.flatMap(([, { root }]) => root ?? []))];
    const inside = roots.map((root) => [root, [...this.#namesIn(root)].sort()]);
    return JSON.stringify([mappings, inside, this.#manifests.standing()]);
  }

  /** Names of what lies right in a folder, without their endings. */
  #namesIn(folder: string): ReadonlySet<string> {
    const known = this.#names.get(folder);
    if (known) return known;
    const start = folder === "" ? "" : `${folder}/`;
    const names = [...this.files.keys()]
      .filter((path) => path.startsWith(start))
      .map((path) => path.slice(start.length).replace(/[/.].*$/s, ""));
    const found = new Set(names);
    this.#names.set(folder, found);
    return found;
  }

  #mapped(specifier: string, from: string): readonly string[] {
    const { patterns, root } = this.#mappingFor(parentOf(from));
    const mapped = matchPatterns(patterns, specifier);
    return root === null ? mapped : [...mapped, joinPath(root, specifier)];
  }

  /** The nearest configuration above counts; one beside it that holds the names for it counts as well. */
  #mappingFor(folder: string): Mapping {
    const known = this.#mappings.get(folder);
    if (known) return known;
    const nearest = ancestorsOf(`${folder}/x`).find((above) => this.#configs.has(above));
    const configs = (nearest === undefined ? undefined : this.#configs.get(nearest)) ?? [];
    const mapping = configs.map((path) => this.#read(path, 0)).find(says) ?? nothing;
    this.#mappings.set(folder, mapping);
    return mapping;
  }

  #read(path: string, depth: number): Mapping {
    const config = this.#settings.of(path);
    if (depth > longestChain) return nothing;
    const parents = [settingOf(config, "extends")].flat().flatMap((name) => this.#extended(name, path));
    const inherited = parents.reduce<Mapping>((all, parent) => {
      const { patterns, root } = this.#read(parent, depth + 1);
      return { patterns: patterns.length > 0 ? patterns : all.patterns, root: root ?? all.root };
    }, nothing);
    const options = settingOf(config, "compilerOptions");
    const base = settingOf(options, "baseUrl");
    const root = typeof base === "string" ? joinPath(parentOf(path), base) : inherited.root;
    const own = patternsIn(settingOf(options, "paths"), root ?? parentOf(path));
    return { patterns: own.length > 0 ? own : inherited.patterns, root };
  }

  #extended(name: unknown, path: string): readonly string[] {
    if (typeof name !== "string") return [];
    const places = name.startsWith(".") ? [joinPath(parentOf(path), name)] : this.#manifests.inside(name);
    const found = places
      .flatMap((place) => [place, `${place}.json`, `${place}/tsconfig.json`])
      .find((place) => this.#settings.has(place));
    return found === undefined ? [] : [found];
  }
}

function says({ patterns, root }: Mapping): boolean {
  return patterns.length > 0 || root !== null;
}

function patternsIn(paths: unknown, root: string): readonly Pattern[] {
  if (typeof paths !== "object" || paths === null) return [];
  return Object.entries(paths).map(([name, targets]) => ({
    name,
    targets: [targets as unknown]
      .flat()
      .flatMap((target) => (typeof target === "string" ? [joinPath(root, target)] : [])),
  }));
}
