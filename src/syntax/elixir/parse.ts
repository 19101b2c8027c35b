/** Parses Elixir through ast-grep. */
import type { Parser } from "../../model/language.js";
import { PlantedGrammarTree, loadGrammars } from "../grammars.js";
import { outlineElixir } from "./outline.js";

/** Kinds with few nodes a file that the outline or the rules ask for. */
const rareKinds: ReadonlySet<string> = new Set([
  "ERROR",
  "binary_operator",
  "catch_block",
  "comment",
  "dot",
  "rescue_block",
  "stab_clause",
  "tuple",
  "unary_operator",
]);

export async function loadElixirParser(): Promise<Parser> {
  const grammars = await loadGrammars();
  return {
    parse(text) {
      const tree = new PlantedGrammarTree("elixir", grammars.parse("elixir", text), rareKinds);
      return {
        tree,
        get outline() {
          return outlineElixir(tree, text);
        },
      };
    },
  };
}
