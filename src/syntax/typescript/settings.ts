/** The settings of a project, read when they are asked for. */
import { readSettings } from "../../lib/json.js";

/** Files by path, of which only the texts matter here. */
export type Texts = ReadonlyMap<string, { readonly source: { readonly text: string } }>;

export class Settings {
  readonly #known = new Map<string, unknown>();

  constructor(private readonly files: Texts) {}

  has(path: string): boolean {
    return this.files.has(path);
  }

  /** What the file holds; null for one that is not there or holds no JSON. */
  of(path: string): unknown {
    if (!this.#known.has(path)) {
      const text = this.files.get(path)?.source.text;
      this.#known.set(path, text === undefined ? null : readSettings(text));
    }
    return this.#known.get(path);
  }
}
