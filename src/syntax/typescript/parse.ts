/** Parses TypeScript and JavaScript with the compiler that ts-morph bundles, on raw nodes. */
import { createRequire } from "node:module";
import type * as common from "@ts-morph/common";
import type { ts } from "ts-morph";
import type { Parser } from "../../model/language.js";
import type { NodeOfKind, TypeScriptTree } from "../../model/tree.js";
import { Latest } from "../latest.js";
import { walk } from "./ask.js";
import { outlineTypeScript } from "./outline.js";

/**
 * Loads the compiler once, from the package that ts-morph bundles it in: its wrappers would cost a quarter more, and
 * `import()` would search its nine megabytes for names of exports first.
 */
export async function loadTypeScriptParser(): Promise<Parser> {
  const { ts: compiler } = createRequire(import.meta.url)("@ts-morph/common") as typeof common;
  return {
    parse(text, path) {
      const tree = plantTree(compiler, text, path);
      return {
        tree,
        get outline() {
          return outlineTypeScript(tree);
        },
      };
    },
  };
}

function plantTree(compiler: typeof ts, text: string, path: string): TypeScriptTree {
  const root = compiler.createSourceFile(
    path,
    text,
    {
      languageVersion: compiler.ScriptTarget.Latest,
      jsDocParsingMode: compiler.JSDocParsingMode.ParseNone,
    },
    true,
    scriptKind(compiler, path),
  );
  return new PlantedTree(compiler, root);
}

/** Plain JavaScript may hold JSX; `.ts` may not, because `<T>x` is a cast there. */
function scriptKind(compiler: typeof ts, path: string): ts.ScriptKind {
  if (/\.tsx$/i.test(path)) return compiler.ScriptKind.TSX;
  if (/\.[cm]?ts$/i.test(path)) return compiler.ScriptKind.TS;
  return compiler.ScriptKind.JSX;
}

type Compiler = typeof ts;

/** Lists of nodes in source order; the index is the kind. */
type NodesByKind = readonly (readonly ts.Node[] | undefined)[];

const indexes = new Latest<TypeScriptTree, NodesByKind>();

class PlantedTree implements TypeScriptTree {
  readonly family = "typescript";

  constructor(
    readonly ts: Compiler,
    readonly root: ts.SourceFile,
  ) {}

  nodes<Kind extends ts.SyntaxKind>(...kinds: readonly Kind[]): readonly NodeOfKind<Kind>[] {
    const byKind = indexes.of(this, () => this.#sortByKind());
    const lists = kinds.map((kind) => byKind[kind] ?? []);
    const found = lists.length === 1 ? lists[0] : lists.flat().sort((a, b) => a.pos - b.pos || b.end - a.end);
    // The index holds under each kind only nodes of that kind.
    return found as unknown as readonly NodeOfKind<Kind>[];
  }

  #sortByKind(): NodesByKind {
    const byKind: (ts.Node[] | undefined)[] = [];
    const keep = (node: ts.Node): void => {
      const list = byKind[node.kind];
      if (list) list.push(node);
      else byKind[node.kind] = [node];
    };
    keep(this.root);
    walk(this, this.root, keep);
    return byKind;
  }
}
