/** Whether a file gives a name a meaning anywhere: parameters, loop variables and patterns, not only declarations. */
import type { Span } from "../model/source.js";
import type { PythonTree, Tree, TypeScriptTree } from "../model/tree.js";
import { spanOf } from "./nodes.js";

/** True when the name is bound in any scope of the file; a text tree binds nothing, and where bindings are not known any name may be one. */
export function bindsName(tree: Tree, name: string): boolean {
  if (tree.family === "typescript") return bindsInTypeScript(tree, name);
  if (tree.family === "python") return bindsInPython(tree, name);
  return tree.family !== "text";
}

/** A binding identifier is the `name` of its parent, unless the parent only reaches into an object. */
function bindsInTypeScript(tree: TypeScriptTree, name: string): boolean {
  const { ts } = tree;
  return tree
    .nodes(ts.SyntaxKind.Identifier)
    .some(
      ({ text, parent }) =>
        text === name &&
        "name" in parent &&
        isText(parent.name, name, tree) &&
        !ts.isPropertyAccessExpression(parent) &&
        !ts.isPropertyAssignment(parent) &&
        !ts.isShorthandPropertyAssignment(parent) &&
        !ts.isJsxAttribute(parent) &&
        !ts.isExportSpecifier(parent),
    );
}

function isText(node: unknown, name: string, { ts }: TypeScriptTree): boolean {
  return typeof node === "object" && node !== null && "kind" in node && "text" in node
    ? node.kind === ts.SyntaxKind.Identifier && node.text === name
    : false;
}

/** Kinds that bind names, with the field that holds them; without one, all of the node may bind. */
const binders: readonly (readonly [kind: string, field?: string])[] = [
  ["assignment", "left"],
  ["augmented_assignment", "left"],
  ["for_statement", "left"],
  ["for_in_clause", "left"],
  ["named_expression", "name"],
  ["function_definition", "name"],
  ["class_definition", "name"],
  ["type_alias_statement"],
  ["type_parameter"],
  ["parameters"],
  ["lambda_parameters"],
  ["as_pattern_target"],
  ["case_pattern"],
  ["global_statement"],
  ["nonlocal_statement"],
];

/** Generous on purpose: a name wrongly taken for bound loses a finding, the other way round prints a false one. */
function bindsInPython(tree: PythonTree, name: string): boolean {
  const offsets = tree
    .nodes("identifier")
    .filter((node) => node.text() === name)
    .map((node) => spanOf(node).start);
  return binders.some(([kind, field]) =>
    tree.nodes(kind).some((node) => {
      const part = field === undefined ? node : node.field(field);
      return part !== null && offsets.some((offset) => holds(spanOf(part), offset));
    }),
  );
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset < end;
}
