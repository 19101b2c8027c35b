/** A lookup by identity is given an object made on the spot, which nothing can hold yet. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { spanOf, textOf } from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "medium",
  // Follows from how the language compares objects; a class of the project may give such a name another meaning.
  confidence: 0.85,
  judged: { right: 5, arguable: 1, wrong: 0, projects: 6 },
  title: "Lookup of an object made on the spot",
  risk: "Two objects are never the same one, however alike they look: nothing is found, and nothing is removed.",
  fix: "Look for it by what it holds (`some`, a key made of text), or keep the object and hand over that very one.",
  match: { typescript: sought },
  examples: [
    {
      language: "typescript",
      bad: "export const isCorner = (cells: number[][]): boolean => cells.includes([0, 0]);\n",
      good: "export const isCorner = (cells: number[][], cell: number[]): boolean => cells.includes(cell) || ['a'].includes('a') || query.has({ name: 'x' }, 1) || wrapper.get({ id: 1 }, true);\n",
    },
    {
      language: "javascript",
      bad: "const seen = new Set();\nexports.visit = (x, y) => {\n  if (seen.has([x, y])) return;\n  seen.add([x, y]);\n};\n",
      good: "const seen = new Set();\nexports.visit = (x, y) => {\n  if (seen.has(`${x},${y}`)) return;\n  seen.add([x, y]);\n  store.get({ x, y });\n};\n",
    },
    {
      language: "javascript",
      bad: "exports.stop = (view) => {\n  window.removeEventListener('resize', () => view.layout());\n};\n",
      good: "exports.stop = (view, layout) => {\n  window.removeEventListener('resize', layout);\n  window.addEventListener('resize', () => view.layout());\n  bus.off('x', (error) => view.report(error));\n};\n",
    },
    {
      language: "javascript",
      bad: "class View {\n  close() {\n    document.removeEventListener('click', this.onClick.bind(this));\n  }\n}\n",
      good: "class View {\n  close() {\n    document.removeEventListener('click', this.onClick);\n  }\n}\n",
    },
  ],
});

const lists = /^(?:includes|indexOf|lastIndexOf)$/;
const keyed = /^(?:has|get|delete)$/;
const removals = /^(?:removeEventListener|removeListener)$/;

function* sought({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  const { ts } = tree;
  for (const call of tree.nodes(ts.SyntaxKind.CallExpression)) {
    const callee = call.expression;
    if (!ts.isPropertyAccessExpression(callee)) continue;
    const issue = issueOf({ tree, text: source.text }, call, callee);
    if (issue !== undefined) yield { at: spanOf(tree, call), issue };
  }
}

interface Code {
  readonly tree: TypeScriptTree;
  readonly text: string;
}

function issueOf(
  { tree, text }: Code,
  call: ts.CallExpression,
  { name: { text: name }, expression }: ts.PropertyAccessExpression,
): string | undefined {
  const { ts } = tree;
  const [first, second] = call.arguments;
  if (removals.test(name)) {
    return second && isNewFunction(tree, second)
      ? `\`${name}\` is given a function made on the spot, which was never registered: what listens goes on listening.`
      : undefined;
  }
  if (!first || !(ts.isArrayLiteralExpression(first) || ts.isObjectLiteralExpression(first)))
    return undefined;
  if (call.arguments.length > 1) return undefined;
  const shown = textOf(tree, first);
  const never = `\`${shown.length > 40 ? "The literal" : shown}\` is a new object, and \`${name}\` looks for that very one: it is never found.`;
  if (lists.test(name)) return never;
  return keyed.test(name) && isCollection(textOf(tree, expression), text) ? never : undefined;
}

function isNewFunction({ ts }: TypeScriptTree, node: ts.Expression): boolean {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return node.name === undefined;
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === "bind"
  );
}

/** `seen` of `const seen = new Set()`, `this.#rows` of `#rows = new Map()`. */
function isCollection(receiver: string, text: string): boolean {
  const name = /([\w$]+)$/.exec(receiver)?.[1];
  return (
    name !== undefined &&
    new RegExp(`\\b${name.replace(/\$/g, "\\$")}\\b[^=\\n]{0,80}=\\s*new (?:Weak)?(?:Set|Map)\\b`).test(text)
  );
}
