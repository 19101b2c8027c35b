/** Python, as the tracing reads it. */
import type { SurveyedFile } from "../../../model/survey.js";
import type { PythonTree, Tree } from "../../../model/tree.js";
import { classNameAround, functionAround, readScopes } from "../../../syntax/python/scopes.js";
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
  return readScopes(tree)
    .filter((scope) => scope.kind === "function_definition" && functionAround(scope) === undefined)
    .map((scope) => codeOf(scope.node, classNameAround(scope)));
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
