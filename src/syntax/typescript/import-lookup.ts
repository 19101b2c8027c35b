/** Finds the file of the project that an import leads to, by what settings say of the name and by its path. */
import { parentOf } from "../../lib/paths.js";
import { ImportAliases } from "./aliases.js";
import { ecmascriptImportPaths, withEndings } from "./paths.js";
import type { Texts } from "./settings.js";

export class ImportLookup {
  readonly #aliases: ImportAliases;
  /** By the path without its ending, which many imports have in common; null where there is no file. */
  readonly #known = new Map<string, string | null>();
  /** By folder and name: of the file that imports, nothing but its folder counts. */
  readonly #found = new Map<string, string | undefined>();

  constructor(private readonly files: Texts) {
    this.#aliases = new ImportAliases(files);
  }

  /** The file that an import in the file `from` leads to; undefined where it leads outside. */
  find(specifier: string, from: string): string | undefined {
    const key = `${parentOf(from)}\n${specifier}`;
    if (this.#found.has(key)) return this.#found.get(key);
    const found =
      this.#first(this.#aliases.paths(specifier, from)) ??
      this.#first(ecmascriptImportPaths(specifier, from));
    this.#found.set(key, found);
    return found;
  }

  /** The same for a name of which settings have nothing to say. */
  findPlain(specifier: string, from: string): string | undefined {
    return this.#first(ecmascriptImportPaths(specifier, from));
  }

  #first(paths: readonly string[]): string | undefined {
    for (const path of paths) {
      const found = this.#fileAt(path);
      if (found !== null) return found;
    }
    return undefined;
  }

  #fileAt(path: string): string | null {
    let found = this.#known.get(path);
    if (found === undefined) {
      found = withEndings(path).find((one) => this.files.has(one)) ?? null;
      this.#known.set(path, found);
    }
    return found;
  }
}
