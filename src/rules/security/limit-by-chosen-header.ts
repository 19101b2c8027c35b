/** Callers are counted by a header that they choose themselves. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { propertyValue, spanOf, textOf } from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "medium",
  // That the key is a header of the request is a fact; a proxy in front may overwrite it.
  confidence: 0.75,
  judged: { right: 4, arguable: 0, wrong: 0, projects: 2 },
  title: "Rate limit by a header the caller chooses",
  risk: "Another value in the header makes another caller: passwords and codes are tried without end.",
  fix: "Count by `req.ip` with `trust proxy` set to the number of proxies in front, or by the account that is tried.",
  trial: {
    name: "a caller with many names",
    arrange: "one request more than the limit, each with another `X-Forwarded-For`",
    act: "send them",
    assert: "the last one is refused",
  },
  cwe: [307, 348],
  match: { typescript: chosenKeys },
  examples: [
    {
      language: "javascript",
      bad: "const { rateLimit } = require('express-rate-limit');\napp.use('/reset', rateLimit({ max: 100, keyGenerator: (req) => req.headers['x-forwarded-for'] || req.ip }));\n",
      good: "const { rateLimit } = require('express-rate-limit');\napp.use('/reset', rateLimit({ max: 100, keyGenerator: (req) => req.user.id }));\n",
    },
    {
      language: "typescript",
      bad: "import rateLimit from 'express-rate-limit';\nexport const limit = rateLimit({ keyGenerator({ headers, ip }: Request) { return headers['X-Forwarded-For'] ?? ip; } });\n",
      good: "import rateLimit from 'express-rate-limit';\nexport const limit = rateLimit({ keyGenerator: ({ ip }: Request) => ip ?? '' });\n",
    },
  ],
});

const chosen =
  /\bheaders?\b[\s\S]{0,12}["'`](?:x-forwarded-for|x-real-ip|x-client-ip|true-client-ip|user-agent)["'`]/i;

function* chosenKeys({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!source.text.includes("keyGenerator")) return;
  const { ts } = tree;
  for (const object of tree.nodes(ts.SyntaxKind.ObjectLiteralExpression)) {
    if (!ts.isObjectLiteralExpression(object)) continue;
    const method = object.properties.find(
      (property) => ts.isMethodDeclaration(property) && textOf(tree, property.name) === "keyGenerator",
    );
    const key = method ?? propertyValue(tree, object, "keyGenerator");
    const header = key && chosen.exec(textOf(tree, key))?.[0];
    if (!key || header === undefined || header === "") continue;
    yield { at: spanOf(tree, key), issue: `Requests are counted by \`${header}\`, which the caller sets.` };
  }
}
