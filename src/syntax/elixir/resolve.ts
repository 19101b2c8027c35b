/** Says in full which module or atom a name in an Elixir file stands for. */
import type { Outline } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { ElixirTree } from "../../model/tree.js";
import { importOrigins } from "../names.js";
import { type ElixirModule, moduleAt, modulesOf } from "./modules.js";

/** Attributes name attributes; longer chains than this have not been met. */
const deepest = 3;

/** Answers for one file. */
export class Resolver {
  readonly #aliases: ReadonlyMap<string, string>;

  constructor(
    readonly tree: ElixirTree,
    { imports }: Outline,
  ) {
    this.#aliases = importOrigins(imports);
  }

  /** `B`, `__MODULE__`, `@registry` or `:name` in full; null when the place does not say what it is. */
  resolve(text: string, place: Span, depth = 0): string | null {
    const module = moduleAt(this.tree, place);
    if (/^:\w+$/.test(text)) return text;
    if (/^__MODULE__(?:\.|$)/.test(text)) return module ? text.replace("__MODULE__", module.name) : null;
    if (text.startsWith("@")) return this.#attribute(text.slice(1), module, depth);
    if (!/^[A-Z][\w.]*$/.test(text)) return null;
    return this.#expand(text, module);
  }

  #attribute(name: string, module: ElixirModule | undefined, depth: number): string | null {
    const values = module?.attributes.filter((attribute) => attribute.name === name) ?? [];
    const [first, ...rest] = values;
    if (!first || rest.length > 0 || first.value === null || depth > deepest) return null;
    return this.resolve(first.value, first.span, depth + 1);
  }

  /** A module knows the modules written inside it by their short names. */
  #expand(text: string, module: ElixirModule | undefined): string {
    const [first = "", ...rest] = text.replace(/^Elixir\./, "").split(".");
    const nested = modulesOf(this.tree).find(({ name }) => module && name === `${module.name}.${first}`);
    return [nested?.name ?? this.#aliases.get(first) ?? first, ...rest].join(".");
  }
}
