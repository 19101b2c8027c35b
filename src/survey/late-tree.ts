/** A tree that is parsed when somebody first asks it: of most files that did not change, nobody does. */
import type { ts } from "ts-morph";
import type { Parser } from "../model/language.js";
import type { Source } from "../model/source.js";
import type { GrammarTree, NodeOfKind, Tree, TypeScriptTree } from "../model/tree.js";

/** @param family of the language, which the tree will have too */
export function lateTree(source: Source, family: Tree["family"], parser: Parser): Tree {
  if (family === "text") return { family };
  const plant = once(() => parser.parse(source.text, source.path).tree);
  // A parser plants trees of its own language's family alone, so what is asked of the late tree is there.
  if (family === "typescript") return new LateTypeScriptTree(plant as () => TypeScriptTree);
  return new LateGrammarTree(family, plant as () => GrammarTree) as Tree;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

class LateTypeScriptTree implements TypeScriptTree {
  readonly family = "typescript";

  constructor(private readonly plant: () => TypeScriptTree) {}

  get ts(): TypeScriptTree["ts"] {
    return this.plant().ts;
  }

  get root(): TypeScriptTree["root"] {
    return this.plant().root;
  }

  nodes<Kind extends ts.SyntaxKind>(...kinds: readonly Kind[]): readonly NodeOfKind<Kind>[] {
    return this.plant().nodes(...kinds);
  }
}

class LateGrammarTree implements GrammarTree {
  constructor(
    readonly family: string,
    private readonly plant: () => GrammarTree,
  ) {}

  get root(): GrammarTree["root"] {
    return this.plant().root;
  }

  nodes(kind: string): ReturnType<GrammarTree["nodes"]> {
    return this.plant().nodes(kind);
  }
}
