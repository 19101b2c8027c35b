/** Texts of expressions and of comparisons, as conditions are read. */
import type { ts } from "ts-morph";
import { literalText } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";
import { unwrap } from "./things.js";

/** `a.b` for `a?.b`, `(a.b)!` and `a.b as string`; null for what is no name. */
export function plainText({ tree }: Pick<CodeFile, "tree">, node: ts.Node): string | null {
  const { ts } = tree;
  const inner = unwrap(tree, node);
  if (ts.isIdentifier(inner)) return inner.text;
  if (inner.kind === ts.SyntaxKind.ThisKeyword) return "this";
  if (!ts.isPropertyAccessExpression(inner) && !ts.isElementAccessExpression(inner)) return null;
  const left = plainText({ tree }, inner.expression);
  const name = ts.isPropertyAccessExpression(inner)
    ? inner.name.text
    : literalText(tree, inner.argumentExpression);
  return left === null || name === null ? null : `${left}.${name}`;
}

/** `indexOf(x) !== -1` found it, `indexOf(x) < 0` did not; null for other comparisons. */
export function foundBy(operator: string, right: string): boolean | null {
  if (right === "-1") return operator.startsWith("=") ? false : /^(?:!==?|>)$/.test(operator) ? true : null;
  if (right === "0" && (operator === ">=" || operator === "<")) return operator === ">=";
  if (right === "0" && /^={2,3}$/.test(operator)) return true;
  return /^(?:undefined|null)$/.test(right) ? /^!==?$/.test(operator) : null;
}

/** A literal, or a name that is written like a constant's. */
export function isConstant({ tree }: CodeFile, expression: ts.Node): boolean {
  const { ts } = tree;
  const node = unwrap(tree, expression);
  return (
    ts.isLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    (ts.isPropertyAccessExpression(node) && /^[A-Z]/.test(node.getText(tree.root))) ||
    (ts.isIdentifier(node) && /^[A-Z][A-Z0-9_]+$/.test(node.text))
  );
}

/** The value itself, or a plain form of it: `String(x)`, `x.trim()`. */
export function isSubject(
  { file, text }: { readonly file: CodeFile; readonly text: string },
  node: ts.Expression,
): boolean {
  const { ts } = file.tree;
  const inner = unwrap(file.tree, node);
  if (plainText(file, inner) === text) return true;
  if (!ts.isCallExpression(inner)) return false;
  const { expression } = inner;
  const [first] = inner.arguments;
  if (ts.isPropertyAccessExpression(expression) && /^to\w*Case$|^trim$|^toString$/.test(expression.name.text))
    return plainText(file, expression.expression) === text;
  return (
    ts.isIdentifier(expression) && expression.text === "String" && !!first && plainText(file, first) === text
  );
}
