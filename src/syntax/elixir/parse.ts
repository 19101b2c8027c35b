/** Parses Elixir through ast-grep. */
import type { Parser } from "../../model/language.js";
import { PlantedGrammarTree, loadGrammars } from "../grammars.js";
import { outlineElixir } from "./outline.js";

export async function loadElixirParser(): Promise<Parser> {
  const grammars = await loadGrammars();
  return {
    parse(text) {
      const tree = new PlantedGrammarTree("elixir", grammars.parse("elixir", text));
      return { tree, outline: outlineElixir(tree, text) };
    },
  };
}
