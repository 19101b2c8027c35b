/** `sort()` without a comparator puts 10 before 9. */
import type { ts } from "ts-morph";
import { defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { ancestor, calledName, textOf } from "../../syntax/typescript/ask.js";
import { bindingOf } from "../../syntax/typescript/bindings.js";

export default defineRule({
  severity: "medium",
  // Reported only where the elements are visibly numbers; all below ten would still sort right.
  confidence: 0.9,
  judged: { right: 2, arguable: 0, wrong: 0, projects: 1 },
  title: "Numbers sorted as text",
  risk: "Without a comparator elements are compared as strings: 10 comes before 9, and a median or a maximum taken from the order is wrong.",
  fix: "Give the comparator: `.sort((a, b) => a - b)`.",
  tests: "include",
  match: {
    *typescript({ tree, source }) {
      if (!/\.(?:sort|toSorted)\(\s*\)/.test(source.text)) return;
      const { ts } = tree;
      for (const call of tree.nodes(ts.SyntaxKind.CallExpression)) {
        const name = calledName(tree, call);
        if ((name !== "sort" && name !== "toSorted") || call.arguments.length > 0) continue;
        if (!ts.isPropertyAccessExpression(call.expression)) continue;
        const list = call.expression.expression;
        if (!isNumbers(tree, list)) continue;
        const at = { start: call.expression.name.getStart(tree.root), end: call.end };
        yield {
          at,
          edits: [{ at, text: `${name}((a, b) => a - b)` }],
          issue: `\`${textOf(tree, list).split("\n")[0] ?? "The array"}\` holds numbers, and \`${name}()\` without a comparator orders them as text: 10 before 9.`,
        };
      }
    },
  },
  examples: [
    {
      language: "typescript",
      bad: "export const median = (times: number[]): number => {\n  const sorted = [...times].sort();\n  return sorted[sorted.length >> 1] ?? 0;\n};\n",
      good: "export const median = (times: number[], names: string[]): number => {\n  names.sort();\n  const sorted = [...times].sort((a, b) => a - b);\n  Object.keys(sorted).sort();\n  return sorted[sorted.length >> 1] ?? 0;\n};\n",
    },
    {
      language: "javascript",
      bad: "exports.sizes = (rows) => rows.map((row) => row.length).sort();\n",
      good: "exports.sizes = (rows) => rows.map((row) => row.name).sort();\nexports.texts = (rows) => rows.map((row) => String(row.length)).sort();\n",
    },
    {
      language: "javascript",
      bad: "exports.order = (text) => {\n  const numbers = text.split(',').map(Number);\n  numbers.sort();\n  return numbers;\n};\n",
      good: "exports.order = (text) => {\n  const parts = text.split(',');\n  parts.sort();\n  return parts;\n};\n",
    },
  ],
});

/** Keeps the kind of the elements. */
const keeping = /^(?:filter|slice|concat|reverse|toReversed|values|from)$/;

function isNumbers(tree: TypeScriptTree, node: ts.Expression): boolean {
  const { ts } = tree;
  if (ts.isParenthesizedExpression(node)) return isNumbers(tree, node.expression);
  if (ts.isArrayLiteralExpression(node)) return areNumbers(tree, node);
  if (ts.isIdentifier(node)) return isNumbersByName(tree, node);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const name = node.expression.name.text;
  if (name === "map") return mapsToNumber(tree, node.arguments[0]);
  return keeping.test(name) && isNumbers(tree, node.expression.expression);
}

function areNumbers(tree: TypeScriptTree, { elements }: ts.ArrayLiteralExpression): boolean {
  const { ts } = tree;
  const [first] = elements;
  if (elements.length === 1 && first && ts.isSpreadElement(first)) return isNumbers(tree, first.expression);
  // Digits below ten compare the same as text.
  const isTen = elements.some((element) => ts.isNumericLiteral(element) && Number(element.text) >= 10);
  return isTen && elements.every((element) => ts.isNumericLiteral(element));
}

function mapsToNumber(tree: TypeScriptTree, callback: ts.Node | undefined): boolean {
  const { ts } = tree;
  if (!callback) return false;
  if (ts.isIdentifier(callback)) return /^(?:Number|parseInt|parseFloat)$/.test(callback.text);
  if (!ts.isArrowFunction(callback) || ts.isBlock(callback.body)) return false;
  const value = textOf(tree, callback.body);
  if (ts.isBinaryExpression(callback.body)) return /^[\w.]+\s*[-*/]\s*[\w.]+$/.test(value);
  return /^(?:\+[\w.]+|[\w.[\]]+\.(?:length|size)|(?:Number|parseInt|parseFloat|Math\.\w+|Date\.parse)\([^()]*\)|[\w.]+\.getTime\(\))$/.test(
    value,
  );
}

function isNumbersByName(tree: TypeScriptTree, name: ts.Identifier): boolean {
  const { ts } = tree;
  const binding = bindingOf(tree, name);
  if (binding?.kind === "parameter") return isNumberArray(tree, binding.node.type);
  if (binding?.kind !== "variable") return false;
  const [first] = binding.given;
  const declaration = first && ancestor(first.value, (node) => ts.isVariableDeclaration(node));
  if (declaration && ts.isVariableDeclaration(declaration) && declaration.type)
    return isNumberArray(tree, declaration.type);
  return binding.given.length > 0 && binding.given.every(({ value }) => isNumbers(tree, value));
}

function isNumberArray(tree: TypeScriptTree, type: ts.TypeNode | undefined): boolean {
  return (
    type !== undefined && /^(?:readonly )?number\[\]$|^(?:Readonly)?Array<number>$/.test(textOf(tree, type))
  );
}
