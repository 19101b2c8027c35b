/** A callback whose result is the point of the call gives none back. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { isCopiedLibrary } from "../../syntax/copied-library.js";
import { calledName, ownNodes, textOf } from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "medium",
  // No path of the callback returns a value, and the call's result is used; a library's method of that name may differ.
  confidence: 0.85,
  judged: { right: 4, arguable: 1, wrong: 0, projects: 5 },
  title: "Array callback returns nothing",
  risk: "`map` yields a list of undefined, `filter` and `find` find nothing, `reduce` loses what it has gathered.",
  fix: "Return the value; use `for … of` or `forEach` where only the side effect is wanted.",
  match: { typescript: silentCallbacks },
  examples: [
    {
      language: "typescript",
      bad: "export const names = (users: User[]) => users.map((user) => {\n  user.name;\n});\n",
      good: "export const names = (users: User[]) => users.map((user) => {\n  return user.name;\n});\nusers.map((user) => {\n  log(user);\n});\nconst noop = list.map(() => {});\nconst failing = list.map(() => {\n  throw new Error('never');\n});\n",
    },
    {
      language: "javascript",
      bad: "const open = rows.filter(function (row) {\n  row.open === true;\n});\n",
      good: "const open = rows.filter(function (row) {\n  if (row.open) return true;\n});\nconst total = rows.reduce((sum, row) => sum + row.size, 0);\nconst piped = source.map((row) => {\n  count(row);\n}).subscribe();\nexports.ready = function () {\n  return this.tables().every(function () {\n    show(this);\n  });\n};\n",
    },
  ],
});

const wantsResult = /^(?:map|flatMap|filter|find|findIndex|some|every|reduce|reduceRight)$/;

function* silentCallbacks({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (isCopiedLibrary(source)) return;
  const { ts } = tree;
  for (const call of tree.nodes(ts.SyntaxKind.CallExpression)) {
    const name = calledName(tree, call) ?? "";
    const [callback] = call.arguments;
    if (!callback || !wantsResult.test(name) || !isUsed(tree, call) || !isArrayLike(tree, call)) continue;
    if (!isPlainFunction(tree, callback) || !givesNothing(tree, callback.body)) continue;
    yield {
      at: {
        start: callback.getStart(tree.root),
        end: Math.min(callback.end, callback.body.getStart(tree.root) + 1),
      },
      issue: `The result of \`${name}\` is used, but no path through its callback returns a value.`,
    };
  }
}

/** Query objects and streams name methods alike, and theirs may want no result; children of React and wrapped sets too. */
function isArrayLike(tree: TypeScriptTree, call: ts.CallExpression): boolean {
  return (
    tree.ts.isPropertyAccessExpression(call.expression) &&
    !/^(?:\$|_|cy|Children|React\.Children|Promise|async)\b/.test(textOf(tree, call.expression.expression))
  );
}

/** Assigned, returned, spread, or passed on; a chain that ends in something else is not judged. */
function isUsed({ ts }: TypeScriptTree, { parent }: ts.CallExpression): boolean {
  return (
    ts.isVariableDeclaration(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isArrowFunction(parent) ||
    ts.isIfStatement(parent) ||
    (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken)
  );
}

function isPlainFunction(
  { ts }: TypeScriptTree,
  node: ts.Node,
): node is (ts.ArrowFunction | ts.FunctionExpression) & { body: ts.Block } {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  // Whoever hands out each thing as `this` has lists of a kind of their own.
  if (ts.isFunctionExpression(node) && node.parameters.length === 0) return false;
  return ts.isBlock(node.body) && !node.asteriskToken && !node.modifiers?.length;
}

function givesNothing(tree: TypeScriptTree, body: ts.Block): boolean {
  const { ts } = tree;
  if (body.statements.length === 0 || body.statements.some((statement) => ts.isThrowStatement(statement)))
    return false;
  return !ownNodes(tree, body).some((node) => ts.isReturnStatement(node) && node.expression !== undefined);
}
