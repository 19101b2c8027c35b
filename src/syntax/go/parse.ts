/** Parses Go through ast-grep. */
import type { Parser } from "../../model/language.js";
import { PlantedGrammarTree, loadGrammars } from "../grammars.js";
import { outlineGo } from "./outline.js";

export async function loadGoParser(): Promise<Parser> {
  const grammars = await loadGrammars();
  return {
    parse(text) {
      const tree = new PlantedGrammarTree("go", grammars.parse("go", text));
      return { tree, outline: outlineGo(tree, text) };
    },
  };
}
