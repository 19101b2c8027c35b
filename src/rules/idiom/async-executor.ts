/** `new Promise(async …)`: what the executor throws after its first `await` reaches nobody. */
import { type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { isAsync, isFunctionNode, spanOf, textOf } from "../../syntax/typescript/ask.js";
import { unguardedAwait } from "../../syntax/typescript/awaits.js";

export default defineRule({
  severity: "medium",
  // An await outside of any try is seen; whether the awaited call can fail is the open part.
  confidence: 0.9,
  title: "Async function as promise executor",
  risk: "An error of an awaited call neither rejects the new promise nor reaches its caller: the caller waits for ever, and the process reports an unhandled rejection, which ends it in Node.",
  fix: "Make the surrounding function async and await there; keep `new Promise` for wrapping callbacks.",
  match: {
    *typescript({ tree, source }: Subject<TypeScriptTree>) {
      if (!source.text.includes("new Promise")) return;
      for (const created of tree.nodes(tree.ts.SyntaxKind.NewExpression)) {
        const [executor] = created.arguments ?? [];
        if (textOf(tree, created.expression) !== "Promise" || !executor) continue;
        if (!isFunctionNode(tree, executor) || !isAsync(tree, executor)) continue;
        const awaited = unguardedAwait(tree, executor);
        if (!awaited) continue;
        const { start } = spanOf(tree, created);
        yield {
          at: { start, end: executor.body ? executor.body.getStart(tree.root) : created.end },
          issue: `The executor is async, so when \`${textOf(tree, awaited).split("\n")[0] ?? "await"}\` fails, the new promise is neither resolved nor rejected.`,
        };
      }
    },
  },
  examples: [
    {
      language: "typescript",
      bad: "export const load = (id: string) =>\n  new Promise(async (resolve) => {\n    const row = await store.get(id);\n    resolve(row);\n  });\n",
      good: "export const load = (id: string) =>\n  new Promise(async (resolve, reject) => {\n    try {\n      resolve(await store.get(id));\n    } catch (error) {\n      reject(error);\n    }\n  });\nexport const wait = () => new Promise((resolve) => setTimeout(resolve, 5));\n",
    },
    {
      language: "javascript",
      bad: "exports.load = (id) => new Promise(async function (resolve, reject) {\n  try {\n    check(id);\n  } catch (error) {\n    reject(error);\n  }\n  resolve(await store.get(id));\n});\n",
      good: "exports.load = (id) => new Promise((resolve) => {\n  store.on('row', async () => resolve(await store.get(id)));\n});\nexports.open = () => new Promise(async (resolve) => {\n  resolve(1);\n});\nexports.safe = () => new Promise(async (resolve, reject) => {\n  resolve(await store.get(1).catch(reject));\n});\n",
    },
  ],
});
