/** Parses Go through ast-grep. */
import type { Parser } from "../../model/language.js";
import { PlantedGrammarTree, loadGrammars } from "../grammars.js";
import { outlineGo } from "./outline.js";
import { readParseErrors } from "./parse-errors.js";

export async function loadGoParser(): Promise<Parser> {
  const grammars = await loadGrammars();
  return {
    parse(text) {
      const plain = new PlantedGrammarTree("go", grammars.parse("go", text));
      const readable = text.replace(newOfValue, "ptr(");
      if (readable === text || readParseErrors(plain, text).length === 0)
        return { tree: plain, outline: outlineGo(plain, text) };
      const tree = new PlantedGrammarTree("go", grammars.parse("go", readable));
      return { tree, outline: outlineGo(tree, text) };
    },
  };
}

/**
 * Go 1.26 lets `new` take a value (`new(5)`); the grammar knows only `new(Type)`. Where it stumbles, the word is read
 * as the name of an ordinary function of the same length, so that offsets stay as they are.
 */
const newOfValue =
  /(?<![\w.])new\((?=\s*(?:[^\s\w*[(]|\d|\w+\.\w+\.|\w+(?:\.\w+)*\s*[^\s\w.)[]|\*\w+(?:\.\w+)*\s*[^\s\w.)[]|(?:\[[^\]\n]*\]|map\[)[^()\n]*\{|\w+(?:\.\w+)*\[[^\]\n]*\]\s*[^)\s]))(?!\s*(?:struct|interface|map|chan|func)\b)/g;
