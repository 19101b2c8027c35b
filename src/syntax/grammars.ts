/** Loads the tree-sitter grammars that ast-grep reads; a grammar that does not load on this machine is left out. */
import type { SgNode } from "@ast-grep/napi";
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

const indexes = new Latest<GrammarTree, Map<string, readonly SgNode[]>>();

/** A grammar tree that asks the parser for each kind once. */
export class PlantedGrammarTree<Family extends string> implements GrammarTree {
  constructor(
    readonly family: Family,
    readonly root: SgNode,
  ) {}

  nodes(kind: string): readonly SgNode[] {
    const byKind = indexes.of(this, () => new Map<string, readonly SgNode[]>());
    const known = byKind.get(kind);
    if (known) return known;
    const found = this.root.findAll({ rule: { kind } });
    byKind.set(kind, found);
    return found;
  }
}
