/** Parses Go through ast-grep. */
import type { Parser } from "../../model/language.js";
import { PlantedGrammarTree, loadGrammars } from "../grammars.js";
import { outlineGo } from "./outline.js";
import { readParseErrors } from "./parse-errors.js";

/** Statements and declarations: a few dozen a file. An unknown kind here would fail the first question. */
const rareKinds: ReadonlySet<string> = new Set([
  "ERROR",
  "assignment_statement",
  "binary_expression",
  "communication_case",
  "const_spec",
  "defer_statement",
  "expression_case",
  "expression_switch_statement",
  "for_statement",
  "func_literal",
  "function_declaration",
  "go_statement",
  "if_statement",
  "import_spec",
  "method_declaration",
  "select_statement",
  "type_alias",
  "type_case",
  "type_spec",
  "type_switch_statement",
  "var_spec",
]);

export async function loadGoParser(): Promise<Parser> {
  const grammars = await loadGrammars();
  return {
    parse(text) {
      const plain = new PlantedGrammarTree("go", grammars.parse("go", text), rareKinds);
      const readable = text.replace(newOfValue, "ptr(");
      if (readable === text || readParseErrors(plain, text).length === 0)
        return {
          tree: plain,
          get outline() {
            return outlineGo(plain, text);
          },
        };
      const tree = new PlantedGrammarTree("go", grammars.parse("go", readable), rareKinds);
      return {
        tree,
        get outline() {
          return outlineGo(tree, text);
        },
      };
    },
  };
}

/**
 * Go 1.26 lets `new` take a value (`new(5)`); the grammar knows only `new(Type)`. Where it stumbles, the word is read
 * as the name of an ordinary function of the same length, so that offsets stay as they are.
 */
const newOfValue =
  /(?<![\w.])new\((?=\s*(?:[^\s\w*[(]|\d|\w+\.\w+\.|\w+(?:\.\w+)*\s*[^\s\w.)[]|\*\w+(?:\.\w+)*\s*[^\s\w.)[]|(?:\[[^\]\n]*\]|map\[)[^()\n]*\{|\w+(?:\.\w+)*\[[^\]\n]*\]\s*[^)\s]))(?!\s*(?:struct|interface|map|chan|func)\b)/g;
