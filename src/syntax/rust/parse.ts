/** Parses Rust through ast-grep. */
import type { Parser } from "../../model/language.js";
import { PlantedGrammarTree, loadGrammars } from "../grammars.js";
import { outlineRust } from "./outline.js";

export async function loadRustParser(): Promise<Parser> {
  const grammars = await loadGrammars();
  return {
    parse(text) {
      const tree = new PlantedGrammarTree("rust", grammars.parse("rust", readable(text)));
      return { tree, outline: outlineRust(tree, text) };
    },
  };
}

/**
 * Writes what the grammar does not know yet in words it knows, so that offsets stay as they are: a variable named
 * `raw` behind `&`, the fragments `expr_2021` and `pat_param`, the bound `use<…>`.
 */
function readable(text: string): string {
  return text
    .replace(/&raw\b(?!\s+(?:const|mut)\b)/g, "&row")
    .replace(/(:\s*(?:expr|pat))(_2021|_param)\b/g, (_, known: string, rest: string) => known + blank(rest))
    .replace(/\+\s*use<[^<>]*>/g, blank);
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}
