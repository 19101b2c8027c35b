/** A comparison whose outcome is settled before it is made. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import { spanOf, textOf } from "../../syntax/typescript/ask.js";
import { spanOf as spanOfNode } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // The outcome follows from the language's own definition of the operator.
  confidence: 0.95,
  judged: { right: 7, arguable: 0, wrong: 0, projects: 0 },
  title: "Comparison with a fixed outcome",
  risk: "The condition looks like a check and is none: one of the two ways through the code is never taken.",
  fix: "Compare what was meant: each value on its own, emptiness by length, NaN by its own test.",
  tests: "include",
  cwe: [570, 571],
  match: { typescript: fixedInTypeScript, python: fixedInPython },
  examples: [
    {
      language: "javascript",
      bad: "exports.isOpen = (state) => {\n  if (state === 'open' || 'new') return true;\n  return false;\n};\n",
      good: "exports.isOpen = (state) => {\n  if (state === 'open' || state === 'new') return true;\n  const name = state.name === 'x' || 'y';\n  return name;\n};\n",
    },
    {
      language: "javascript",
      bad: "exports.check = (list) => (list === [] ? 'empty' : 'full');\n",
      good: "exports.check = (list, other) => (list.length === 0 || list === other || list + '' === '[]' ? 'empty' : 'full');\n",
    },
    {
      language: "typescript",
      bad: "export const isMissing = (size: number): boolean => size === NaN;\n",
      good: "export const isMissing = (size: number): boolean => Number.isNaN(size) || size === Infinity || typeof size === 'undefined';\n",
    },
    {
      language: "javascript",
      bad: "exports.isMissing = (size) => typeof size === 'undefind';\n",
      good: "exports.isMissing = (size, kind) => typeof size === 'bigint' || typeof size === kind || typeof size === typeof kind;\n",
    },
    {
      language: "javascript",
      bad: "exports.isMissing = (size) => typeof size === undefined;\n",
      good: "exports.isMissing = (size) => size === undefined || typeof size == 'unknown';\n",
    },
    {
      language: "python",
      bad: "def is_open(state):\n    if state == 'open' or 'new':\n        return True\n    return False\n",
      good: "def is_open(state):\n    if state == 'open' or state == 'new' or 'new' in state:\n        return True\n    name = state.name == 'x' or 'y'\n    return name\n",
    },
    {
      language: "python",
      bad: "import math\n\ndef is_missing(size):\n    return size == math.nan\n",
      good: "import math\n\ndef is_missing(size):\n    return math.isnan(size) or size == math.inf or size != size\n",
    },
  ],
});

/** What `typeof` may answer; `unknown` is the answer of very old browsers to foreign objects. */
const typeNames = /^(?:undefined|object|boolean|number|bigint|string|symbol|function|unknown)$/;

function* fixedInTypeScript({ tree }: Subject<TypeScriptTree>): Iterable<Hit> {
  for (const node of tree.nodes(tree.ts.SyntaxKind.BinaryExpression)) {
    const issue = issueInTypeScript(tree, node);
    if (issue) yield { at: spanOf(tree, node), issue };
  }
}

function issueInTypeScript(tree: TypeScriptTree, node: ts.BinaryExpression): string | undefined {
  const { BarBarToken } = tree.ts.SyntaxKind;
  const operator = equality(tree, node);
  if (operator) {
    const outcome = operator.startsWith("!") ? "always true" : "always false";
    return issueOfComparison(tree, node, outcome);
  }
  const isLoneLiteral =
    node.operatorToken.kind === BarBarToken &&
    tree.ts.isStringLiteralLike(node.right) &&
    node.right.text !== "" &&
    isCondition(tree, node) &&
    tree.ts.isBinaryExpression(node.left) &&
    equality(tree, node.left) !== undefined;
  return isLoneLiteral ? alwaysTrue("||", textOf(tree, node.right)) : undefined;
}

function alwaysTrue(operator: string, literal: string): string {
  return `The text ${literal} after \`${operator}\` is compared with nothing: it counts as true, and so does the whole condition.`;
}

function issueOfComparison(
  tree: TypeScriptTree,
  node: ts.BinaryExpression,
  outcome: string,
): string | undefined {
  const { ts } = tree;
  const sides = [node.left, node.right];
  if (sides.some((side) => /^(?:Number\.)?NaN$/.test(textOf(tree, side))))
    return `NaN is unequal to everything, itself included: this is ${outcome}.`;
  const fresh = sides.find((side) => ts.isArrayLiteralExpression(side) || ts.isObjectLiteralExpression(side));
  const isLoose = node.operatorToken.getText(tree.root).length === 2;
  // `list == []` compares as text when the other side is a text, which some code does on purpose.
  if (fresh && !isLoose)
    return `\`${textOf(tree, fresh)}\` is a new object here and is no other's equal: this is ${outcome}.`;
  return issueOfTypeof(tree, sides, outcome);
}

function issueOfTypeof(
  tree: TypeScriptTree,
  sides: readonly ts.Expression[],
  outcome: string,
): string | undefined {
  const { ts } = tree;
  const other = sides.find((side) => !ts.isTypeOfExpression(side));
  if (!other || !sides.some((side) => ts.isTypeOfExpression(side))) return undefined;
  const isWrongText = ts.isStringLiteralLike(other) && !typeNames.test(other.text);
  const isNothing = /^(?:undefined|null)$/.test(textOf(tree, other));
  return isWrongText || isNothing
    ? `\`typeof\` answers with the name of a type as text and never with ${textOf(tree, other)}: this is ${outcome}.`
    : undefined;
}

function equality(tree: TypeScriptTree, { operatorToken }: ts.BinaryExpression): string | undefined {
  const text = operatorToken.getText(tree.root);
  return /^[!=]==?$/.test(text) ? text : undefined;
}

/** The whole condition of an `if`, a loop or a ternary, or an operand of `&&` and `||` in one. */
function isCondition(tree: TypeScriptTree, node: ts.Node): boolean {
  const { ts } = tree;
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isCondition(tree, parent);
  if (ts.isBinaryExpression(parent))
    return /^(?:&&|\|\|)$/.test(parent.operatorToken.getText(tree.root)) && isCondition(tree, parent);
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  return (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) && parent.expression === node;
}

function* fixedInPython({ tree, source }: Subject<PythonTree>): Iterable<Hit> {
  if (/\bor\s+[rbu]?["']/.test(source.text)) {
    for (const node of tree.nodes("boolean_operator")) {
      const literal = loneLiteral(node);
      if (literal) yield { at: spanOfNode(node), issue: alwaysTrue("or", literal) };
    }
  }
  if (!/[=!]=\s*(?:math|np|numpy|float)\b[.(]\S{0,2}nan/i.test(source.text)) return;
  for (const node of tree.nodes("comparison_operator")) {
    const nan = /([=!]=)\s*(?:(?:math|np|numpy)\.(?:nan|NaN|NAN)|float\(["']nan["']\))$/.exec(node.text());
    if (!nan) continue;
    const outcome = nan[1] === "!=" ? "always true" : "always false";
    yield {
      at: spanOfNode(node),
      issue: `NaN is unequal to everything, itself included: this is ${outcome}.`,
    };
  }
}

/** `'new'` of `if state == 'open' or 'new':`. */
function loneLiteral(node: SgNode): string | undefined {
  const [left, right] = [node.field("left"), node.field("right")];
  if (node.field("operator")?.text() !== "or" || right?.kind() !== "string") return undefined;
  if (left?.kind() !== "comparison_operator" || !isPythonCondition(node)) return undefined;
  return /^["']{2}$/.test(right.text()) ? undefined : right.text();
}

function isPythonCondition(node: SgNode): boolean {
  const parent = node.parent();
  const kind = String(parent?.kind());
  if (parent && ["parenthesized_expression", "boolean_operator"].includes(kind))
    return isPythonCondition(parent);
  return (
    ["if_statement", "elif_clause", "while_statement"].includes(kind) &&
    parent?.field("condition")?.id() === node.id()
  );
}
