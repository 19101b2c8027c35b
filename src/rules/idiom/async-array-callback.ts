/** An async callback given to an array method that does not wait: forEach, filter, some, every, find, sort. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { calledName, isAsync, isFunctionNode, spanOf, textOf } from "../../syntax/typescript/ask.js";
import { unguardedAwait } from "../../syntax/typescript/awaits.js";

export default defineRule({
  severity: "medium",
  // The methods ignore promises by definition; a few libraries have methods of the same names that wait.
  confidence: 0.85,
  title: "Async callback where nobody waits",
  risk: "The code after the call runs before the work is done, and an error in the callback is an unhandled rejection that ends a Node process.",
  fix: "Use `for (const item of items) await …` one after the other, or `await Promise.all(items.map(async …))` side by side.",
  match: { typescript: unawaitedCallbacks },
  examples: [
    {
      language: "typescript",
      bad: "export async function save(rows: Row[]): Promise<void> {\n  rows.forEach(async (row) => {\n    await store.put(row);\n  });\n}\n",
      good: "export async function save(rows: Row[]): Promise<void> {\n  await Promise.all(rows.map(async (row) => store.put(await clean(row))));\n  rows.forEach((row) => void log(row));\n  const done = rows.map(async (row) => await store.put(row));\n  await Promise.all(done);\n}\n",
    },
    {
      language: "javascript",
      bad: "exports.active = (users) => users.filter(async (user) => await isActive(user));\n",
      good: "exports.active = async (users) => {\n  await pool.forEach(async (user) => { await visit(user); });\n  return await stream.filter(async (user) => await isActive(user)).toArray();\n};\nexports.each = (users) => users.forEach(async (user) => {\n  try {\n    await visit(user);\n  } catch (error) {\n    log(error);\n  }\n});\n",
    },
    {
      language: "javascript",
      bad: "exports.send = (users) => {\n  users.map(async (user) => {\n    await mail(user);\n  });\n};\n",
      good: "exports.send = (users) => {\n  const all = [];\n  users.map((user) => mail(user));\n  all.push(users.map(async (user) => { await mail(user); }));\n  return Promise.all(all);\n};\n",
    },
  ],
});

const predicates = /^(?:filter|some|every|find|findIndex|findLast)$/;

function* unawaitedCallbacks({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  const { text } = source;
  if (!/\basync\b/.test(text)) return;
  const { ts } = tree;
  for (const call of tree.nodes(ts.SyntaxKind.CallExpression)) {
    const [callback] = call.arguments;
    const name = calledName(tree, call) ?? "";
    if (!callback || !/^(?:forEach|map)$|^(?:filter|some|every|find|findIndex|findLast)$/.test(name))
      continue;
    if (!isFunctionNode(tree, callback) || !isAsync(tree, callback) || isHandledOutside(tree, call)) continue;
    const issue = issueFor(tree, call, callback, name);
    const end = callback.body ? callback.body.getStart(tree.root) : call.end;
    if (issue) yield { at: { start: spanOf(tree, callback).start, end }, ...issue };
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

function issueFor(
  tree: TypeScriptTree,
  call: ts.CallExpression,
  callback: ts.Node,
  name: string,
): Pick<Hit, "issue" | "severity" | "recommendation"> | undefined {
  const { ts } = tree;
  if (predicates.test(name)) {
    return {
      severity: "high",
      issue: `\`${name}\` takes the callback's promise for its answer, and a promise is always true: no element is ever ruled out.`,
      recommendation:
        "First await all answers (`const isKept = await Promise.all(items.map(async …))`), then pick by them.",
    };
  }
  const first = unguardedAwait(tree, callback);
  if (!first || !ts.isExpressionStatement(call.parent)) return undefined;
  return {
    issue: `\`${name}\` throws the promises of this callback away: nothing waits for \`${textOf(tree, first).split("\n")[0] ?? ""}\`, and nothing hears of its error.`,
  };
}
