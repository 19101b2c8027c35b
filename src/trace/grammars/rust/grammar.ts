/** Rust, as the tracing reads it. */
import type { SgNode } from "@ast-grep/napi";
import type { SurveyedFile } from "../../../model/survey.js";
import type { Grammar } from "../grammar.js";
import type { Code } from "../terms.js";
import { codeOf } from "./reader.js";

export const rust: Grammar = {
  functions: readFunctions,
  moduleSteps: () => [],
  fieldsOf: () => new Map(),
  self: new Set(["self", "Self"]),
  implicit: [],
  throws: false,
  sharesFolder: false,
  plainMethods:
    /^(?:len|is_\w+|has_\w+|contains\w*|starts_with|ends_with|eq|cmp|count|find\w*|position|parse|exists|fetch\w*|execute|query\w*|load|first|id)$/,
};

function readFunctions({ tree }: SurveyedFile): readonly Code[] {
  if (tree.family === "text" || tree.family === "typescript") return [];
  return tree.nodes("function_item").map((node) => codeOf(node, implementedBy(node)));
}

/** The type of the `impl` that directly holds the function. */
function implementedBy(node: SgNode): string | null {
  const holder = node.parent()?.parent();
  return holder?.kind() === "impl_item" ? (holder.field("type")?.text().replace(/<.*$/, "") ?? null) : null;
}
