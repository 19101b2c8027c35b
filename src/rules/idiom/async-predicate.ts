/** An async callback where an array method wants a yes or no: a promise is always a yes. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { calledName, isAsync, isFunctionNode, spanOf } from "../../syntax/typescript/ask.js";

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // The methods take any object for true by definition; a few stream libraries have methods of the same names that wait.
  confidence: 0.85,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Async callback where a yes or no is wanted",
  risk: "The test is never made: `filter` keeps everything, `some` and `find` accept the first element, whatever the callback would have said.",
  fix: "First await all answers (`const isKept = await Promise.all(items.map(async …))`), then pick by them.",
  match: { typescript: asyncPredicates },
  examples: [
    {
      language: "javascript",
      bad: "exports.active = (users) => users.filter(async (user) => await isActive(user));\n",
      good: "exports.active = async (users) => {\n  await pool.filter(async (user) => await visit(user));\n  return await stream.filter(async (user) => await isActive(user)).toArray();\n};\nexports.named = (users) => users.filter((user) => user.name);\n",
    },
    {
      language: "typescript",
      bad: "export const isAllowed = (rules: Rule[]): boolean => rules.every(async (rule) => rule.allows());\n",
      good: "export const isAllowed = async (rules: Rule[]): Promise<boolean> =>\n  (await Promise.all(rules.map(async (rule) => await rule.allows()))).every(Boolean);\n",
    },
  ],
});

function* asyncPredicates({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!/\basync\b/.test(source.text)) return;
  for (const call of tree.nodes(tree.ts.SyntaxKind.CallExpression)) {
    const [callback] = call.arguments;
    const name = calledName(tree, call) ?? "";
    if (!callback || !/^(?:filter|some|every|find|findIndex|findLast)$/.test(name)) continue;
    if (!isFunctionNode(tree, callback) || !isAsync(tree, callback) || isHandledOutside(tree, call)) continue;
    const end = callback.body ? callback.body.getStart(tree.root) : call.end;
    yield {
      at: { start: spanOf(tree, callback).start, end },
      issue: `\`${name}\` takes the callback's promise for its answer, and a promise always counts as true.`,
    };
  }
}

/** Awaited or chained on: then the method is one that hands back a promise or a stream. */
function isHandledOutside({ ts }: TypeScriptTree, call: ts.CallExpression): boolean {
  const { parent } = call;
  if (ts.isAwaitExpression(parent)) return true;
  return (
    ts.isPropertyAccessExpression(parent) &&
    /^(?:then|catch|finally|toArray|pipe|forEach)$/.test(parent.name.text)
  );
}
