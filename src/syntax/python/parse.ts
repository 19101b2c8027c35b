/** Parses Python through ast-grep. */
import type { Parser } from "../../model/language.js";
import { PlantedGrammarTree, loadGrammars } from "../grammars.js";
import { outlinePython } from "./outline.js";

/** Statements and clauses: a few dozen a file. An unknown kind here would fail the first question. */
const rareKinds: ReadonlySet<string> = new Set([
  "ERROR",
  "assert_statement",
  "augmented_assignment",
  "await",
  "boolean_operator",
  "case_clause",
  "class_definition",
  "comparison_operator",
  "conditional_expression",
  "elif_clause",
  "else_clause",
  "except_clause",
  "exec_statement",
  "finally_clause",
  "for_statement",
  "function_definition",
  "global_statement",
  "if_clause",
  "if_statement",
  "import_from_statement",
  "import_statement",
  "lambda",
  "match_statement",
  "named_expression",
  "print_statement",
  "raise_statement",
  "return_statement",
  "try_statement",
  "while_statement",
  "with_statement",
]);

export async function loadPythonParser(): Promise<Parser> {
  const grammars = await loadGrammars();
  return {
    parse(text) {
      const tree = new PlantedGrammarTree("python", grammars.parse("python", text), rareKinds);
      return {
        tree,
        get outline() {
          return outlinePython(tree, text);
        },
      };
    },
  };
}
