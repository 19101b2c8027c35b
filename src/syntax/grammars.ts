/** Loads the tree-sitter grammars that ast-grep reads; a grammar that does not load on this machine is left out. */
import type { SgNode } from "@ast-grep/napi";
import { groupBy } from "../lib/group.js";
import type { GrammarTree } from "../model/tree.js";
import { Latest } from "./latest.js";

const packages = {
  python: () => import("@ast-grep/lang-python"),
  go: () => import("@ast-grep/lang-go"),
  rust: () => import("@ast-grep/lang-rust"),
  java: () => import("@ast-grep/lang-java"),
  elixir: () => import("@ast-grep/lang-elixir"),
} as const;

export type GrammarName = keyof typeof packages;

export interface Grammars {
  /** Root of the parsed text; throws when the grammar did not load. */
  parse(grammar: GrammarName, text: string): SgNode;
}

let loading: Promise<Grammars> | undefined;

/** Registers all grammars at once: the parser ignores every registration after the first. One that is missing costs its own files only. */
export function loadGrammars(): Promise<Grammars> {
  loading ??= register();
  return loading;
}

async function register(): Promise<Grammars> {
  const { parse, registerDynamicLanguage } = await import("@ast-grep/napi");
  const loaded: Parameters<typeof registerDynamicLanguage>[0] = {};
  const missing = new Map<string, string>();
  for (const [name, load] of Object.entries(packages)) {
    try {
      loaded[name] = (await load()).default;
    } catch (error) {
      missing.set(name, error instanceof Error ? error.message : String(error));
    }
  }
  registerDynamicLanguage(loaded);
  return {
    parse(grammar, text) {
      const problem = missing.get(grammar);
      if (problem !== undefined)
        throw new Error(`the ${grammar} grammar does not load on this machine: ${problem}`);
      return parse(grammar, text).root();
    },
  };
}

interface KindIndex {
  readonly byKind: Map<string, readonly SgNode[]>;
  hasAskedRare: boolean;
}

const indexes = new Latest<GrammarTree, KindIndex>();

/**
 * A grammar tree that asks the parser for each kind once. A question walks the whole tree whatever it finds, so kinds
 * with few nodes are asked for together; kinds with many are asked for alone, because each node found costs more than
 * the walk.
 */
export class PlantedGrammarTree<Family extends string> implements GrammarTree {
  readonly #rare: ReadonlySet<string>;

  /** @param rareKinds found at once, because the outline is about to ask for most of them */
  constructor(
    readonly family: Family,
    readonly root: SgNode,
    rareKinds: ReadonlySet<string> = new Set(),
  ) {
    this.#rare = rareKinds;
    this.#findRare(this.#index());
  }

  nodes(kind: string): readonly SgNode[] {
    const index = this.#index();
    const known = index.byKind.get(kind);
    if (known) return known;
    if (this.#rare.has(kind) && index.hasAskedRare) {
      this.#findRare(index);
      return index.byKind.get(kind) ?? [];
    }
    // Many rules look at one rare kind of each file; only a second question pays for finding the others too.
    if (this.#rare.has(kind)) index.hasAskedRare = true;
    const found = this.root.findAll({ rule: { kind } });
    index.byKind.set(kind, found);
    return found;
  }

  #index(): KindIndex {
    return indexes.of(this, () => ({ byKind: new Map(), hasAskedRare: false }));
  }

  #findRare({ byKind }: KindIndex): void {
    const missing = [...this.#rare].filter((kind) => !byKind.has(kind));
    if (missing.length === 0) return;
    const found = this.root.findAll({ rule: { any: missing.map((kind) => ({ kind })) } });
    const groups = groupBy(found, (node) => String(node.kind()));
    for (const kind of missing) byKind.set(kind, groups.get(kind) ?? []);
  }
}
