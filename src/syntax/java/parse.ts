/** Parses Java through ast-grep. */
import type { Parser } from "../../model/language.js";
import { PlantedGrammarTree, loadGrammars } from "../grammars.js";
import { outlineJava } from "./outline.js";

export async function loadJavaParser(): Promise<Parser> {
  const grammars = await loadGrammars();
  return {
    parse(text) {
      const tree = new PlantedGrammarTree("java", grammars.parse("java", text));
      return { tree, outline: outlineJava(tree, text) };
    },
  };
}
