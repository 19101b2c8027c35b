/** Parses Rust through ast-grep. */
import type { Parser } from "../../model/language.js";
import type { SgNode } from "@ast-grep/napi";
import { type Grammars, PlantedGrammarTree, loadGrammars } from "../grammars.js";
import { spanOf } from "./ask.js";
import { type PlainMacro, plainMacros, rewrite } from "./macros.js";
import { outlineRust } from "./outline.js";

/** Kinds with few nodes a file that the outline or the rules ask for. */
const rareKinds: ReadonlySet<string> = new Set([
  "ERROR",
  "attribute_item",
  "await_expression",
  "binary_expression",
  "block_comment",
  "const_item",
  "else_clause",
  "enum_item",
  "extern_crate_declaration",
  "for_expression",
  "function_item",
  "function_signature_item",
  "if_expression",
  "inner_attribute_item",
  "let_chain",
  "let_declaration",
  "loop_expression",
  "macro_definition",
  "macro_invocation",
  "match_arm",
  "match_expression",
  "mod_item",
  "shorthand_field_identifier",
  "static_item",
  "struct_item",
  "trait_item",
  "type_item",
  "union_item",
  "use_declaration",
  "while_expression",
]);

export async function loadRustParser(): Promise<Parser> {
  const grammars = await loadGrammars();
  return {
    parse(text) {
      const tree = new PlantedGrammarTree("rust", parseWithMacros(grammars, readable(text)), rareKinds);
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

/** Macros are read as the code they hold where that code is valid: the grammar itself sees only tokens in them. */
function parseWithMacros(grammars: Grammars, text: string): SgNode {
  const root = grammars.parse("rust", text);
  const bodies = root.findAll({
    rule: { kind: "macro_invocation", inside: { kind: "block", stopBy: "end" } },
  });
  if (bodies.length === 0 || brokenAt(root).length > 0) return root;
  let macros = plainMacros(text, bodies.map(spanOf));
  for (let attempt = 0; attempt < 2 && macros.length > 0; attempt++) {
    const rewritten = grammars.parse("rust", rewrite(text, macros));
    const broken = brokenAt(rewritten);
    if (broken.length === 0) return rewritten;
    macros = macros.filter((macro) => !broken.some((at) => isAround(macro, at)));
  }
  return root;
}

function brokenAt(root: SgNode): readonly { readonly start: number; readonly end: number }[] {
  const missing = root
    .findAll({ rule: { regex: "^$" } })
    .filter((node) => !["source_file", "string_content"].includes(String(node.kind())));
  return [...root.findAll({ rule: { kind: "ERROR" } }), ...missing].map(spanOf);
}

function isAround(
  { span }: PlainMacro,
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  return start <= span.end && end >= span.start;
}
