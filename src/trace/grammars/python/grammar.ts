/** Python, as the tracing reads it. */
import type { SgNode } from "@ast-grep/napi";
import type { SurveyedFile } from "../../../model/survey.js";
import type { PythonTree, Tree } from "../../../model/tree.js";
import type { Grammar } from "../grammar.js";
import { partsOf } from "../reading.js";
import type { Code, Step } from "../terms.js";
import { codeOf, stepsOf } from "./steps.js";

export const python: Grammar = {
  functions: readFunctions,
  moduleSteps,
  fieldsOf: () => new Map(),
  self: new Set(["self", "cls"]),
  implicit: [],
  throws: true,
  sharesFolder: false,
  plainMethods:
    /^(?:is\w+|__len__|count|index|find|rfind|startswith|endswith|exists|keys|hexdigest|digest|first|one|one_or_none|all|scalar\w*|fetch\w*|save|delete|commit|filter_by|filter|query|order_by|id)$/,
};

function isPython(tree: Tree): tree is PythonTree {
  return tree.family === "python";
}

function readFunctions({ tree }: SurveyedFile): readonly Code[] {
  if (!isPython(tree)) return [];
  return functionsIn(tree.root, null);
}

/** Statements that hold others without being a function. */
const holders =
  /^(?:block|decorated_definition|(?:if|try|with|for|while|match)_statement|(?:elif|else|except|except_group|finally|case)_clause)$/;

/** Statement by statement: asking the parser for all functions would walk every expression. */
function functionsIn(node: SgNode, className: string | null): readonly Code[] {
  return partsOf(node).flatMap((part): readonly Code[] => {
    const kind = String(part.kind());
    if (kind === "function_definition") return [codeOf(part, className)];
    if (kind === "class_definition") return functionsIn(part, part.field("name")?.text() ?? null);
    return holders.test(kind) ? functionsIn(part, className) : [];
  });
}

function moduleSteps({ tree }: SurveyedFile): readonly Step[] {
  if (!isPython(tree)) return [];
  return partsOf(tree.root)
    .filter(
      (node) =>
        !["function_definition", "decorated_definition", "class_definition"].includes(String(node.kind())),
    )
    .flatMap(stepsOf);
}
