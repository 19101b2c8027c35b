/** Parses Go through ast-grep. */
import type { Parser } from "../../model/language.js";
import { PlantedGrammarTree, loadGrammars } from "../grammars.js";
import { outlineGo } from "./outline.js";

/** Kinds with few nodes a file that the outline or the rules ask for. */
const rareKinds: ReadonlySet<string> = new Set([
  "ERROR",
  "assignment_statement",
  "binary_expression",
  "comment",
  "communication_case",
  "composite_literal",
  "const_spec",
  "defer_statement",
  "expression_case",
  "expression_switch_statement",
  "for_statement",
  "func_literal",
  "function_declaration",
  "if_statement",
  "import_spec",
  "keyed_element",
  "method_declaration",
  "range_clause",
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
      const tree = new PlantedGrammarTree("go", grammars.parse("go", text), rareKinds);
      return { tree, outline: outlineGo(tree, text) };
    },
  };
}
