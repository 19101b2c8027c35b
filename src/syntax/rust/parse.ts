/** Parses Rust through ast-grep. */
import type { Parser } from "../../model/language.js";
import type { SgNode } from "@ast-grep/napi";
import { type Grammars, PlantedGrammarTree, loadGrammars } from "../grammars.js";
import { type PlainMacro, plainMacros, rewrite } from "./macros.js";
import { outlineRust } from "./outline.js";
import { spanOf } from "../nodes.js";

/** Items and control flow: a few dozen a file. An unknown kind here would fail the first question. */
const rareKinds: ReadonlySet<string> = new Set([
  "ERROR",
  "assignment_expression",
  "attribute_item",
  "await_expression",
  "binary_expression",
  "block_comment",
  "closure_expression",
  "const_item",
  "else_clause",
  "enum_item",
  "extern_crate_declaration",
  "for_expression",
  "function_item",
  "function_signature_item",
  "if_expression",
  "impl_item",
  "inner_attribute_item",
  "loop_expression",
  "macro_definition",
  "match_arm",
  "match_expression",
  "mod_item",
  "return_expression",
  "static_item",
  "struct_item",
  "trait_item",
  "try_expression",
  "type_item",
  "union_item",
  "unsafe_block",
  "use_declaration",
  "while_expression",
]);

export async function loadRustParser(): Promise<Parser> {
  const grammars = await loadGrammars();
  return {
    parse(text) {
      const plain = withReadablePatterns(grammars, readable(text));
      const tree = new PlantedGrammarTree("rust", parseWithMacros(grammars, plain), rareKinds);
      return {
        tree,
        get outline() {
          return outlineRust(tree, text);
        },
      };
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

/** The grammar knows no attribute on a field of a struct pattern (`let Config { #[cfg(unix)] user, .. } = config`). */
const attributedField = /#\[[^\]\n]*\](?=\s*(?:ref\s+|mut\s+)*[a-z_]\w*\s*[,}])/g;

function withReadablePatterns(grammars: Grammars, text: string): string {
  const plainer = text.replace(attributedField, blank);
  if (plainer === text || brokenAt(grammars.parse("rust", text)).length === 0) return text;
  return plainer;
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
