/** Parses Java through ast-grep. */
import type { Parser } from "../../model/language.js";
import { PlantedGrammarTree, loadGrammars } from "../grammars.js";
import { outlineJava } from "./outline.js";
import { readParseErrors } from "./parse-errors.js";

/** Kinds with few nodes a file that the outline or the rules ask for. */
const rareKinds: ReadonlySet<string> = new Set([
  "ERROR",
  "annotation_type_declaration",
  "assert_statement",
  "binary_expression",
  "block_comment",
  "catch_clause",
  "class_declaration",
  "compact_constructor_declaration",
  "constant_declaration",
  "constructor_declaration",
  "do_statement",
  "enhanced_for_statement",
  "enum_constant",
  "enum_declaration",
  "field_declaration",
  "finally_clause",
  "for_statement",
  "if_statement",
  "import_declaration",
  "interface_declaration",
  "line_comment",
  "method_declaration",
  "object_creation_expression",
  "record_declaration",
  "return_statement",
  "switch_expression",
  "switch_label",
  "synchronized_statement",
  "ternary_expression",
  "throw_statement",
  "try_statement",
  "try_with_resources_statement",
  "while_statement",
]);

export async function loadJavaParser(): Promise<Parser> {
  const grammars = await loadGrammars();
  return {
    parse(text) {
      const plain = new PlantedGrammarTree("java", grammars.parse("java", text), rareKinds);
      const readable = text.replace(annotatedRest, "[] ");
      if (readable === text || readParseErrors(plain, text).length === 0)
        return {
          tree: plain,
          get outline() {
            return outlineJava(plain, text);
          },
        };
      const tree = new PlantedGrammarTree("java", grammars.parse("java", readable), rareKinds);
      return {
        tree,
        get outline() {
          return outlineJava(tree, text);
        },
      };
    },
  };
}

/**
 * `String @Nullable ... items` (JLS 8.4.1) is valid, and the grammar knows no annotation there. Where it stumbles, the
 * dots are read as brackets and a blank, so that offsets stay as they are and the annotation counts as used.
 */
const annotatedRest = /(?=\.{3})(?<=@[\w.]+\s*)\.{3}(?=\s*\w)/g;
