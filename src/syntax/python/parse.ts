/** Parses Python through ast-grep. */
import type { Parser } from "../../model/language.js";
import { PlantedGrammarTree, loadGrammars } from "../grammars.js";
import { outlinePython } from "./outline.js";

export async function loadPythonParser(): Promise<Parser> {
  const grammars = await loadGrammars();
  return {
    parse(text) {
      const tree = new PlantedGrammarTree("python", grammars.parse("python", text));
      return { tree, outline: outlinePython(tree, text) };
    },
  };
}
