/** Where the string literals of a file stand that are given to a name, an argument or an entry. */
import type { ts } from "ts-morph";
import type { Tree, TypeScriptTree } from "../model/tree.js";
import { spanOf } from "../syntax/nodes.js";

/** Offsets of the first character after the opening quote. */
export function literalSpans(tree: Tree): ReadonlySet<number> {
  switch (tree.family) {
    case "typescript":
      return typeScriptLiterals(tree);
    case "python":
      return new Set(tree.nodes("string_start").map((node) => spanOf(node).end));
    case "text":
      return new Set();
    default:
      return new Set(tree.nodes(literalKinds[tree.family]).map((node) => spanOf(node).start + 1));
  }
}

/** Kinds of node that hold a string in one pair of quotes. */
const literalKinds = {
  elixir: "string",
  go: "interpreted_string_literal",
  java: "string_literal",
  rust: "string_literal",
} as const;

function typeScriptLiterals(tree: TypeScriptTree): ReadonlySet<number> {
  const { SyntaxKind } = tree.ts;
  const literals = tree.nodes<ts.SyntaxKind>(
    SyntaxKind.StringLiteral,
    SyntaxKind.NoSubstitutionTemplateLiteral,
  );
  return new Set(literals.filter((node) => isGiven(tree, node)).map((node) => node.getStart(tree.root) + 1));
}

/** Types, attributes of elements, enum members, branches of a condition and comparisons give nothing. */
function isGiven(tree: TypeScriptTree, node: ts.Node): boolean {
  const { ts } = tree;
  const { parent } = node;
  if (ts.isAsExpression(parent) || ts.isParenthesizedExpression(parent)) return isGiven(tree, parent);
  return (
    ts.isPropertyAssignment(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isBinaryExpression(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent)
  );
}
